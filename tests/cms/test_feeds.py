"""The news in a feed reader and the addresses of the pages: what the person reads today, and nothing for anybody else."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms import syndication
from cms.actions import Built
from cms.actions.feeds import close_news_feed, open_news_feed
from cms.actions.restrictions import restrict
from cms.models import NewsFeed
from rse.people.actions.agents import leave
from rse.people.models import Agent
from tests.cms import factories
from tests.factories import AgentFactory

pytestmark = pytest.mark.django_db
As = Callable[[Agent], Client]


def address_of(agent: Agent) -> str:
    return reverse("pages:news_feed", args=[syndication.token_of(open_news_feed(agent.user, actor=agent.user))])


def test_the_feed_holds_the_news_one_reads_newest_first_without_their_text(intranet: Built, marc: Agent, client: Client) -> None:
    body = [("text", "<p>Le texte entier.</p>")]
    factories.news(intranet, "L’annexe rouvre & s’agrandit", intro="Lundi à 9 h.", department=marc.department, body=body)
    response = client.get(address_of(marc))
    shown = response.content.decode()
    assert response["Content-Type"].startswith("application/atom+xml")
    assert "L’annexe rouvre &amp; s’agrandit" in shown
    assert "Lundi à 9 h." in shown
    assert marc.department.name in shown
    assert "Le texte entier" not in shown
    assert set(response["Cache-Control"].split(", ")) == {"max-age=300", "private"}


def test_every_reading_asks_again_what_the_person_may_see(intranet: Built, marc: Agent, client: Client) -> None:
    page = factories.news(intranet, "Réorganisation", owner=marc.user)
    outsider = AgentFactory(organisation=marc.organisation)
    mine, other = address_of(marc), address_of(outsider)
    assert "Réorganisation" in client.get(other).content.decode()
    restrict(page, actor=marc.user)
    assert "Réorganisation" in client.get(mine).content.decode()
    assert "Réorganisation" not in client.get(other).content.decode()


def test_an_address_renewed_closed_guessed_or_of_a_leaver_opens_nothing(intranet: Built, marc: Agent, client: Client) -> None:
    first, second = address_of(marc), address_of(marc)
    assert (client.get(first).status_code, client.get(second).status_code) == (404, 200)
    for guess in ("x", "1.2~3", "~", "é"):
        assert client.get(f"/pages/abonnement/{guess}.atom").status_code == 404
    close_news_feed(marc.user, actor=marc.user)
    assert client.get(second).status_code == 404
    third = address_of(marc)
    leave(marc, on=timezone.localdate(), actor=None)
    assert client.get(third).status_code == 404
    assert not NewsFeed.objects.exists()


def test_nobody_makes_nor_closes_the_address_of_somebody_else(marc: Agent) -> None:
    other = AgentFactory(organisation=marc.organisation)
    for gesture in (open_news_feed, close_news_feed):
        with pytest.raises(PermissionDenied):
            gesture(marc.user, actor=other.user)


def test_the_page_of_one_s_address_makes_it_and_closes_it(intranet: Built, marc: Agent, as_: As) -> None:
    browser, page = as_(marc), reverse("pages:feed")
    assert ".atom" not in browser.get(page).content.decode()
    assert ".atom" in browser.post(page, follow=True).content.decode()
    assert ".atom" not in browser.post(reverse("pages:close_feed"), follow=True).content.decode()
    assert page in browser.get(intranet.places["NewsIndexPage"].url).content.decode()


def test_the_addresses_of_the_pages_are_those_one_reads(intranet: Built, marc: Agent, as_: As, client: Client) -> None:
    page, other = factories.article(intranet, "Réservé"), factories.article(intranet, "Ouvert")
    factories.closed(page)
    response = as_(marc).get(reverse("pages:sitemap"))
    assert response["Content-Type"].startswith("application/xml")
    assert f"{other.url}</loc>" in response.content.decode()
    assert page.url not in response.content.decode()
    assert client.get(reverse("pages:sitemap")).status_code == 302


def test_feeds_ask_few_queries_whatever_their_length(intranet: Built, marc: Agent, client: Client, django_assert_max_num_queries) -> None:
    for _number in range(25):
        factories.news(intranet, department=marc.department)
    address = address_of(marc)
    client.get(address)
    with django_assert_max_num_queries(5):
        client.get(address)

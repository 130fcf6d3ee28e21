"""The internal letter in Chromium: made from the selection, published, sent, seen in the bell, read on the web and on paper."""

import re
from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from playwright.sync_api import Page, expect

from cms.actions import build_site
from cms.actions.site import WRITERS
from cms.models import LetterOpening, NewsletterPage
from tests.cms import factories
from tests.factories import AgentFactory
from tests.referents.factories import make_calendar, make_charter_in_force, make_mandate, sign

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_the_selection_to_the_bell_and_the_web(open_page: Callable[..., Page], violations: Callable[[Page], list[str]]) -> None:
    cache.clear()
    make_calendar()
    flora, marc = AgentFactory(first_name="Flora", last_name="Quint"), AgentFactory(first_name="Marc", last_name="Lefort")
    intranet = build_site(name="Intranet", samples=False, actor=None)
    flora.user.groups.add(Group.objects.get(name=WRITERS))
    make_mandate(flora.user, "publisher", departments=())
    sign(flora.user, make_charter_in_force())
    news = factories.news(intranet, "L’annexe rouvre lundi", intro="L’entrée se fait par la cour.")

    suggested = open_page(news.url, user=marc.user)
    suggested.get_by_role("link", name="Proposer pour la lettre").click()
    suggested.get_by_label("En quelques mots").fill("Merci au garage")
    suggested.get_by_label("Dire dans la lettre que cela vient de moi").check()
    suggested.get_by_role("button", name="Proposer", exact=True).click()
    expect(suggested.get_by_text("attend d’être lu")).to_be_visible()

    desk = open_page("/admin/lettre/", user=flora.user, width=1440)
    assert violations(desk) == []
    expect(desk.get_by_label("L’annexe rouvre lundi")).to_be_checked()
    desk.get_by_role("button", name="Faire le brouillon").click()
    expect(desk.locator("#id_title")).to_have_value("Lettre interne n° 1")
    desk.get_by_role("button", name="Plus d'actions").click()
    desk.get_by_role("button", name="Publier", exact=True).click()
    expect(desk.get_by_role("link", name="Lettre interne n° 1", exact=True)).to_be_visible()
    desk.goto("/admin/lettre/")
    desk.get_by_role("link", name="Envoyer « Lettre interne n° 1 » à tous").click()
    expect(desk.get_by_role("heading", level=1)).to_contain_text("Envoi de la lettre")
    assert violations(desk) == []
    desk.get_by_role("button", name="Envoyer à tous").click()
    expect(desk.get_by_text("La lettre part")).to_be_visible()

    bell = open_page("/notifications/", user=marc.user)
    with bell.expect_response(lambda answer: answer.url.endswith("/lue/") and answer.status == 204):
        bell.get_by_role("button", name=re.compile("La lettre interne est parue")).click()
    issue = NewsletterPage.objects.get()
    expect(bell).to_have_url(re.compile(re.escape(issue.url)))
    expect(bell.get_by_role("heading", level=1)).to_have_text("Lettre interne n° 1")
    expect(bell.get_by_text("Merci à Marc Lefort pour la proposition")).to_be_visible()
    bell.get_by_role("link", name="Feuille à imprimer").press("Enter")
    expect(bell.get_by_role("img", name="Code qui ouvre la lettre sur un téléphone")).to_be_visible()
    assert LetterOpening.objects.count() == 1

    for path in (issue.url, intranet.places["NewsletterIndexPage"].url, "/pages/lettre/proposer/", f"/pages/lettre/{issue.pk}/feuille/"):
        for width, theme in ((1440, "light"), (390, "dark"), (320, "dark")):
            assert violations(open_page(path, user=marc.user, width=width, theme=theme)) == [], (path, width, theme)

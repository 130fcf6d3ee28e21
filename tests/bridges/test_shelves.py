"""Shelves of pages to measure the intranet on: a sound tree, pages that open, and no more queries for thousands than for a few."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from cms.actions import Built, build_site
from cms.models import ArticlePage, GuidePage, NewsPage, PortalPage
from integrations.bridges.demo import shelves
from rse.people.models import Agent
from tests.factories import AgentFactory, DepartmentFactory, head_of

pytestmark = pytest.mark.django_db
SHELF = 120


@pytest.fixture
def keeper(db: None) -> Agent:
    """Whoever answers for the pages on the shelves."""
    department = DepartmentFactory(name="Voirie", code="VOI")
    head_of(department, first_name="Yann", last_name="Le Goff")
    return AgentFactory(user__username="10003", department=department, organisation=department.organisation)


@pytest.fixture
def intranet(keeper: Agent) -> Built:
    cache.clear()
    return build_site(name="Intranet", actor=None)


def test_the_shelves_hold_every_kind_of_page_in_a_sound_tree(intranet: Built, keeper: Agent, client: Client) -> None:
    there = Page.objects.descendant_of(intranet.home, inclusive=True).count()
    assert [shelves.build(there + SHELF), shelves.build(there + SHELF), shelves.build(there + SHELF + 5)] == [SHELF, 0, 5]
    assert Page.objects.descendant_of(intranet.home, inclusive=True).count() == there + SHELF + 5
    assert not any(Page.find_problems())
    client.force_login(keeper.user)
    for kind in (GuidePage, NewsPage, ArticlePage):
        page = kind.objects.filter(slug__startswith=shelves.SLUG).first()
        assert page.title in client.get(page.url).content.decode()
        assert "pièce d’identité" in client.get(page.url).content.decode()


def test_the_pages_of_the_intranet_ask_as_many_queries_on_shelves_as_before(intranet: Built, keeper: Agent, client: Client) -> None:
    there = Page.objects.descendant_of(intranet.home, inclusive=True).count()
    shelves.build(there + 10)
    client.force_login(keeper.user)
    addresses = [intranet.home.url, PortalPage.objects.get(of=keeper.department).url, GuidePage.objects.filter(slug__startswith=shelves.SLUG).first().url]

    def asked() -> list[int]:
        counts = []
        for address in addresses:
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            counts.append(len(queries))
        return counts

    few = asked()
    shelves.build(there + SHELF)
    assert asked() == few

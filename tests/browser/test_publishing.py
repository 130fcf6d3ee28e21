"""Delegated publishing in Chromium: stopped without a signature, then alone on the charter; a red subject read, sent back, corrected, approved."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import Page, expect

from cms.actions.journal import first_broken_line
from cms.models import NewsIndexPage, NewsPage, PageMove
from rse.people.models import User
from tests.cms.town import Town

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OpenPage = Callable[..., Page]
PHONE = {"width": 390, "height": 844, "theme": "dark"}


@pytest.fixture
def town() -> Town:
    cache.clear()
    return Town()


@pytest.fixture
def index(town: Town) -> NewsIndexPage:
    return town.home.add_child(instance=NewsIndexPage(title="Actualités", slug="actualites"))


def draft(town: Town, index: NewsIndexPage, author: User, **fields: object) -> NewsPage:
    values = {"owner": author, "department": town.department, "topic": town.topic, "intro": "Lundi à 9 h.", **fields}
    page = index.add_child(instance=NewsPage(title="Brouillon", slug="cantine", live=False, **values))
    page.save_revision(user=author)
    return page


def editor_of(page: NewsPage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def hand_in(page: Page, title: str = "") -> None:
    """From the editor: what the menu of its foot proposes, after a change of title."""
    if title:
        page.locator("#id_title").fill(title)
    page.locator("footer [data-w-dropdown-target='toggle']").first.click()
    with page.expect_navigation():
        page.locator("[name='action-submit']").click()


def codes(page: NewsPage) -> list[str]:
    return list(PageMove.objects.filter(page_key=page.pk).order_by("number").values_list("code", flat=True))


def test_whoever_has_not_signed_is_stopped_signs_and_publishes_alone(open_page: OpenPage, town: Town, index: NewsIndexPage) -> None:
    karim = town.person("Karim", "Benali", role="contributor", signed=False)
    news = draft(town, index, karim)
    page = open_page(editor_of(news), user=karim)
    hand_in(page, "La cantine rouvre")
    sign = page.get_by_role("link", name="Lire et signer la charte")
    expect(sign).to_be_visible()
    assert (NewsPage.objects.get(pk=news.pk).live, codes(news)) == (False, [])
    sign.click()
    page.locator("[name=agree]").check()
    with page.expect_navigation():
        page.locator("form[action$='/signer/'] button[type=submit]").click()
    page.goto(editor_of(news))
    expect(page.locator("#id_title")).to_have_value("La cantine rouvre")
    hand_in(page)
    live = NewsPage.objects.get(pk=news.pk)
    assert (live.live, live.title, codes(news)) == (True, "La cantine rouvre", ["published"])
    assert first_broken_line(live) is None
    page.goto(live.url)
    expect(page.get_by_role("heading", level=1)).to_have_text("La cantine rouvre")
    page.goto(reverse("feed:department", args=[town.department.pk]))
    expect(page.get_by_role("main")).to_contain_text("La cantine rouvre")


def test_a_red_subject_is_read_sent_back_corrected_and_approved(
    open_page: OpenPage, violations: Callable[[Page], list[str]], town: Town, index: NewsIndexPage
) -> None:
    news = draft(town, index, town.author, topic=town.red)
    writing = open_page(editor_of(news), user=town.author)
    hand_in(writing, "Le cimetière est fermé")
    reading = open_page(reverse("pages:to_read"), user=town.reviewer, **PHONE)
    assert violations(reading) == []
    reading.get_by_role("link", name="Le cimetière est fermé").click()
    assert violations(reading) == []
    changes = reading.locator("details").filter(has=reading.locator("form[action$='/a-corriger/']"))
    changes.locator("summary").click()
    changes.locator("[name=reason]").fill("Dire jusqu’à quand.")
    with reading.expect_navigation():
        changes.locator("form button[type=submit]").click()
    assert not NewsPage.objects.get(pk=news.pk).live
    writing.goto(reverse("pages:review", args=[town.review(news).pk]))
    expect(writing.get_by_role("main")).to_contain_text("Dire jusqu’à quand.")
    writing.goto(editor_of(news))
    hand_in(writing, "Le cimetière est fermé jusqu’à mardi")
    reading.goto(reverse("pages:to_read"))
    reading.get_by_role("link", name="Le cimetière est fermé jusqu’à mardi").click()
    with reading.expect_navigation():
        reading.locator("form[action$='/approuver/'] button[type=submit]").click()
    live = NewsPage.objects.get(pk=news.pk)
    assert (live.live, live.title) == (True, "Le cimetière est fermé jusqu’à mardi")
    assert codes(news) == ["asked", "changes", "asked", "approved", "published"]
    assert first_broken_line(live) is None

"""Searching in a real browser: from the top bar to a person, from a misspelt word to the page, narrowing, more results, what the device keeps."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.people import Person
from tests.browser.running import Relais

pytestmark = pytest.mark.browser
SCREENS = {"1440 light": (1440, 900, "light"), "390 dark": (390, 844, "dark")}
Enter = Callable[[str], Person]


@pytest.fixture(params=SCREENS)
def come(request, chromium: Browser, relais: Relais) -> Iterator[Enter]:
    width, height, theme = SCREENS[request.param]
    people: list[Person] = []

    def enter(number: str) -> Person:
        people.append(Person.come_in(chromium, relais.url, number, width=width, height=height, theme=theme))
        return people[-1]

    yield enter
    for person in people:
        person.context.close()
        assert person.errors == []


def test_a_search_from_the_first_letter_to_the_last_result(come: Enter, violations: Callable[[Page], list[str]]) -> None:
    page = come("10001").page
    page.goto("/recherche/")
    field = page.locator("#page-search")
    page.locator("h1").click()
    page.keyboard.press("/")
    expect(field).to_be_focused()
    field.press_sequentially("sonia dia")
    option = page.get_by_role("option", name="Sonia Diallo")
    expect(option).to_contain_text("référent")
    assert violations(page) == []
    field.press("Escape")
    field.fill("école")
    field.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("école")
    expect(page.locator("mark").first).to_be_visible()
    assert violations(page) == []

    page.get_by_role("navigation", name="Où chercher").get_by_role("link", name="Messages").click()
    expect(page.get_by_role("navigation", name="Où chercher").get_by_role("link", name="Messages")).to_have_attribute("aria-current", "page")
    page.locator("details.facets > summary").focus()
    page.keyboard.press("Enter")
    facet = page.get_by_role("region", name="Type").get_by_role("link").first
    expect(facet).to_be_visible()
    assert violations(page) == []
    facet.click()
    chip = page.locator(".chip")
    expect(chip).to_have_count(1)
    chip.click()
    expect(chip).to_have_count(0)

    page.get_by_role("button", name="Oui").click()
    expect(page.get_by_text("rien ne dit que c’était vous")).to_be_visible()


def test_a_list_goes_on_and_the_device_forgets(come: Enter, violations: Callable[[Page], list[str]]) -> None:
    page = come("10001").page
    page.goto("/recherche/?q=agent&dans=people")
    results = page.locator("[data-hits] > li")
    expect(results).to_have_count(20)
    page.get_by_role("link", name="Voir la suite").click()
    expect(results.nth(20).get_by_role("link")).to_be_focused()
    expect(page.locator("[data-search-status]")).to_contain_text("résultats de plus")

    page.goto("/recherche/?q=xylophoniste")
    expect(page.get_by_role("heading", name="Rien ne répond à")).to_be_visible()
    assert violations(page) == []

    page.goto("/recherche/")
    latest = page.get_by_role("region", name="Vos dernières recherches")
    expect(latest.get_by_role("link", name="xylophoniste")).to_be_visible()
    assert violations(page) == []
    latest.get_by_role("button", name="Les oublier").click()
    expect(latest).to_be_hidden()
    page.reload()
    expect(page.get_by_role("heading", name="Comment chercher")).to_be_visible()
    expect(latest).to_be_hidden()

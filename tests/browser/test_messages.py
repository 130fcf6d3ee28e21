"""Two colleagues write to each other: a message arrives in an open page without moving what is read, on a telephone, by keyboard."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import Person

pytestmark = pytest.mark.browser

MARC, FLORA = "10001", "10003"


def open_talk(person: Person, name: str) -> None:
    person.page.goto("/messages/")
    person.page.get_by_role("link", name=name).first.click()
    person.page.wait_for_url("**/messages/*/")


def test_a_message_arrives_while_the_page_is_open_and_is_answered(enter: Callable[..., Person], violations: Callable[[Page], list[str]]) -> None:
    flora, marc = enter(FLORA), enter(MARC, width=390, height=844)
    open_talk(flora, "Marc Lefort")
    open_talk(marc, "Flora Quint")
    expect(marc.page.locator("html")).to_have_attribute("data-live-state", "open")
    marc.page.evaluate("window.scrollTo(0, 0)")
    flora.page.get_by_label("Votre message").fill("Tu peux venir avec la tondeuse ?")
    flora.page.keyboard.press("Control+Enter")
    expect(marc.page.locator(".talk-line", has_text="Tu peux venir avec la tondeuse ?")).to_have_count(1, timeout=15_000)
    marc.page.get_by_label("Votre message").fill("Oui, à 10 h.")
    marc.page.get_by_role("button", name="Envoyer").click()
    expect(flora.page.locator(".talk-line", has_text="Oui, à 10 h.")).to_have_count(1, timeout=15_000)
    for person in (flora, marc):
        assert violations(person.page) == []


def test_what_is_being_written_survives_a_crash_of_the_browser(enter: Callable[..., Person]) -> None:
    marc = enter(MARC)
    open_talk(marc, "Flora Quint")
    marc.page.get_by_label("Votre message").fill("Brouillon précieux")
    marc.page.wait_for_timeout(600)
    marc.page.goto("/")
    marc.page.go_back()
    marc.page.reload()
    expect(marc.page.get_by_label("Votre message")).to_have_value("Brouillon précieux")


def test_a_conversation_begins_from_a_profile_by_keyboard(enter: Callable[..., Person], violations: Callable[[Page], list[str]]) -> None:
    marc = enter(MARC, theme="dark")
    page = marc.page
    page.goto("/annuaire/?q=Nadia Kessler")
    page.get_by_role("link", name="Nadia Kessler", exact=True).click()
    page.get_by_role("link", name="Écrire un message").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/messages/nouveau/**")
    assert violations(page) == []
    page.get_by_label("Votre message").fill("Bonjour Nadia, mon écran reste noir.")
    page.get_by_role("button", name="Envoyer").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/messages/*/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Nadia Kessler")
    assert violations(page) == []

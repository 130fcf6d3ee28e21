"""The agenda in a real browser: look, come, organise, on a large screen and on a telephone, light and dark."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import Person

pytestmark = pytest.mark.browser

MARC, SONIA, FLORA = "10001", "10002", "10003"


def test_an_event_is_created_found_and_joined(enter: Callable[..., Person], violations: Callable[[Page], list[str]]) -> None:
    flora, marc = enter(FLORA), enter(MARC, width=390, height=844, theme="dark")
    page = flora.page
    page.goto("/agenda/nouveau/")
    assert violations(page) == []
    page.get_by_label("Pour qui").select_option("tous")
    page.get_by_label("Titre").fill("Essai de la salle rénovée")
    page.get_by_label("Jour", exact=True).fill((date.today() + timedelta(days=5)).isoformat())
    page.get_by_label("De (facultatif)").fill("12:00")
    page.get_by_label("À (facultatif)").fill("13:00")
    page.get_by_label("Lieu").fill("Salle du conseil")
    page.get_by_role("button", name="Envoyer aux collègues").click()
    page.wait_for_url("**/agenda/*/")
    marc.page.goto("/agenda/")
    assert violations(marc.page) == []
    marc.page.get_by_role("link", name="Essai de la salle rénovée").first.click()
    marc.page.get_by_role("button", name="Je viens").click()
    expect(marc.page.locator("main").get_by_text("Vous êtes inscrit", exact=True)).to_be_visible()
    assert violations(marc.page) == []
    page.get_by_role("link", name="Qui vient").click()
    expect(page.get_by_role("rowheader", name="Marc Lefort")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("link", name="Feuille de présence").click()
    assert violations(page) == []


@pytest.mark.looks
@pytest.mark.parametrize(("who", "width", "theme"), [(MARC, 1440, "light"), (SONIA, 390, "dark")])
def test_the_month_and_the_subscription_are_accessible(
    enter: Callable[..., Person], violations: Callable[[Page], list[str]], who: str, width: int, theme: str
) -> None:
    page = enter(who, width=width, theme=theme).page
    page.goto("/agenda/mois/")
    expect(page.get_by_role("table")).to_be_visible()
    assert violations(page) == []
    page.goto("/agenda/abonnement/")
    page.get_by_role("button", name="Créer mon adresse").click()
    assert page.get_by_label("Votre adresse personnelle").input_value().endswith(".ics")
    assert violations(page) == []

"""Moderation and a crisis cell, in a browser: from « Signaler » to the other look; the banner arrives by itself and is read on a telephone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import Person
from tests.browser.test_every_page import judged

pytestmark = pytest.mark.browser

MARC, SONIA, CM, DENIS = "10001", "10002", "10003", "10005"
Enter = Callable[..., Person]


def first_report(page: Page) -> str:
    """The address of the oldest report that waits."""
    page.goto("/moderation/")
    return page.locator("a[href^='/moderation/']", has_text="Ouvrir").first.get_attribute("href")


def test_a_report_is_judged_with_a_reason_and_every_page_is_sound(enter: Enter) -> None:
    page = enter(CM).page
    address = first_report(page)
    page.goto(address)
    expect(page.locator("blockquote").first).to_be_visible()
    page.get_by_role("button", name="Je m’en occupe").click()
    expect(page.get_by_text("Vous vous en occupez")).to_be_visible()
    assert judged(page, address) == []
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(address)
    page.get_by_role("radio", name=re.compile("^Masquer")).check()
    page.locator("form[action$='/decider/']").get_by_role("button", name="Décider").click()
    expect(page.get_by_text("Écrivez la raison")).to_be_visible()
    expect(page.get_by_role("radio", name=re.compile("^Masquer"))).to_be_checked()
    page.get_by_label("Raison donnée à l’auteur").fill("La personne visée se reconnaît : parlons-en de vive voix.")
    page.locator("form[action$='/decider/']").get_by_role("button", name="Décider").click()
    expect(page.get_by_role("status").get_by_text("C’est décidé")).to_be_visible()
    assert judged(page, "/moderation/") == []
    marc = enter(MARC).page
    marc.goto("/moderation/mes-signalements/")
    expect(marc.get_by_text("L’élément a été masqué")).to_be_visible()
    assert judged(marc, "/moderation/mes-signalements/") == []


def test_a_crisis_reaches_an_open_page_and_is_read_on_a_telephone(enter: Enter) -> None:
    marc = enter(MARC, width=390, height=844, theme="dark").page
    marc.goto("/annuaire/")
    expect(marc.locator("html[data-live-state=open]")).to_be_attached()
    page = enter(DENIS).page
    assert judged(page, "/crise/ouvrir/") == []
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto("/crise/ouvrir/")
    page.get_by_label("Titre").fill("Coupure d’eau quartier des Coteaux")
    page.get_by_label("Texte du bandeau").fill("Ne servez pas l’eau du robinet dans les écoles des Coteaux.")
    page.get_by_role("button", name="Ouvrir et prévenir").click()
    page.get_by_role("textbox", name="Ce que l’on sait").fill("L’eau revient vers 16 h. Des bouteilles sont livrées aux trois écoles.")
    page.get_by_role("button", name="Prévenir les personnes concernées").click()
    banner = marc.locator(".crisis")
    expect(banner).to_contain_text("Ne servez pas l’eau du robinet", timeout=15000)
    expect(banner).to_contain_text("L’eau revient vers 16 h", timeout=15000)
    expect(marc.locator("[data-announcer]")).to_contain_text("Cellule de crise", timeout=15000)
    banner.get_by_role("button", name="J’ai lu").click()
    expect(marc).to_have_url(re.compile("/annuaire/"))
    expect(marc.locator(".crisis")).to_contain_text("Vous avez lu")
    cell = re.search(r"/crise/\d+/", page.url)[0]
    for one, address in ((marc, cell), (page, cell), (page, f"{cell}journal/"), (page, f"{cell}clore/"), (page, "/crise/")):
        assert judged(one, address) == []
    page.goto(f"{cell}clore/")
    page.get_by_label("Ce que l’on en retient").fill("Prévenir les écoles par téléphone.")
    page.get_by_role("button", name="Clore la cellule").click()
    expect(page.get_by_text("Prévenir les écoles par téléphone.")).to_be_visible()
    expect(marc.locator(".crisis")).to_have_count(0, timeout=15000)

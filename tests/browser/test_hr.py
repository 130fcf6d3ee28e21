"""HR at work: a file with a fault, corrected, confirmed; the codes printed; a change of position planned and given up."""

from collections.abc import Callable

import pytest

from tests.browser.people import Person
from tests.browser.test_every_page import judged
from tests.people import files

pytestmark = [pytest.mark.browser]
HR = "10006"


def newcomers(service: str) -> bytes:
    rows = files.people(5)
    for row in rows[1:]:
        row[4], row[10] = service, ""
    return files.as_csv(rows)


def send(person: Person, content: bytes) -> None:
    person.page.goto("/personnel/imports/")
    person.page.set_input_files("#id_file", {"name": "arrivees.csv", "mimeType": "text/csv", "buffer": content})
    person.page.get_by_role("button", name="Contrôler le fichier").click()
    person.page.wait_for_url("**/imports/*/")


def test_hr_brings_a_file_and_prints_the_codes(enter: Callable[..., Person]) -> None:
    hr = enter(HR, width=1440)
    page = hr.page
    send(hr, newcomers("INCONNU"))
    page.get_by_text("Aucun service n’a le code ou le nom").first.wait_for()
    assert not judged(page, "/" + page.url.split("://", 1)[1].partition("/")[2])
    page.set_viewport_size({"width": 1440, "height": 900})
    send(hr, newcomers("EDU"))
    page.get_by_text("Rien n’est encore écrit").wait_for()
    assert not judged(page, "/" + page.url.split("://", 1)[1].partition("/")[2])
    page.set_viewport_size({"width": 1440, "height": 900})
    page.get_by_role("button", name="Appliquer le fichier").click()
    page.get_by_role("link", name="Imprimer les codes de connexion").click()
    page.get_by_role("button", name="Préparer les codes").click()
    page.get_by_role("button", name="Imprimer cette page").wait_for()
    assert page.locator(".slip").count() >= 5
    assert page.locator(".slip .code", has_text="-").count() >= 5


def test_hr_plans_a_change_and_gives_it_up_on_a_phone(enter: Callable[..., Person]) -> None:
    page = enter(HR, width=390, height=844, theme="dark").page
    page.goto("/annuaire/8/postes/changer/")
    page.locator("#id_department").select_option(index=2)
    page.locator("#id_title").fill("Cheffe de projet")
    page.locator("#id_start").fill("2027-09-01")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("heading", name="À venir").wait_for()
    page.get_by_role("button", name="Renoncer au changement").click()
    page.get_by_text("Ce changement n’aura pas lieu").wait_for()
    assert page.get_by_role("heading", name="À venir").count() == 0


@pytest.mark.looks
@pytest.mark.parametrize("path", ["/personnel/", "/personnel/fiches-de-poste/", "/personnel/codes/", "/personnel/imports/", "/personnel/mentions/"])
def test_the_pages_of_hr_are_accessible(enter: Callable[..., Person], path: str) -> None:
    assert not judged(enter(HR).page, path)

"""A profile in a real browser: complete it, show a photograph and take it down, walk the organisation chart with the keyboard."""

from collections.abc import Callable, Iterator
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.browser.people import Person
from tests.browser.running import Relais

pytestmark = pytest.mark.browser
SCREENS = {"1440 light": (1440, 900, "light"), "390 dark": (390, 844, "dark")}


@pytest.fixture(params=SCREENS)
def marc(request, chromium: Browser, relais: Relais) -> Iterator[Person]:
    width, height, theme = SCREENS[request.param]
    person = Person.come_in(chromium, relais.url, "10001", width=width, height=height, theme=theme)
    yield person
    person.context.close()
    assert person.errors == []


def picture() -> dict[str, object]:
    out = BytesIO()
    Image.new("RGB", (600, 400), (20, 90, 110)).save(out, "PNG")
    return {"name": "moi.png", "mimeType": "image/png", "buffer": out.getvalue()}


def open_chart(page: Page) -> None:
    page.goto("/annuaire/")
    page.get_by_role("link", name="Organigramme").click()


def test_a_person_tells_what_they_know_and_decides_of_their_photograph(marc: Person, violations: Callable[[Page], list[str]]) -> None:
    page = marc.page
    page.goto("/mon-profil/")
    assert violations(page) == []
    page.get_by_role("link", name="Modifier mon profil").click()
    assert violations(page) == []
    page.get_by_label("Ajouter une compétence").fill("Élagage")
    page.get_by_role("button", name="Enregistrer le profil").click()
    expect(page.get_by_role("link", name="Élagage")).to_be_visible()
    page.get_by_role("link", name="Montrer une photo").click()
    page.get_by_label("Votre photo").set_input_files([picture()])
    page.get_by_label("J’accepte que mes collègues voient cette photo").check()
    assert violations(page) == []
    page.get_by_role("button", name="Montrer cette photo").click()
    expect(page.locator(".profile-head .avatar img")).to_be_visible()
    page.get_by_role("link", name="Changer ou retirer ma photo").click()
    page.get_by_role("button", name="Supprimer ma photo").click()
    expect(page.locator(".profile-head .avatar img")).to_have_count(0)
    page.get_by_role("link", name="Historique de la fiche").click()
    expect(page.get_by_text("Élagage").first).to_be_visible()
    assert violations(page) == []


def test_the_organisation_chart_is_walked_with_the_keyboard(marc: Person, violations: Callable[[Page], list[str]]) -> None:
    page = marc.page
    open_chart(page)
    assert violations(page) == []
    boxes = page.locator("svg .box:visible, .chart-steps a:visible")
    boxes.filter(has_text="Éducation").focus()
    page.keyboard.press("Enter")
    expect(boxes).to_have_count(4)
    expect(boxes.filter(has_text="Jeunesse")).to_be_visible()
    assert violations(page) == []
    page.get_by_label("Nom, métier ou service").fill("vidal")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Trouvé pour")).to_be_visible()
    page.get_by_role("link", name="Voir en liste").click()
    expect(page.get_by_role("link", name="Petite enfance")).to_be_visible()
    assert violations(page) == []

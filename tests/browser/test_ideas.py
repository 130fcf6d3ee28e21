"""From an idea to its official answer, in a real browser, with and without a mouse; the pages of figures and of first steps."""

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


def test_an_idea_is_proposed_supported_and_answered(come: Enter, violations: Callable[[Page], list[str]], request) -> None:
    title = f"Un point d’eau fraîche à l’accueil ({request.node.callspec.id})"
    page = come("10001").page
    page.goto("/idees/")
    assert violations(page) == []
    page.get_by_role("link", name="Mieux accueillir").click()
    assert violations(page) == []
    page.get_by_role("link", name="Proposer une idée").click()
    page.get_by_label("Votre idée en quelques mots").fill("un banc à l'ombre devant l'etat civil")
    expect(page.get_by_text("Déjà proposée")).to_be_visible()
    assert violations(page) == []
    page.get_by_label("Votre idée en quelques mots").fill(title)
    page.get_by_label("Ce qui changerait, pour qui, comment").fill("Quand il fait chaud, l’attente est longue.")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Envoyer l’idée").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()
    assert violations(page) == []
    address = page.url

    colleague = come("10002").page
    colleague.goto(address)
    colleague.get_by_role("button", name="Je soutiens").click()
    expect(colleague.get_by_role("button", name="Je soutiens")).to_have_attribute("aria-pressed", "true")

    denis = come("10005").page
    denis.goto(address)
    denis.get_by_role("link", name="Répondre", exact=True).click()
    assert violations(denis) == []
    denis.get_by_label("À l’étude").check()
    denis.get_by_label("Votre réponse").fill("Les Bâtiments regardent où poser la fontaine.")
    denis.get_by_role("button", name="Envoyer la réponse").click()
    expect(denis.get_by_text("Les Bâtiments regardent où poser la fontaine.")).to_be_visible()
    denis.goto("/idees/a-repondre/")
    assert violations(denis) == []

    page.goto("/notifications/")
    expect(page.get_by_text("la réponse officielle est « à l’étude »").first).to_be_visible()


def test_figures_boxes_and_discoveries_are_read_by_everybody_who_may(come: Enter, violations: Callable[[Page], list[str]]) -> None:
    flora = come("10003").page
    for address in (
        "/vie-du-reseau/",
        "/vie-du-reseau/groupes/reseau-des-referents/",
        "/idees/nouvelle-boite/",
        "/idees/boite/sobriete/modifier/",
        "/decouvrir/",
    ):
        assert flora.goto(address).status == 200, address
        assert violations(flora) == [], address
    flora.goto("/vie-du-reseau/")
    flora.get_by_text("Les mêmes chiffres en tableau").click()
    expect(flora.get_by_role("columnheader", name="Semaine du")).to_be_visible()
    marc = come("10001").page
    assert marc.goto("/vie-du-reseau/").status == 404


def test_a_first_step_is_put_away(come: Enter, violations: Callable[[Page], list[str]]) -> None:
    page = come("10011").page
    page.goto("/")
    assert violations(page) == []
    steps = page.get_by_role("region", name="Premiers pas")
    if not steps.count():
        return  # put away by the run before, at another width: it is one town
    buttons = steps.get_by_role("button", name="Pas pour moi")
    number = buttons.count()
    buttons.first.click()
    expect(buttons).to_have_count(number - 1)

"""Groups in real browsers: created, invited into, asked for and refused; a non-visible one that an outsider never meets; a page that closes at once."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import Person

pytestmark = pytest.mark.browser
FLORA, MARC, SONIA = "10003", "10001", "10002"


def create(page: Page, name: str, kind: str) -> None:
    page.goto("/groupes/creer/")
    page.get_by_label("Nom").fill(name)
    page.get_by_label("À quoi il sert").fill("Préparer ensemble, avec les services concernés.")
    page.get_by_label(kind).check()
    page.get_by_role("button", name="Créer le groupe").click()
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()


def invite(page: Page, name: str) -> None:
    page.get_by_role("combobox", name="Collègue 1").fill(name)
    page.get_by_role("option", name=name).first.click()
    page.get_by_role("button", name="Envoyer les invitations").click()
    expect(page.get_by_text("1 invitation envoyée")).to_be_visible()


@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (390, "dark")])
def test_a_group_is_created_a_colleague_comes_in_and_the_settings_change(
    enter: Callable[..., Person], violations: Callable[[Page], list[str]], width: int, theme: str
) -> None:
    name = f"Marché de Noël {width}"
    sonia, marc = (enter(number, width=width, theme=theme).page for number in (SONIA, MARC))
    create(sonia, name, "Fermé")
    assert violations(sonia) == []
    invite(sonia, "Marc Lefort")
    marc.goto("/groupes/")
    assert violations(marc) == []
    marc.get_by_role("button", name=f"Rejoindre le groupe {name}").click()
    expect(marc.get_by_role("heading", level=1, name=name)).to_be_visible()
    assert violations(marc) == []
    sonia.get_by_role("link", name="Réglages").click()
    assert violations(sonia) == []
    sonia.get_by_label("Ses modérateurs seulement").check()
    sonia.get_by_role("button", name="Enregistrer ces réglages").click()
    expect(sonia.get_by_text("Les réglages sont enregistrés")).to_be_visible()
    sonia.get_by_role("link", name="Membres").click()
    expect(sonia.get_by_role("link", name="Marc Lefort")).to_be_visible()
    assert violations(sonia) == []


def test_somebody_asks_and_reads_why_the_answer_is_no(enter: Callable[..., Person], violations: Callable[[Page], list[str]]) -> None:
    marc, flora = enter(MARC).page, enter(FLORA).page
    marc.goto("/groupes/decouvrir/?q=magazine")
    marc.get_by_role("link", name="Communication").click()
    marc.get_by_label("Pourquoi vous aimeriez y entrer").fill("J’ai des photos du parc.")
    marc.get_by_role("button", name="Demander à entrer").click()
    expect(marc.get_by_text("Votre demande attend une réponse")).to_be_visible()
    flora.goto("/groupes/communication/demandes/")
    assert violations(flora) == []
    flora.get_by_text("Refuser", exact=False).first.click()
    flora.get_by_label("Motif, que la personne recevra").fill("Envoyez-les plutôt par le formulaire des photos.")
    flora.get_by_role("button", name="Refuser et dire pourquoi").click()
    expect(flora.get_by_text("Personne n’attend")).to_be_visible()
    marc.goto("/groupes/communication/")
    expect(marc.get_by_text("Envoyez-les plutôt par le formulaire des photos.")).to_be_visible()
    assert violations(marc) == []


def test_a_non_visible_group_is_met_by_nobody_else_and_closes_at_once_on_whoever_is_excluded(enter: Callable[..., Person]) -> None:
    sonia, marc, flora = enter(SONIA).page, enter(MARC).page, enter(FLORA).page
    create(sonia, "Surprise du printemps", "Non visible")
    address = sonia.url.replace("inviter/", "")
    invite(sonia, "Flora Quint")
    flora.goto("/groupes/")
    flora.get_by_role("button", name="Rejoindre le groupe Surprise du printemps").click()
    expect(flora.get_by_role("heading", level=1, name="Surprise du printemps")).to_be_visible()
    for path in ("/groupes/", "/groupes/decouvrir/?q=surprise", "/chercher/?q=surprise", "/annuaire/2/"):
        marc.goto(path)
        expect(marc.get_by_text("Surprise du printemps")).to_have_count(0)
    answer = marc.goto(address)
    assert answer is not None
    assert answer.status == 404
    flora.wait_for_function("document.documentElement.dataset.liveState === 'open'")
    sonia.goto(f"{address}membres/?q=quint")
    sonia.locator(".member-tools summary", has_text="Flora Quint").click()
    sonia.get_by_role("button", name="Exclure Flora Quint").click()
    expect(flora.get_by_text("Surprise du printemps")).to_have_count(0, timeout=4000)

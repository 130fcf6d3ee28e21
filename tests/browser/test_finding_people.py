"""Finding people at the keyboard: the top bar, the filters of the directory, the field where somebody is chosen."""

import pytest

from tests.browser.conftest import AXE
from tests.browser.test_every_page import RULES

pytestmark = pytest.mark.browser

SIZES = [(1440, "light"), (390, "dark")]


def faults(page) -> list[str]:
    page.evaluate(AXE)
    report = page.evaluate("rules => axe.run(document, rules)", RULES)
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"{rule['id']} {node['target']}" for rule in report["violations"] for node in rule["nodes"]] + ([f"{wide} px too wide"] if wide > 0 else [])


@pytest.mark.parametrize(("width", "theme"), SIZES)
def test_a_misspelt_name_leads_to_the_person_without_the_mouse(enter, width, theme):
    page = enter("10001", width=width, theme=theme).page
    page.goto("/chercher/")
    field = page.locator("#page-search")
    field.press_sequentially("soina dialo")
    option = page.get_by_role("option", name="Sonia Diallo")
    option.wait_for()
    field.press("ArrowDown")
    assert option.get_attribute("aria-selected") == "true"
    assert field.get_attribute("aria-activedescendant") == option.get_attribute("id")
    assert faults(page) == []
    field.press("Escape")
    assert field.input_value() == "soina dialo"
    assert page.get_by_role("option").count() == 0
    field.press("ArrowDown")
    option.wait_for()
    field.press("ArrowDown")
    field.press("Enter")
    page.wait_for_url("**/annuaire/*/")
    assert page.get_by_role("heading", level=1).inner_text() == "Sonia Diallo"


@pytest.mark.parametrize(("width", "theme"), SIZES)
def test_the_panel_of_filters_narrows_at_once_and_chips_undo_it(enter, width, theme):
    page = enter("10001", width=width, theme=theme).page
    page.goto("/annuaire/")
    page.locator("#filters-button").click()
    page.get_by_label("Rôle", exact=True).select_option("head")
    chip = page.locator(".chip", has_text="responsable de service")
    chip.wait_for()
    assert "role=head" in page.url
    assert faults(page) == []
    chip.click()
    page.wait_for_url(lambda address: "role=" not in address)
    assert page.locator(".chip").count() == 0


@pytest.mark.parametrize(("width", "theme"), SIZES)
def test_a_substitute_is_chosen_by_a_few_letters_and_what_is_typed_is_kept(enter, width, theme):
    page = enter("10001", width=width, theme=theme).page
    page.goto("/mon-profil/")
    page.goto(f"{page.url}absence/")
    field = page.get_by_role("combobox", name="Remplacement")
    field.press_sequentially("vidal ros")
    page.get_by_role("option", name="Rose Vidal").wait_for()
    assert faults(page) == []
    field.press("ArrowDown")
    field.press("Enter")
    assert "Rose Vidal" in field.input_value()
    assert page.locator("select[name=substitute]").input_value() != ""
    field.fill("quelqu’un d’autre")
    field.blur()
    assert field.input_value() == "quelqu’un d’autre"
    assert page.locator("select[name=substitute]").input_value() == ""

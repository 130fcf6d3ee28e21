"""Indicators in Chromium: read by the desk at a large screen, by a head on a telephone in the dark, by keyboard, and on one sheet of paper."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.people import Person

pytestmark = pytest.mark.browser

CM, HEAD, HR = "10003", "10004", "10006"
Enter = Callable[..., Person]


def test_the_desk_reads_a_month_its_tables_and_another_month_by_keyboard(enter: Enter, violations: Callable) -> None:
    page = enter(CM).page
    page.get_by_role("link", name="Indicateurs").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Indicateurs")
    assert violations(page) == []
    table = page.locator("details", has_text="Les mêmes chiffres en tableau").first
    table.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(table.locator("table")).to_be_visible()
    month = page.locator("svg.chart a").last
    assert re.search(r"\d+ reçues, \d+ répondues$", month.get_attribute("aria-label") or "")
    before = page.url
    month.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: address != before)
    expect(page.get_by_role("heading", name="Combien de temps cela prend")).to_be_visible()
    page.get_by_label("Mois, trimestre ou année").select_option(index=1)
    page.get_by_label("Détail").select_option(label="Par réseau")
    page.get_by_role("button", name="Montrer").first.click()
    expect(page.get_by_role("heading", name="Par réseau")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Exporter (CSV)").click()
    assert download.value.suggested_filename.startswith("indicateurs-20")


def test_a_head_reads_on_a_telephone_what_nobody_holds(enter: Enter, violations: Callable) -> None:
    page = enter(HEAD, width=390, height=844, theme="dark").page
    page.goto("/indicateurs/")
    assert violations(page) == []
    page.get_by_role("link", name="voir ceux que personne ne tient").click()
    expect(page.get_by_role("heading", name="Affaires juridiques et achats")).to_be_visible()
    assert violations(page) == []


def test_the_month_is_one_sheet_of_paper(enter: Enter, violations: Callable) -> None:
    page = enter(HEAD).page
    page.goto("/indicateurs/mois/")
    expect(page.locator(".month-said p")).to_have_count(5)
    expect(page.locator("svg.chart")).to_have_count(3)
    assert violations(page) == []
    sheet = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", sheet)) == 1


def test_hr_has_no_entry_and_no_page(enter: Enter) -> None:
    page = enter(HR).page
    expect(page.get_by_role("link", name="Indicateurs")).to_have_count(0)
    answer = page.goto("/indicateurs/")
    assert answer is not None
    assert answer.status == 404

"""A charter being signed, from the page that compares its versions to the receipt; and the register on another day, by its keepers."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import Person

pytestmark = pytest.mark.browser

Enter = Callable[..., Person]
CM, REFERENT, HR = "10003", "10002", "10006"


def sound(page: Page, violations: Callable[[Page], list[str]]) -> None:
    assert violations(page) == [], page.url


def test_a_version_is_compared_signed_proved_and_taken_back(enter: Enter, violations: Callable[[Page], list[str]]) -> None:
    page = enter(REFERENT, width=390, height=844, theme="dark").page
    page.goto("/chartes/")
    page.locator("main .todo a.btn").first.click()
    charter = page.url
    page.locator("a[href$='/comparer/']").click()
    assert page.locator(".merged ins").count() > 0
    expect(page.locator(".sides")).to_be_hidden()
    sound(page, violations)
    page.goto(charter)
    page.locator("[name=agree]").check()
    page.locator("form[action$='/signer/'] button[type=submit]").click()
    page.goto(charter)
    page.locator("main a[href*='/recus/']").first.click()
    sound(page, violations)
    with page.expect_download() as file:
        page.locator("a[href$='preuve.json']").click()
    evidence = json.loads(file.value.path().read_text(encoding="utf-8"))
    assert evidence["verdict"] == "signed"
    page.goto(charter)
    page.locator("a[href$='/reprendre-ma-signature/']").click()
    sound(page, violations)
    page.locator("main form button[type=submit]").click()
    page.goto(charter)
    page.locator("[name=agree]").check()
    page.locator("form[action$='/signer/'] button[type=submit]").click()


def test_the_signing_is_followed_and_the_register_read_on_another_day(enter: Enter, violations: Callable[[Page], list[str]]) -> None:
    page = enter(HR).page
    page.goto("/chartes/")
    page.locator("main a[href^='/chartes/']").first.click()
    page.locator("a[href$='/signatures/']").first.click()
    assert page.locator("svg.stacked").count() > 3
    sound(page, violations)
    page.goto("/missions/?on=2026-06-01")
    sound(page, violations)
    page.goto("/missions/changements/")
    sound(page, violations)
    page.locator(".changes a[href*='/missions/']").first.click()
    page.locator("a[href$='/lettre/']").click()
    assert page.locator(".signatures p").count() == 3
    sound(page, violations)

"""Words ready at the desk, in a browser: a model takes the hour, a second look mends a text, what is announced is taken in one click, answers are kept."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.people import Person
from tests.browser.test_every_page import judged
from tests.browser.test_main_job import bring, open_all, press

pytestmark = pytest.mark.browser

SONIA, CM = "10002", "10003"
Enter = Callable[..., Person]


def test_a_second_look_while_typing_says_what_and_mends(enter: Enter) -> None:
    page = enter(CM).page
    bring(page, "Où se trouve la ludothèque, et quand ouvre-t-elle ?")
    open_all(page, "/rediger/")
    field = page.locator("#word-text")
    field.fill("Le CCAS vous renseigne.")
    remarks = page.locator("#reponse-publique .remarks")
    expect(remarks).to_contain_text("sans bonjour", timeout=15000)
    expect(remarks).to_contain_text("demande quand")
    remarks.get_by_role("button", name=re.compile("centre communal")).click()
    expect(field).to_have_value(re.compile(r"centre communal d’action sociale \(CCAS\)"))


def test_a_model_takes_the_hour_and_what_was_typed_is_kept(enter: Enter) -> None:
    page = enter(CM).page
    bring(page, "La ludothèque ouvre-t-elle mercredi ?")
    open_all(page, "/prevenir/")
    models, text = page.locator("select[name=model]"), page.locator("#hold-text")
    models.select_option(index=2)
    expect(text).to_have_value(re.compile(r"avant"))
    hour = page.locator("#hold-promised_at")
    hour.fill("2031-01-07T10:00")
    hour.dispatch_event("change")
    expect(text).to_have_value(re.compile("le 7 janvier avant 10"))
    text.fill("Mes propres mots.")
    hour.fill("2031-01-08T10:00")
    hour.dispatch_event("change")
    expect(text).to_have_value("Mes propres mots.")


def test_what_is_announced_is_taken_in_one_click(enter: Enter) -> None:
    page = enter(CM).page
    bring(page, "Plus une goutte d’eau rue du Lavoir depuis une heure, c’est prévu ?")
    announced = page.locator("section[aria-labelledby=announced-title]")
    expect(announced).to_contain_text("Coupure d’eau rue du Lavoir")
    announced.get_by_role("link", name=re.compile("Reprendre")).first.click()
    expect(page.locator("#word-text")).to_have_value(re.compile("l’eau est coupée rue du Lavoir"))


def test_an_answer_is_written_renewed_and_read_on_a_telephone(enter: Enter) -> None:
    page = enter(SONIA, width=390, height=844, theme="dark").page
    page.goto("/reponses/?miennes=on")
    page.get_by_role("link", name="Prévenir la cantine d’une absence").click()
    press(page, "/toujours-exacte/")
    expect(page.locator("main")).to_contain_text("valable")
    page.goto("/reponses/nouvelle/")
    page.locator("[name=question]").fill("Prévenir la cantine pour une absence")
    expect(page.locator("[data-alike]")).to_contain_text("Prévenir la cantine d’une absence", timeout=15000)


@pytest.mark.looks
def test_pages_of_words_are_accessible_in_both_themes_and_widths(enter: Enter) -> None:
    page = enter(CM).page
    page.goto("/reponses/")
    first = page.locator(".ready-list h3 a").first.get_attribute("href")
    page.goto("/a-prevenir/")
    notice = page.locator(".ready-list h3 a").first.get_attribute("href")
    paths = [
        "/reponses/",
        str(first),
        f"{first}corriger/",
        "/reponses/nouvelle/",
        "/reponses/manques/",
        "/a-prevenir/",
        str(notice),
        "/a-prevenir/nouvelle/",
        "/mercis/",
    ]
    assert [line for path in paths for line in judged(page, path)] == []

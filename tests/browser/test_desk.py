"""The desk as a work tool in Chromium: the whole job by keyboard, several lines at once, a text that survives a crash."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Error, Page, expect

from tests.browser.conftest import AXE
from tests.browser.people import Person
from tests.browser.running import Relais
from tests.browser.test_every_page import RULES, TOO_WIDE
from tests.browser.test_main_job import CM, bring, form, number_in

pytestmark = pytest.mark.browser

Enter = Callable[..., Person]
DARK_PHONE = {"width": 390, "height": 844, "theme": "dark"}
MOST_TABS = 80


def judged(page: Page) -> list[str]:
    """What axe finds, and a sideways scroll."""
    page.evaluate(AXE)
    report = page.evaluate("rules => axe.run(document, rules)", RULES)
    wide = page.evaluate(TOO_WIDE)
    return [f"{rule['id']} {node['target']}" for rule in report["violations"] for node in rule["nodes"]] + ([wide] if wide else [])


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is there."""
    for _press in range(MOST_TABS):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"{selector} is not reached by Tab on {page.url}")


def enter_and_wait(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_the_whole_job_by_keyboard_alone(enter: Enter, relais: Relais) -> None:
    page = enter(CM).page
    page.goto("/questions/?file=a-traiter")
    page.keyboard.press("?")
    expect(page.locator("dialog#help")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog#help")).to_be_hidden()
    page.wait_for_function("!document.activeElement.closest('dialog[open]')")
    with page.expect_navigation():
        page.keyboard.press("n")
    tab_to(page, "[name=permalink]")
    page.keyboard.type("https://www.facebook.com/villedetechniville/posts/4242")
    tab_to(page, "main textarea[name=text]")
    page.keyboard.type("Le centre de loisirs est-il ouvert pendant les vacances de Noël ? j k n x")
    tab_to(page, "main form button.go")
    enter_and_wait(page)
    pk = number_in(page)
    page.keyboard.press("s")
    enter_and_wait(page)
    page.keyboard.press("h")
    tab_to(page, "#hold button.go")
    enter_and_wait(page)
    expect(form(page, "/demander/").first).to_be_visible()
    page.keyboard.press("a")
    enter_and_wait(page)
    relais.asks(
        f"from referents.models import Enquiry; from referents.actions import answers; e = Enquiry.objects.get(pk={pk});"
        "answers.contribute(e, text='Oui, sauf le 25.', actor=e.assignments.get(active=True).user, version=None)"
    )
    page.reload()
    page.keyboard.press("r")
    page.keyboard.type("Bonjour, oui, le centre est ouvert, sauf le 25 décembre.")
    tab_to(page, "form[action$='/rediger/'] button.go")
    enter_and_wait(page)
    if form(page, "/publier/").count() == 0:
        relais.asks(
            "from referents.models import Enquiry; from referents.actions import answers; from rse.people.models import User;"
            f"e = Enquiry.objects.get(pk={pk}); sha = e.drafts.get(current=True).sha256;"
            "answers.approve(e, draft_sha256=sha, actor=User.objects.get(username='10004'), version=None)"
        )
        page.reload()
    page.keyboard.press("p")
    enter_and_wait(page)
    page.keyboard.press("p")
    page.keyboard.type("https://www.facebook.com/villedetechniville/posts/4243")
    enter_and_wait(page)
    assert relais.asks(f"from referents.models import Enquiry; print(Enquiry.objects.get(pk={pk}).state)") == "published"


def test_several_lines_are_handled_together_by_keyboard(enter: Enter, relais: Relais) -> None:
    page = enter(CM).page
    for text in ("Le marché de la Halle a-t-il lieu le 24 ?", "Et le marché du 31 ?"):
        bring(page, text)
    page.goto("/questions/?file=a-traiter&q=marché")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("Shift+X")
    expect(page.locator("#batch")).to_be_visible()
    expect(page.locator("[data-chosen]")).to_contain_text("2")
    assert judged(page) == []
    page.keyboard.press("b")
    tab_to(page, "#batch button[value=drop]")
    enter_and_wait(page)
    assert judged(page) == []
    tab_to(page, "main form button.go")
    enter_and_wait(page)
    expect(page.locator("main")).to_contain_text("2 questions faites")
    assert judged(page) == []
    assert relais.asks("from referents.models import Enquiry; print(Enquiry.objects.filter(state='dropped', messages__text__contains='marché').count())") == "2"


def test_a_text_survives_the_crash_of_the_page(enter: Enter) -> None:
    person = enter(CM)
    page = person.page
    pk = bring(page, "La bibliothèque ferme-t-elle à 18 h le samedi ?")
    typed = "Bonjour, nous vérifions les horaires du samedi auprès de la bibliothèque."
    page.locator("#hold").evaluate("details => { details.open = true; }")
    page.locator("#hold textarea").fill(typed)
    expect(page.locator(f"[data-draft-status='hold-{pk}']")).not_to_be_empty()
    with pytest.raises(Error):
        page.goto("chrome://crash", timeout=5000)
    again = person.context.new_page()
    again.goto(f"/questions/{pk}/")
    expect(again.locator("#hold textarea")).to_have_value(typed)
    again.locator("#hold").evaluate("details => { details.open = true; }")
    with again.expect_navigation():
        again.locator("#hold button.go").click()
    assert again.evaluate("Object.keys(localStorage).filter(key => key.includes('hold-')).length") == 0


def test_filters_turn_note_split_and_story_read_well_on_a_dark_phone(enter: Enter) -> None:
    page = enter(CM, **DARK_PHONE).page
    pk = bring(page, "La piscine ouvre-t-elle dimanche ? Et le lampadaire de ma rue est éteint.")
    for path in (f"/questions/{pk}/", f"/questions/{pk}/separer/", f"/questions/{pk}/histoire/", "/questions/filtres/?urgent=on", "/questions/?file=a-traiter"):
        page.goto(path)
        assert judged(page) == [], path
    if form(page, "/permanence/prendre/").count():
        with page.expect_navigation():
            form(page, "/permanence/prendre/").get_by_role("button").click()
    page.goto("/questions/permanence/laisser/")
    assert judged(page) == []
    page.locator("textarea[name=text]").fill("Le maître-nageur rappelle à 14 h.")
    with page.expect_navigation():
        page.locator("main form button.go").click()
    page.goto(f"/questions/{pk}/separer/")
    page.locator("[name=passages]").last.check()
    with page.expect_navigation():
        page.locator("main form button.go").click()
    assert re.search(r"/questions/\d+/$", page.url)
    assert number_in(page) != pk


def test_the_four_tabs_stand_on_one_line_at_1440(enter: Enter) -> None:
    page = enter(CM).page
    page.goto("/questions/?file=a-traiter")
    first = page.locator("[data-lines] a.item").first.get_attribute("href") or ""
    for path in ("/questions/?file=a-traiter", first):
        page.goto(path)
        tops = page.locator(".list .tabs a").evaluate_all("all => all.map(one => Math.round(one.getBoundingClientRect().top))")
        assert len(tops) == 4
        assert len(set(tops)) == 1, path
        assert page.locator(".list .tabs").evaluate("tabs => tabs.scrollWidth <= tabs.clientWidth"), path

"""The main job in real browsers on the real server: the community manager at a large screen, colleagues at their telephones."""

import re
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import Person
from tests.browser.running import Relais

pytestmark = pytest.mark.browser

AGENT, SONIA, CM, REVIEWER, DISPATCHER = "10001", "10002", "10003", "10004", "10005"
PHONE = {"width": 390, "height": 844}
Enter = Callable[..., Person]
# The wording of a button may change: forms are known by where they lead.
ROUTINE = "La sortie patinoire du mercredi est-elle maintenue au centre de loisirs ?"
SENSITIVE = "Un enfant s’est blessé au centre de loisirs ce matin, il y a du sang dans la cour. Que faites-vous ?"


def form(page: Page, ending: str):
    """The visible form that posts to an address ending so."""
    return page.locator(f"form[action$='{ending}']")


def press(page: Page, ending: str) -> None:
    """Press the button of that form and wait for the page that follows."""
    with page.expect_navigation():
        form(page, ending).locator("button:not([type=button]):visible").last.click()


def open_all(page: Page, ending: str) -> None:
    """Unfold what hides a form."""
    form(page, ending).first.evaluate("form => { for (let e = form; e; e = e.parentElement) if (e.tagName === 'DETAILS') e.open = true; }")


def number_in(page: Page) -> int:
    found = re.search(r"/(\d+)/", page.url)
    assert found, page.url
    return int(found[1])


def bring(page: Page, text: str, *, address: str = "https://www.facebook.com/villedetechniville/posts/1234567890") -> int:
    """The community manager pastes an address and a text; answers the id of the question."""
    page.goto("/questions/nouvelle/")
    page.locator("[name=permalink]").fill(address)
    page.locator("[name=text]").fill(text)
    page.locator("main form button.go").click()
    page.wait_for_url(re.compile(r"/questions/\d+/$"))
    return number_in(page)


def set_subject(page: Page, words: str) -> None:
    """Choose a subject: the proposed one that names `words`, else the first of the whole list that does."""
    proposed = form(page, "/sujet/").filter(has=page.get_by_role("button", name=re.compile(words, re.I)))
    if proposed.count():
        with page.expect_navigation():
            proposed.first.get_by_role("button").click()
        return
    page.goto(f"/questions/{number_in(page)}/sujet/")
    option = page.locator("select[name=topic] option").filter(has_text=re.compile(words, re.I)).first.get_attribute("value")
    page.locator("select[name=topic]").evaluate("(select, value) => { select.value = value; }", option)
    press(page, "/sujet/")


def hold(page: Page) -> None:
    open_all(page, "/prevenir/")
    press(page, "/prevenir/")


def watch_bell(page: Page) -> None:
    """Note in the page the moment its bell says something else."""
    expect(page.locator("html")).to_have_attribute("data-live-state", re.compile("open|polling"), timeout=20000)
    page.evaluate(
        """() => { const bell = document.querySelector('[data-live~=notification]'), before = bell.innerText; window.rung = 0; window.stayed = true;
        new MutationObserver(() => { if (!window.rung && bell.innerText !== before) window.rung = Date.now(); })
        .observe(bell, {childList: true, subtree: true}); }"""
    )


def bell_rang(page: Page, *, within: int = 10000) -> int:
    """The moment (ms) at which the bell changed, without any reload."""
    page.wait_for_function("() => window.rung", timeout=within)
    assert page.evaluate("window.stayed"), "the page was reloaded"
    return int(page.evaluate("window.rung"))


def ask(page: Page, name: str) -> int:
    """Press « Demander à … »; answers the moment (ms) of the click."""
    button = form(page, "/demander/").get_by_role("button", name=re.compile(name))
    page.evaluate("addEventListener('click', () => sessionStorage.setItem('pressed', Date.now()), {capture: true})")
    with page.expect_navigation():
        button.first.click()
    return int(page.evaluate("Number(sessionStorage.getItem('pressed'))"))


def open_last_notification(page: Page) -> None:
    """Reminders of events come at an hour of their own: the one before, then."""
    page.locator("[data-live~=notification] a").click()
    for rank in range(3):
        with page.expect_navigation():
            page.locator("main form[action$='/ouvrir/'] button").nth(rank).click()
        if "/agenda/" not in page.url:
            return
        page.goto("/notifications/")


def word(page: Page, text: str) -> None:
    open_all(page, "/rediger/")
    form(page, "/rediger/").locator("textarea[name=text]").fill(text)
    press(page, "/rediger/")


def state_of(relais: Relais, pk: int) -> str:
    return relais.asks(f"from referents.models import Enquiry; print(Enquiry.objects.get(pk={pk}).state)")


def a_photo(folder: Path) -> Path:
    """A small PNG, made of nothing."""
    row = b"\x00" + b"\x40\x80\xc0" * 24

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 24, 24, 8, 2, 0, 0, 0)
    path = folder / "trottoir.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(row * 24)) + chunk(b"IEND", b""))
    return path


def test_a_question_is_answered_by_telephone_worded_corrected_and_published_on_the_charter(enter: Enter, relais: Relais, capsys) -> None:
    cm, sonia = enter(CM).page, enter(SONIA, **PHONE).page
    pk = bring(cm, ROUTINE)
    expect(cm.locator("main")).to_contain_text("patinoire")
    set_subject(cm, "loisirs")
    hold(cm)
    watch_bell(sonia)
    pressed = ask(cm, "Sonia Diallo")
    with capsys.disabled():
        print(f"\nfrom the click to the referent's bell: {bell_rang(sonia) - pressed} ms")

    open_last_notification(sonia)
    assert f"/mes-questions/{pk}/" in sonia.url
    expect(sonia.locator("main")).to_contain_text("patinoire")
    form(sonia, "/repondre/").locator("textarea[name=text]").first.fill("Oui, maintenue, départ à 14 h devant l’école.")
    cm.evaluate("window.stayed = true")
    press(sonia, "/repondre/")
    expect(cm.locator("main")).to_contain_text("départ à 14 h devant l’école", timeout=10000)
    assert cm.evaluate("window.stayed"), "the desk was reloaded"

    cm.reload()
    word(cm, "Bonjour, la sortie patinoire est maintenue, départ à 14 h devant l’école. Bonne journée !")
    expect(sonia.locator("main")).to_contain_text("Bonjour, la sortie patinoire est maintenue", timeout=10000)
    open_all(sonia, "/corriger-un-fait/")
    form(sonia, "/corriger-un-fait/").locator("textarea[name=text]").fill("Le départ est à 13 h 30, pas à 14 h.")
    press(sonia, "/corriger-un-fait/")
    expect(cm.locator("main")).to_contain_text("13 h 30", timeout=10000)

    cm.reload()
    word(cm, "Bonjour, la sortie patinoire est maintenue, départ à 13 h 30 devant l’école. Bonne journée !")
    expect(sonia.locator("main")).to_contain_text("départ à 13 h 30 devant l’école. Bonne journée", timeout=10000)
    press(cm, "/publier/")
    attest = form(cm, "/attester/")
    attest.locator("[name=permalink]").fill("https://www.facebook.com/villedetechniville/posts/1234567890?comment_id=42")
    press(cm, "/attester/")
    expect(cm.locator("main")).to_contain_text(re.compile(r"version\s2"))
    expect(cm.locator("main")).to_contain_text(re.compile("sans validation|without validation"))
    assert state_of(relais, pk) == "published"


def test_a_sensitive_question_leaves_only_after_a_second_pair_of_eyes(enter: Enter, relais: Relais) -> None:
    cm, rose = enter(CM).page, enter(REVIEWER, **PHONE).page
    pk = bring(cm, SENSITIVE)
    set_subject(cm, "loisirs")
    watch_bell(rose)
    word(cm, "Bonjour, l’enfant a été pris en charge et ses parents prévenus. La cour est nettoyée.")
    expect(form(cm, f"/questions/{pk}/publier/")).to_have_count(0)
    bell_rang(rose)
    open_last_notification(rose)
    assert f"/relectures/{pk}/" in rose.url
    press(rose, "/approuver/")
    cm.reload()
    press(cm, "/publier/")
    form(cm, "/attester/").locator("[name=permalink]").fill("https://www.facebook.com/villedetechniville/posts/77")
    press(cm, "/attester/")
    expect(cm.locator("main")).to_contain_text("Rose Vidal")
    assert state_of(relais, pk) == "published"


def test_an_agent_brings_a_question_from_the_street_in_four_taps_and_is_told_the_answer(enter: Enter, tmp_path: Path) -> None:
    marc = enter(AGENT, **PHONE).page
    taps = 0
    marc.goto("/menu/")
    marc.locator("main a[href$='/un-habitant-demande/']").first.tap()
    taps += 1
    marc.locator("textarea[name=text]").tap()
    taps += 1
    marc.keyboard.type("La grille du square est cassée, un habitant demande quand elle sera réparée.")
    with marc.expect_file_chooser() as chooser:
        marc.locator("[data-photo-label]").tap()
    taps += 1
    chooser.value.set_files(a_photo(tmp_path))
    with marc.expect_navigation():
        marc.locator("main form button.go").tap()
    taps += 1
    assert taps == 4
    pk = number_in(marc)
    expect(marc.locator("main")).to_contain_text("grille du square")

    cm = enter(CM).page
    cm.goto(f"/questions/{pk}/")
    photo = cm.locator("ul.photos img").first
    expect(photo).to_be_visible()
    assert photo.evaluate("async image => { await image.decode(); return image.naturalWidth; }") > 0
    set_subject(cm, "parc|square|jeux|espaces verts|mobilier|aire")
    watch_bell(marc)
    word(cm, "Bonjour, la grille sera réparée jeudi par nos services.")
    if form(cm, f"/questions/{pk}/publier/").count() == 0:
        rose = enter(REVIEWER).page
        rose.goto(f"/relectures/{pk}/")
        press(rose, "/approuver/")
        cm.reload()
    press(cm, "/publier/")
    press(cm, "/attester/")
    bell_rang(marc)
    open_last_notification(marc)
    expect(marc.locator("main")).to_contain_text("réparée jeudi")


def test_two_people_at_once_the_second_is_told_who_was_first_and_keeps_the_text(enter: Enter) -> None:
    flora, denis = enter(CM).page, enter(DISPATCHER).page
    pk = bring(flora, "Le marché aura-t-il lieu le jour férié ?")
    open_all(flora, "/prevenir/")
    typed = "Bonjour, nous vérifions auprès du placier et revenons vers vous."
    form(flora, "/prevenir/").locator("textarea[name=text]").fill(typed)
    denis.goto(f"/questions/{pk}/")
    open_all(denis, "/urgence/")
    press(denis, "/urgence/")
    with flora.expect_navigation() as moved:
        form(flora, "/prevenir/").locator("button:not([type=button]):visible").last.click()
    assert moved.value.status == 409
    expect(flora.locator("main [role=alert]")).to_contain_text("Denis Marchal")
    assert typed in flora.locator("main textarea").evaluate_all("all => all.map(one => one.value).join('|')")


def test_a_double_click_saves_one_question(enter: Enter, relais: Relais) -> None:
    marc = enter(AGENT, **PHONE).page
    marc.goto("/un-habitant-demande/")
    marc.locator("textarea[name=text]").fill("Double clic : la fontaine de la halle fuit.")
    marc.locator("main form button.go").dblclick(no_wait_after=True)
    marc.wait_for_url(re.compile(r"/mes-questions/\d+/"))
    marc.wait_for_timeout(500)
    assert relais.asks("from referents.models import Message; print(Message.objects.filter(text__startswith='Double clic').count())") == "1"


def test_a_session_that_ends_while_typing_loses_nothing(enter: Enter) -> None:
    cm, sonia = enter(CM).page, enter(SONIA, **PHONE)
    pk = bring(cm, "Le centre de loisirs prend-il les enfants de trois ans le mercredi ?")
    set_subject(cm, "loisirs")
    ask(cm, "Sonia Diallo")
    page = sonia.page
    page.goto(f"/mes-questions/{pk}/")
    typed = "Oui, dès trois ans, sur inscription au guichet Éducation."
    form(page, "/repondre/").locator("textarea[name=text]").first.fill(typed)
    page.wait_for_timeout(600)
    cookie = next(one for one in sonia.context.cookies() if "session" in one["name"])
    sonia.context.clear_cookies(name=cookie["name"])
    press(page, "/repondre/")
    assert "/connexion/" in page.url
    sonia.sign_in(SONIA)
    assert "404" not in page.title()
    if form(page, "/repondre/").count() == 0:
        page.goto(f"/mes-questions/{pk}/")
        pytest.fail(f"signing in again did not lead back to the question; the text kept there: {page.locator('textarea[name=text]').first.input_value()!r}")
    expect(form(page, "/repondre/").locator("textarea[name=text]").first).to_have_value(typed)
    press(page, "/repondre/")
    expect(page.locator("main")).to_contain_text("dès trois ans")


def test_where_sockets_are_blocked_the_bell_still_rings_within_thirty_seconds(enter: Enter) -> None:
    cm = enter(CM).page
    sonia = enter(SONIA, **PHONE, before=lambda page: page.route_web_socket("**/ws/", lambda socket: socket.close())).page
    expect(sonia.locator("html")).to_have_attribute("data-live-state", "polling", timeout=20000)
    bring(cm, "À quelle heure ferme le centre de loisirs le vendredi ?")
    set_subject(cm, "loisirs")
    watch_bell(sonia)
    pressed = ask(cm, "Sonia Diallo")
    assert bell_rang(sonia, within=31000) - pressed < 30000


def test_an_outsider_is_told_that_the_question_does_not_exist(enter: Enter) -> None:
    cm, marc = enter(CM).page, enter(AGENT).page
    pk = bring(cm, "Pourquoi la piscine est-elle fermée ?")
    for path in (
        f"/questions/{pk}/",
        f"/questions/{pk}/fil/",
        f"/questions/{pk}/qui/",
        f"/questions/{pk}/sujet/",
        f"/mes-questions/{pk}/",
        f"/relectures/{pk}/",
    ):
        answer = marc.goto(path)
        assert answer is not None
        assert answer.status == 404, path
        assert "piscine" not in marc.content()


def test_a_person_out_of_scope_is_refused_with_a_sentence(enter: Enter, relais: Relais) -> None:
    cm = enter(CM).page
    pk = bring(cm, "Les serres municipales se visitent-elles le samedi ?")
    set_subject(cm, "espaces verts|parc|arbre|fleur|jardin|serre")
    paul = relais.asks("from rse.people.models import User; print(User.objects.get(username='10008').pk)")
    with cm.expect_navigation() as refused:  # in one gesture: the list of people is drawn again when something of the question changes
        form(cm, "/demander/").first.locator("[name=person]").evaluate("(input, pk) => { input.value = pk; input.form.querySelector('button').click(); }", paul)
    assert refused.value.status == 422
    expect(cm.locator("main [role=alert]").first).to_contain_text(re.compile(r"\w{4,}"))
    assert state_of(relais, pk) == "qualified"


def test_without_a_valid_signature_nothing_leaves_until_the_charter_is_signed(enter: Enter, relais: Relais) -> None:
    cm = enter(CM).page
    pk = bring(cm, "Le bureau de vote de la mairie a-t-il un accès pour fauteuil ?")
    set_subject(cm, "élection|état civil|accueil|mairie|accessib|vote")
    word(cm, "Bonjour, oui, par la rampe de la rue de l’Hôtel-de-Ville.")
    if form(cm, f"/questions/{pk}/publier/").count() == 0:
        rose = enter(REVIEWER).page
        rose.goto(f"/relectures/{pk}/")
        press(rose, "/approuver/")
        cm.reload()
    relais.asks(
        "from datetime import date; from referents.models import CharterSignature as S;"
        "S.objects.filter(user__username='10003', version__charter__audience='publishing').update(expires_on=date(2020, 1, 1))"
    )
    try:
        with cm.expect_navigation() as refused:
            form(cm, "/publier/").locator("button").last.click()
        assert refused.value.status == 403
        cm.locator("main [role=alert]").get_by_role("link").first.click()
        cm.locator("main .todo", has_text="Charte des référents").get_by_role("link").first.click()
        cm.locator("[name=agree]").check()
        press(cm, "/signer/")
    finally:
        relais.asks(
            "from datetime import date; from referents.models import CharterSignature as S;"
            "S.objects.filter(user__username='10003', version__charter__audience='publishing', version__number=2).update(expires_on=date(2099, 1, 1))"
        )
    cm.goto(f"/questions/{pk}/")
    press(cm, "/publier/")
    assert state_of(relais, pk) == "publishing"

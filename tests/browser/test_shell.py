"""The shell in Chromium: accessibility, keyboard, live updates, drafts, double clicks."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from rse.people.models import User
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.urls("tests.core.shell_urls"), pytest.mark.django_db(transaction=True)]

SIZES = [(320, 640), (390, 844), (1280, 720), (1440, 900)]
OPEN_TO_ALL = ["/composants/", "/accessibilite/", "/mentions-legales/", "/nulle-part/", "/interdit/", "/boum/", "/bizarre/"]
SIGNED_IN = ["/", "/menu/", "/chercher/", "/ecrire/", "/composants/", "/nulle-part/", "/interdit/"]


@pytest.fixture
def sonia(transactional_db: None) -> User:
    return factories.AgentFactory(first_name="Sonia", last_name="Diallo").user


@pytest.mark.looks
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_page_of_the_shell_breaks_an_accessibility_rule(open_page: Callable[..., Page], violations, sonia: User, theme: str) -> None:
    broken = {}
    for user, paths in ((None, OPEN_TO_ALL), (sonia, SIGNED_IN)):
        page = open_page("/accessibilite/", user=user, theme=theme)
        for path in paths:
            page.goto(path)
            for width, height in SIZES:
                page.set_viewport_size({"width": width, "height": height})
                if found := violations(page):
                    broken[f"{path} {width} {theme}"] = found
    assert broken == {}


def test_the_keyboard_finds_the_skip_link_first_then_every_control(open_page: Callable[..., Page], sonia: User) -> None:
    page = open_page("/", user=sonia)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Aller au contenu")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contenu"
    page.reload()
    reached = []
    for _step in range(40):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.matches('body') ? '' : (document.activeElement.innerText || document.activeElement.id).trim()"))
    for word in ("Relais", "À faire", "top-search", "Mentions légales"):
        assert any(word in name for name in reached), (word, reached)


def test_the_account_panel_opens_by_keyboard_and_escape_gives_the_focus_back(open_page: Callable[..., Page], sonia: User) -> None:
    page = open_page("/", user=sonia)
    summary = page.locator("summary", has_text="Mon compte, Sonia Diallo")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Se déconnecter")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Se déconnecter")).to_be_hidden()
    expect(summary).to_be_focused()


def test_targets_are_44_pixels_high(open_page: Callable[..., Page], sonia: User) -> None:
    page = open_page("/", user=sonia, width=390, height=844)
    heights = page.evaluate(
        "[...document.querySelectorAll('.btn, .bottom a, summary')].filter(e => e.offsetParent).map(e => [e.innerText, e.getBoundingClientRect().height])"
    )
    assert [item for item in heights if item[1] < 44] == []


def test_a_phone_reaches_the_whole_menu_without_script(chromium, live_server, open_page: Callable[..., Page], sonia: User) -> None:
    page = open_page("/", user=sonia, width=390, height=844)
    page.get_by_role("navigation", name="Raccourcis").get_by_role("link", name="Menu").click()
    expect(page.get_by_role("navigation", name="Toutes les pages").get_by_role("link", name="À faire")).to_be_visible()
    expect(page.locator("main").get_by_role("button", name="Se déconnecter")).to_be_visible()


def test_a_frame_refreshes_only_what_listens_and_is_announced(open_page: Callable[..., Page], sonia: User) -> None:
    sockets: list[WebSocketRoute] = []
    page = open_page("/ecrire/", user=sonia, before=lambda page: page.route_web_socket("**/ws/", lambda socket: sockets.append(socket)))
    expect(page.locator("html")).to_have_attribute("data-live-state", "open")
    sockets[0].send('{"kind": "enquiry", "id": 99, "seq": null}')
    page.wait_for_timeout(500)
    expect(page.locator("#bell")).to_have_text("avant")
    sockets[0].send('{"kind": "enquiry", "id": 12, "seq": null}')
    expect(page.locator("#bell")).to_have_text("après")
    expect(page.locator("[data-announcer]")).to_have_text("3 notifications non lues")


def test_a_paused_page_does_not_move(open_page: Callable[..., Page], sonia: User) -> None:
    sockets: list[WebSocketRoute] = []
    page = open_page("/ecrire/", user=sonia, before=lambda page: page.route_web_socket("**/ws/", lambda socket: sockets.append(socket)))
    page.locator("summary", has_text="Mon compte").click()
    page.get_by_role("button", name="Mettre en pause").click()
    sockets[0].send('{"kind": "enquiry", "id": 12, "seq": null}')
    page.wait_for_timeout(600)
    expect(page.locator("#bell")).to_have_text("avant")


def test_after_a_cut_the_page_says_what_it_has_seen_and_catches_up(open_page: Callable[..., Page], sonia: User) -> None:
    sockets: list[WebSocketRoute] = []
    heard: list[str] = []

    def accept(socket: WebSocketRoute) -> None:
        sockets.append(socket)
        socket.on_message(lambda message: heard.append(str(message)))

    page = open_page("/ecrire/", user=sonia, before=lambda page: page.route_web_socket("**/ws/", accept))
    expect(page.locator("html")).to_have_attribute("data-live-state", "open")
    sockets[0].send('{"kind": "other", "id": 1, "seq": 7}')
    page.wait_for_timeout(100)
    sockets[0].close(code=1012, reason="restart")
    expect(page.locator("#bell")).to_have_text("après", timeout=5000)
    assert heard[-1] == '{"since":7}'


def test_a_session_that_ended_is_said_and_offers_to_sign_in_again(open_page: Callable[..., Page], sonia: User) -> None:
    sockets: list[WebSocketRoute] = []
    page = open_page("/ecrire/", user=sonia, before=lambda page: page.route_web_socket("**/ws/", lambda socket: sockets.append(socket)))
    expect(page.locator("html")).to_have_attribute("data-live-state", "open")
    sockets[0].close(code=4401, reason="signed out")
    expect(page.get_by_text("Votre session a pris fin.")).to_be_visible()
    expect(page.get_by_role("link", name="Se reconnecter")).to_have_attribute("href", re.compile(r"\?next=/ecrire/$"))


def test_where_sockets_are_blocked_the_page_polls(open_page: Callable[..., Page], sonia: User) -> None:
    page = open_page("/ecrire/", user=sonia)  # the test server speaks no WebSocket
    expect(page.locator("html")).to_have_attribute("data-live-state", "polling", timeout=15000)
    expect(page.locator("#bell")).to_have_text("après")


def test_without_a_network_a_banner_says_so_until_it_is_back(open_page: Callable[..., Page], sonia: User) -> None:
    page = open_page("/ecrire/", user=sonia, before=lambda page: page.route_web_socket("**/ws/", lambda socket: None))
    expect(page.locator("html")).to_have_attribute("data-live-state", "open")
    page.context.set_offline(True)
    expect(page.get_by_text("Hors connexion. La page")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_text("Hors connexion. La page")).to_be_hidden()


def test_a_draft_survives_a_reload_and_goes_when_the_server_has_it(open_page: Callable[..., Page], sonia: User) -> None:
    page = open_page("/ecrire/", user=sonia)
    box = page.get_by_label("Ce que vous savez")
    box.fill("Travaux arrêtés à 11 h")
    expect(page.locator("[data-draft-status]")).to_have_text(re.compile(r"Brouillon gardé à \d{1,2}\u00a0h\u00a0\d\d"))
    page.reload()
    expect(box).to_have_value("Travaux arrêtés à 11 h")
    page.get_by_role("button", name="Envoyer").click()
    page.wait_for_load_state()
    page.goto("/ecrire/")
    expect(box).to_have_value("")


def test_a_draft_never_overwrites_what_the_server_changed(open_page: Callable[..., Page], sonia: User) -> None:
    page = open_page("/ecrire/", user=sonia)
    box = page.get_by_label("Ce que vous savez")
    box.fill("Ma version")
    expect(page.locator("[data-draft-status]")).to_contain_text("Brouillon gardé")
    page.goto("/ecrire/?text=Version+du+serveur")
    expect(box).to_have_value("Version du serveur")
    page.get_by_role("button", name="Reprendre mon brouillon").click()
    expect(box).to_have_value("Ma version")


def test_the_draft_of_one_person_is_never_shown_to_another(open_page: Callable[..., Page], sonia: User) -> None:
    page = open_page("/ecrire/", user=sonia)
    page.get_by_label("Ce que vous savez").fill("Secret")
    expect(page.locator("[data-draft-status]")).to_contain_text("Brouillon gardé")
    page.evaluate("document.documentElement.dataset.user")
    page.context.clear_cookies()
    page.goto("/ecrire/")
    expect(page.get_by_label("Ce que vous savez")).to_have_value("")


def test_a_double_click_sends_once(open_page: Callable[..., Page], sonia: User) -> None:
    page = open_page("/ecrire/", user=sonia)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.get_by_label("Ce que vous savez").fill("Une fois")
    page.get_by_role("button", name="Envoyer").dblclick(no_wait_after=True)
    page.wait_for_load_state()
    page.wait_for_timeout(300)
    assert len(sent) == 1

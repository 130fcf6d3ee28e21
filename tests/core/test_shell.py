"""The shell: registries, contrast of the theme, home, errors, French."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from rse.core import menu, suggestions, todo, tools
from rse.core.menu import MenuEntry
from rse.core.todo import TodoCard
from tests import factories

pytestmark = pytest.mark.urls("tests.core.shell_urls")

ROOT = Path(__file__).resolve().parents[2]
CORE = ROOT / "rse/core/static/core"
SOFT = ["brand", "ok", "warn", "late"]
TEXT = [
    *[(ink, paper) for ink in ("ink", "ink-2", "brand", "brand-strong", "accent", "late") for paper in ("paper", "surface")],
    *[("ink", "sunk"), ("ink-2", "sunk"), ("brand-ink", "brand"), ("brand-ink", "brand-strong"), ("accent", "brand-soft"), ("accent", "sunk")],
    *[(name, f"{name}-soft") for name in SOFT],
    *[("ink", f"{name}-soft") for name in SOFT],
    ("paper", "ink"),
]
CONTROLS = [(name, paper) for name in ("control", "accent", "brand", "late") for paper in ("paper", "surface")]


def tokens(theme: int) -> dict[str, str]:
    css = (CORE / "theme.css").read_text()
    return {m[1]: m[2 + theme] for m in re.finditer(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", css)}


def luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.fixture
def sonia(db: None) -> Client:
    browser = Client(raise_request_exception=False)
    browser.force_login(factories.AgentFactory(first_name="Sonia", last_name="Diallo").user)
    return browser


@pytest.fixture
def empty_registries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(menu, "_entries", {menu.HOME.slug: menu.HOME})
    monkeypatch.setattr(todo, "_providers", {})
    monkeypatch.setattr(todo, "_asides", [])
    monkeypatch.setattr(tools, "_tools", {})


def test_white_on_black_is_twenty_one_to_one() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("least", "pairs"), [(4.5, TEXT), (3.0, CONTROLS)], ids=["text", "controls"])
def test_the_theme_keeps_its_contrast(theme: int, least: float, pairs: list[tuple[str, str]]) -> None:
    colours = tokens(theme)
    weak = {pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in pairs if contrast(colours[pair[0]], colours[pair[1]]) < least}
    assert weak == {}


def test_every_icon_a_template_names_is_drawn() -> None:
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', (CORE / "icons.svg").read_text()))
    named = {name for path in ROOT.glob("*/**/templates/**/*.html") for name in re.findall(r'{% icon "([\w-]+)" %}', path.read_text())}
    assert named - drawn == set()


def test_no_template_holds_inline_style_or_script() -> None:
    inline = re.compile(r"<style|\sstyle=|\son\w+=\"|<script(?![^>]*\bsrc=)")
    guilty = [str(path.relative_to(ROOT)) for path in (ROOT / "rse/core/templates").rglob("*.html") if inline.search(path.read_text())]
    assert guilty == []


def test_home_asks_a_visitor_to_sign_in(db: None, client: Client) -> None:
    assert client.get("/").url.startswith("/compte/connexion/")


def test_home_greets_and_says_that_nothing_waits(sonia: Client, empty_registries: None) -> None:
    page = sonia.get("/").content.decode()
    assert "Bonjour Sonia" in page
    assert "Rien ne vous attend" in page
    assert "non conforme (audit prévu)" in page


def test_home_shows_the_most_pressing_card_first_and_counts_them(sonia: Client, empty_registries: None) -> None:
    todo.register(lambda user: [TodoCard("core/partials/search.html", {"id": "second"}, order=20)])
    todo.register(lambda user: [TodoCard("core/partials/search.html", {"id": "first"}, order=10)], count=lambda user: 1)
    page = sonia.get("/").content.decode()
    assert page.index('id="first"') < page.index('id="second"')
    assert '<span class="count">2<span class="sr-only"> à traiter' in page


def test_the_second_column_does_not_count(sonia: Client, empty_registries: None) -> None:
    todo.register_aside(lambda user: [TodoCard("core/partials/search.html", {"id": "aside"})])
    page = sonia.get("/").content.decode()
    assert 'id="aside"' in page
    assert 'class="count"' not in page


def test_a_person_sees_only_the_entries_of_the_role(sonia: Client, empty_registries: None) -> None:
    menu.register(MenuEntry("legal", "Pour tous", "core:legal", section="hr"))
    menu.register(MenuEntry("secret", "Pour personne", "core:search", section="admin", shown_to=lambda user: False))
    page = sonia.get("/").content.decode()
    assert "Pour tous" in page
    assert "Pour personne" not in page
    assert "Administration" not in page


def test_the_entry_that_leads_here_is_current(sonia: Client, empty_registries: None) -> None:
    menu.register(MenuEntry("legal", "Mentions", "core:legal"))
    page = sonia.get("/mentions-legales/").content.decode()
    assert 'href="/mentions-legales/" aria-current="page"' in page
    assert '<li><a href="/" aria-current' not in page


def test_an_entry_whose_room_is_absent_is_left_out(sonia: Client, empty_registries: None) -> None:
    menu.register(MenuEntry("nowhere", "Nulle part", "nowhere:list"))
    assert "Nulle part" not in sonia.get("/").content.decode()


def test_two_entries_cannot_share_a_slug(empty_registries: None) -> None:
    with pytest.raises(ImproperlyConfigured):
        menu.register(MenuEntry("todo", "Autre", "core:legal"))


def test_an_entry_stands_in_a_known_section(empty_registries: None) -> None:
    with pytest.raises(ImproperlyConfigured):
        menu.register(MenuEntry("lost", "Perdue", "core:legal", section="cellar"))


def test_the_search_door_leads_to_the_room_that_answers(sonia: Client) -> None:
    assert sonia.get("/chercher/", {"q": "paul roche"}).url == "/recherche/?q=paul+roche"
    assert sonia.get("/chercher/").url == "/recherche/"


def test_the_search_door_leads_to_the_directory_where_no_room_answers(sonia: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suggestions, "_results", [])
    assert sonia.get("/chercher/", {"q": "paul roche"}).url == "/annuaire/?q=paul+roche"
    assert sonia.get("/chercher/").status_code == 200


@pytest.mark.parametrize("path", ["/accessibilite/", "/mentions-legales/"])
def test_law_pages_open_without_an_account(db: None, client: Client, path: str) -> None:
    assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/interdit/", 403, "ne vous est pas ouverte"),
        ("/nulle-part/", 404, "rien à cette adresse"),
        ("/bizarre/", 400, "pas compris"),
        ("/boum/", 500, "cassé de notre côté"),
    ],
)
def test_error_pages_speak_french_in_the_same_hand(sonia: Client, path: str, status: int, words: str) -> None:
    answer = sonia.get(path)
    assert answer.status_code == status
    assert words in answer.content.decode()
    assert "core/theme" in answer.content.decode()


def test_the_500_page_asks_nothing_of_the_database(client: Client) -> None:
    client.raise_request_exception = False
    assert client.get("/boum/").status_code == 500


def test_a_refused_form_leads_back_to_where_the_draft_is(db: None) -> None:
    browser = Client(enforce_csrf_checks=True, headers={"referer": "http://testserver/ecrire/"})
    answer = browser.post("/ecrire/", {"a": "texte"})
    assert answer.status_code == 403
    assert "Rien n’a été envoyé" in answer.content.decode()
    assert 'href="/ecrire/"' in answer.content.decode() or 'href="http://testserver/ecrire/"' in answer.content.decode()


def test_a_refused_form_never_leads_to_another_site(db: None) -> None:
    browser = Client(enforce_csrf_checks=True, headers={"referer": "https://elsewhere.example/"})
    assert "elsewhere" not in browser.post("/ecrire/", {"a": "texte"}).content.decode()


def test_the_component_page_exists_for_the_demo_only(db: None, client: Client, settings: settings) -> None:
    assert client.get("/composants/").status_code == 200
    settings.DEMO = False
    assert client.get("/composants/").status_code == 404


def test_a_shared_desk_keeps_nothing_in_the_browser(sonia: Client) -> None:
    assert "data-shared-desk" not in sonia.get("/").content.decode()
    session = sonia.session
    session["shared_desk"] = True
    session["shared_desk_until"] = 9e12
    session.save()
    assert "data-shared-desk" in sonia.get("/").content.decode()


def test_the_chosen_theme_is_on_the_page(sonia: Client, db: None) -> None:
    factories.User.objects.update(theme="dark")
    assert 'data-theme="dark"' in sonia.get("/").content.decode()


def test_the_french_of_core_is_complete_and_well_set() -> None:
    catalogue = (ROOT / "rse/core/locale/fr/LC_MESSAGES/django.po").read_text()
    entries = re.findall(r'^msgid "(.+)"\nmsgstr "(.*)"$', catalogue, re.MULTILINE)
    assert len(entries) > 100
    assert [source for source, french in entries if not french] == []
    assert [french for _source, french in entries if "'" in french or re.search(r" [;:?!»]|« ", french)] == []
    assert "#, fuzzy" not in catalogue

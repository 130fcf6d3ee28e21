"""Notifications in Chromium: choices, a line that moves under the eyes, an unsubscription, and Relais without network."""

from collections.abc import Callable

import pytest
from django.utils.translation import ngettext_lazy
from playwright.sync_api import Page, expect

from rse.notifications import actions, kinds, unsubscribing
from rse.notifications.kinds import Kind
from rse.notifications.models import Preference
from rse.people.models import User
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = [(390, 844), (1440, 900)]
MANY = ngettext_lazy("%(who)s et %(others)s autre ont réagi", "%(who)s et %(others)s autres ont réagi", "others")

CACHED = """async () => {
    const caches_ = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
    return (await Promise.all(caches_.map((cache) => cache.keys()))).flat().map((one) => new URL(one.url).pathname);
}"""


@pytest.fixture
def sonia(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> User:
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))
    kinds.register(Kind("browser.reaction", "Une réaction", "%(who)s a réagi", email=True, category=kinds.GROUPS, grouped_by=("post",), sentence_many=MANY))
    return factories.AgentFactory(first_name="Sonia", last_name="Diallo", user__email="sonia@technopole.example").user


def react(sonia: User, name: str) -> None:
    actor = factories.UserFactory(first_name=name)
    actions.notify([sonia], kind="browser.reaction", key=f"r-{actor.pk}", url="/menu/", params={"who": name, "post": "7"}, actor=actor)


@pytest.mark.looks
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_page_breaks_an_accessibility_rule(open_page: Callable[..., Page], violations, sonia: User, theme: str) -> None:
    react(sonia, "Flora")
    stop = unsubscribing.address(sonia, "browser.reaction").partition("127.0.0.1:8000")[2]
    broken = {}
    page = open_page("/notifications/", user=sonia, theme=theme)
    for path in ("/notifications/", "/notifications/?nonlues=1", "/notifications/preferences/", stop, "/hors-ligne/"):
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            if found := violations(page):
                broken[f"{path} {width}"] = found
    assert broken == {}


def test_choices_are_saved_from_the_keyboard(open_page: Callable[..., Page], sonia: User) -> None:
    page = open_page("/notifications/preferences/", user=sonia)
    choice = page.get_by_label("Par courriel : Mes groupes")
    choice.focus()
    choice.select_option("Non")
    page.get_by_role("button", name="Enregistrer mes choix").press("Enter")
    expect(page.get_by_text("Vos choix sont enregistrés.")).to_be_visible()
    assert Preference.objects.get().subject == "category:groups"
    page.get_by_role("button", name="Pendant une heure").click()
    expect(page.get_by_role("button", name="On peut de nouveau me déranger")).to_be_visible()


def test_several_events_make_one_line_that_says_how_many(open_page: Callable[..., Page], sonia: User) -> None:
    for name in ("Flora", "Paul", "Karim"):
        react(sonia, name)
    page = open_page("/notifications/", user=sonia)
    expect(page.locator("main").get_by_text("Karim et 2 autres ont réagi").first).to_be_visible()
    expect(page.locator(".item")).to_have_count(1)
    page.get_by_text("Pourquoi ce signalement").click()
    page.get_by_role("button", name="Marquer comme lue").click()
    expect(page.locator(".item.new")).to_have_count(0)


def test_the_address_of_an_email_asks_then_stops(open_page: Callable[..., Page], sonia: User) -> None:
    page = open_page(unsubscribing.address(sonia, "browser.reaction").partition("127.0.0.1:8000")[2])
    assert not Preference.objects.exists()
    page.get_by_role("button", name="Ne plus recevoir ces courriels").click()
    expect(page.get_by_text("C’est fait")).to_be_visible()
    assert Preference.objects.get().wanted is False


def test_without_network_the_drafts_go_on_and_come_back_with_it(open_page: Callable[..., Page], violations, sonia: User) -> None:
    page = open_page("/mon-profil/", user=sonia, workers="allow")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.evaluate(
        """() => localStorage.setItem(`draft:${document.documentElement.dataset.user}:answer-1`,
            JSON.stringify({ text: "Le compost arrive", base: "", at: Date.now(), page: "/menu/" }))"""
    )
    page.evaluate("localStorage.setItem('draft:999999:answer-1', JSON.stringify({ text: 'Canari', base: '', at: Date.now(), page: '/' }))")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.context.set_offline(True)
    page.goto("/notifications/")
    expect(page.get_by_role("heading", name="Sans réseau")).to_be_visible()
    area = page.get_by_label("Brouillon du")
    expect(area).to_have_value("Le compost arrive")
    assert "Canari" not in page.content()
    assert violations(page) == []
    area.fill("Le compost arrive jeudi")
    expect(page.get_by_text("Gardé dans ce navigateur.", exact=True)).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_text("Le réseau est revenu")).to_be_visible()
    page.get_by_role("link", name="Ouvrir sa page").click()
    page.wait_for_url("**/menu/")
    kept = page.evaluate("localStorage.getItem(`draft:${document.documentElement.dataset.user}:answer-1`)")
    assert "Le compost arrive jeudi" in kept
    cached = page.evaluate(CACHED)
    assert all(path.startswith("/static/core/") or path == "/hors-ligne/" for path in cached), cached

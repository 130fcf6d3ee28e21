"""Writing to colleagues in a real browser, with the content policy on: by mouse, by keyboard alone, on a phone, after a crash; and nothing hostile runs."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from rse.core import text
from rse.feed.models import Poll, PollOption, Post
from tests.factories import PASSWORD, AgentFactory
from tests.feed.factories import CommunityFactory, PostFactory, joined
from tests.feed.hostile import payloads

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OpenPage = Callable[..., Page]
SCREENS = {"1440 light": (1440, 900, "light"), "390 dark": (390, 844, "dark")}


@pytest.fixture
def writer():
    writer = AgentFactory(first_name="Marc", last_name="Lefort")
    karim = AgentFactory(first_name="Karim", last_name="Benali")
    joined(CommunityFactory(name="Plan neige", slug="plan-neige"), writer.user, karim.user)
    return writer


def editor(page: Page):
    page.locator("#id_body").focus()
    found = page.locator(".ProseMirror")
    expect(found).to_be_visible(timeout=20_000)
    return found


@pytest.mark.parametrize("screen", SCREENS)
def test_one_writes_with_the_toolbar_names_a_colleague_and_sends(open_page: OpenPage, violations, writer, screen):
    width, height, theme = SCREENS[screen]
    page = open_page("/fil/", user=writer.user, width=width, height=height, theme=theme)
    page.get_by_role("link", name="Une info, une question à vos collègues…").click()
    expect(page.locator(".ProseMirror")).to_be_visible(timeout=20_000)
    assert violations(page) == []
    page.get_by_label("À qui").select_option(label="Plan neige")
    expect(page.get_by_text("1 personne l’aura dans son fil")).to_be_visible()
    page.locator(".ProseMirror").click()
    page.keyboard.type("Merci @kar")
    expect(page.get_by_role("option", name="Karim Benali")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator(".ProseMirror")).to_contain_text("@Karim.Benali")
    page.get_by_role("button", name="Gras").click()
    expect(page.get_by_role("button", name="Gras")).to_have_attribute("aria-pressed", "true")
    page.keyboard.type("de relayer")
    page.get_by_role("button", name="Envoyer aux collègues").click()
    expect(page.get_by_text("Votre message est envoyé.")).to_be_visible()
    assert page.locator(".post-body strong").inner_text() == "de relayer"
    expect(page.locator(".post-body").get_by_role("link", name="@Karim Benali")).to_be_visible()
    assert violations(page) == []


def test_the_keyboard_is_enough(open_page: OpenPage, writer):
    page = open_page("/fil/ecrire/?type=question", user=writer.user)
    editor(page)
    page.keyboard.type("Qui a la clé du garage ?")
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="Gras")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Italique")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Votre message est envoyé.")).to_be_visible()


def test_a_crash_loses_nothing(open_page: OpenPage, writer):
    page = open_page("/fil/ecrire/", user=writer.user)
    editor(page)
    page.keyboard.type("Un début de phrase")
    page.wait_for_timeout(800)
    page.reload()
    expect(page.locator(".ProseMirror")).to_contain_text("Un début de phrase", timeout=20_000)


def test_nothing_hostile_runs_even_without_the_content_policy(chromium: Browser, live_server, writer):
    sample = [payload.replace("\0", "") for payload in payloads()[:: max(1, len(payloads()) // 300)][:300]]
    body = "".join(text.clean(payload) for payload in sample)
    group = writer.user.memberships.get().community
    post = PostFactory(author=writer.user, community=group, kind=Post.Kind.POLL, title=sample[0][:140], body=body, words="x")
    poll = Poll.objects.create(post=post, closes_at=timezone.now() + timedelta(days=1))
    PollOption.objects.bulk_create(PollOption(poll=poll, label=payload[:120], order=order) for order, payload in enumerate(sample))
    context = chromium.new_context(base_url=live_server.url, bypass_csp=True, locale="fr-FR")
    page, ran = context.new_page(), []
    page.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
    page.add_init_script("window.alert = window.confirm = window.prompt = (text) => { window.__ran = String(text); }")
    page.goto("/compte/connexion/")
    page.fill("#id_login", writer.user.username)
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")
    page.wait_for_url(lambda url: "connexion" not in url)
    page.goto(f"/fil/{post.pk}/")
    page.wait_for_timeout(1500)
    assert page.evaluate("window.__ran ?? null") is None
    assert ran == []
    assert page.evaluate("[...document.scripts].every(s => s.src.startsWith(location.origin))")
    assert page.url.endswith(f"/fil/{post.pk}/")
    context.close()

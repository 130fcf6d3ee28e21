"""Reading together in Chromium: a post arrives without moving what is read, a comment is answered, a lost group empties the page."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import AXE
from tests.browser.people import Person
from tests.browser.running import Relais

pytestmark = pytest.mark.browser

MARC, SONIA = "10001", "10002"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}
POST = """
from django.db import transaction
from django.utils import timezone
from rse.communities.models import Community
from rse.feed.models import Post
from rse.feed.signals import post_published
from rse.people.models import Organisation, User
with transaction.atomic():
    author = User.objects.get(username="{author}")
    community = Community.objects.filter(slug="{group}").first()
    post = Post.objects.create(organisation=Organisation.objects.first(), author=author, community=community, text="{words}", body="<p>{words}</p>",
                               kind="{kind}", state="published", published_at=timezone.now(), token="{token}")
    post_published.send(Post, post=post, actor=author)
print(post.pk)
"""
SECRET = """
from django.contrib.auth.models import Permission
from rse.communities.models import Community, CommunityUserObjectPermission
from rse.people.models import Organisation, User
town = Organisation.objects.first()
group, _made = Community.objects.get_or_create(slug="cellule-x", defaults=dict(organisation=town, name="Cellule X", folded="cellule x", visibility="hidden"))
for number in ("10001", "10002"):
    for permission in Permission.objects.filter(codename__in=["read_community", "post_in_community"], content_type__app_label="communities"):
        CommunityUserObjectPermission.objects.get_or_create(user=User.objects.get(username=number), content_object=group, permission=permission)
"""
LOSE = """
from django.db import transaction
from rse.communities.actions.rights import tell_pages
from rse.communities.models import Community, CommunityUserObjectPermission
from rse.people.models import User
with transaction.atomic():
    user, group = User.objects.get(username="10002"), Community.objects.get(slug="cellule-x")
    CommunityUserObjectPermission.objects.filter(user=user, content_object=group).delete()
    tell_pages(group, [user.pk])
"""


def said(relais: Relais, words: str, *, author: str = MARC, group: str = "", kind: str = "message") -> int:
    return int(relais.asks(POST.format(author=author, words=words, group=group, kind=kind, token=uuid4().hex[:12])))


def connected(person: Person, path: str) -> None:
    person.page.goto(path)
    expect(person.page.locator("html")).to_have_attribute("data-live-state", "open")


def broken_rules(page) -> list[str]:
    page.evaluate(AXE)
    report = page.evaluate("rules => axe.run(document, rules)", RULES)
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"{rule['id']} {node['target']}" for rule in report["violations"] for node in rule["nodes"]] + ([f"{wide} px too wide"] if wide > 0 else [])


def test_a_post_arrives_is_commented_and_answered(relais: Relais, enter: Callable[..., Person]) -> None:
    said(relais, "Un premier message pour la page")
    sonia, marc = enter(SONIA), enter(MARC)
    connected(sonia, "/fil/")
    first = sonia.page.locator("article.post").first
    before = first.bounding_box()
    pk = said(relais, "Circuits scolaires suspendus demain matin")
    news = sonia.page.get_by_role("link", name="1 nouveau message")
    expect(news).to_be_visible(timeout=5000)
    assert first.bounding_box() == before, "what is being read does not move"
    expect(sonia.page.locator("[data-announcer]")).to_have_text("1 nouveau message")
    news.click()
    expect(sonia.page.locator(f"#message-{pk}")).to_contain_text("Circuits scolaires")
    connected(marc, f"/fil/{pk}/")
    sonia.page.locator(f"#message-{pk}").get_by_role("link", name="Commenter").click()
    sonia.page.get_by_label("Votre commentaire").fill("Je relaie vers les écoles.")
    sonia.page.get_by_role("button", name="Envoyer", exact=True).dblclick()
    expect(sonia.page.locator(".comment")).to_have_count(1)
    expect(marc.page.get_by_role("link", name="1 nouveau commentaire")).to_be_visible(timeout=5000)
    marc.page.goto("/notifications/")
    expect(marc.page.locator("main")).to_contain_text("a commenté")
    marc.page.goto(f"/fil/{pk}/")
    marc.page.locator(".comment").get_by_role("link", name="Répondre").click()
    marc.page.get_by_label("Votre commentaire").fill("Merci !")
    marc.page.get_by_role("button", name="Envoyer", exact=True).click()
    expect(marc.page.locator(".comment-answers .comment")).to_contain_text("Merci !")
    sonia.page.goto("/notifications/")
    expect(sonia.page.locator("main")).to_contain_text("vous a répondu")


def test_a_reaction_is_given_and_taken_back_by_keyboard(relais: Relais, enter: Callable[..., Person]) -> None:
    pk = said(relais, "Le nouveau plan est affiché")
    sonia = enter(SONIA)
    connected(sonia, "/fil/")
    useful = sonia.page.locator(f"#message-{pk}").get_by_role("button", name="Utile")
    useful.focus()
    sonia.page.keyboard.press("Enter")
    expect(useful).to_have_attribute("aria-pressed", "true")
    expect(useful).to_contain_text("1")
    useful.focus()
    sonia.page.keyboard.press("Enter")
    expect(useful).to_have_attribute("aria-pressed", "false")


def test_a_lost_group_empties_the_open_page_at_once(relais: Relais, enter: Callable[..., Person]) -> None:
    relais.asks(SECRET)
    pk = said(relais, "Mot de la cellule", group="cellule-x")
    sonia = enter(SONIA)
    connected(sonia, "/fil/")
    expect(sonia.page.locator(f"#message-{pk}")).to_be_visible()
    thread = sonia.context.new_page()
    thread.goto(f"/fil/{pk}/")
    expect(thread.locator("html")).to_have_attribute("data-live-state", "open")
    relais.asks(LOSE)
    expect(sonia.page.locator(f"#message-{pk}")).to_have_count(0, timeout=1500)
    expect(thread.locator("main")).not_to_contain_text("Mot de la cellule", timeout=1500)
    expect(thread.locator("main")).to_contain_text("Vous n’avez plus accès")


def test_what_follows_is_added_and_the_keyboard_goes_on_from_there(relais: Relais, enter: Callable[..., Person]) -> None:
    relais.asks(
        POST.partition("with transaction")[0]
        + "\nauthor = User.objects.get(username='10001')\norganisation = Organisation.objects.first()\n"
        + "Post.objects.bulk_create(Post(organisation=organisation, author=author, text=f'Info {n}', body=f'<p>Info {n}</p>', state='published',"
        + " published_at=timezone.now(), token=f'suite{n}') for n in range(30))"
    )
    sonia = enter(SONIA)
    connected(sonia, "/fil/")
    page = sonia.page
    count = page.locator("article.post").count()
    page.get_by_role("link", name="Voir la suite").press("Enter")
    expect(page.locator("article.post").nth(count)).to_be_focused()


@pytest.mark.looks
@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (390, "dark"), (320, "light")])
def test_every_page_of_the_feed_is_accessible(relais: Relais, enter: Callable[..., Person], width: int, theme: str) -> None:
    pk = said(relais, "Qui connaît le règlement du marché ? #marche", kind="question")
    sonia = enter(SONIA, width=width, theme=theme)
    page, broken = sonia.page, {}
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"/fil/{pk}/")
    page.get_by_label("Votre commentaire").fill("Il est à l’accueil.")
    page.get_by_role("button", name="Envoyer", exact=True).click()
    comment = page.locator(".comment").first.get_attribute("id").removeprefix("c")
    paths = ["/", "/fil/", "/fil/?vue=tout", "/fil/?vue=questions", "/fil/?vue=a-lire", f"/fil/{pk}/", f"/fil/{pk}/?repondre={comment}", "/fil/je-suis/"]
    paths += [f"/fil/{pk}/reactions/", f"/fil/commentaires/{comment}/modifier/", f"/fil/commentaires/{comment}/supprimer/", "/annuaire/organigramme/"]
    for path in paths:
        page.goto(path)
        if found := broken_rules(page):
            broken[path] = found
    assert broken == {}

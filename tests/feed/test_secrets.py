"""A non-visible group with one unheard-of word in everything it holds: no page of the feed gives it to an outsider, and the pages of an outsider
are the same, byte for byte, in a town where the group does not exist."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from rse.core.models import Attachment
from rse.feed.actions import follow_tag, send_comment
from rse.feed.models import Comment, Hashtag, Mention, Post, Reaction
from rse.feed.permissions import audience_of_comment, audience_of_post
from rse.notifications.models import Notification
from rse.people.actions import follow
from rse.people.models import User
from tests import factories as people
from tests.feed import factories

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]

CANARY = "zzcanarizz"
NONCES = re.compile(r'(csrfmiddlewaretoken" value="|name="token" value=")[^"]+|nonce-[\w-]+|nonce="[^"]+"|depuis=[^"&]+')


def town(sonia: User) -> tuple[User, Post]:
    """An ordinary town, one colleague whom Sonia follows, one post that everybody reads."""
    author = people.AgentFactory()
    post = factories.PostFactory(author=author.user, published_at=timezone.now() - timedelta(hours=3), tags=["neige"])
    factories.CommentFactory(post=post, author=author.user)
    follow(author, actor=sonia)
    follow(author.department, actor=sonia)
    follow_tag(post.tags.get(), actor=sonia)
    return author.user, post


def secret(author: User, sonia: User, *, member: User | None = None) -> Post:
    """A group nobody else knows of, full of the word, where the author of the town writes too."""
    group = factories.NonVisibleFactory(name=f"Cellule {CANARY}", purpose=CANARY)
    other = factories.member(group, member)
    factories.member(group, author)
    post = factories.PostFactory(
        community=group,
        author=author,
        department=author.agent.department,
        title=CANARY,
        words=f"{CANARY} #neige #{CANARY}",
        kind=Post.Kind.POLL,
        tags=["neige", CANARY],
        pinned_until=timezone.now() + timedelta(days=1),
        must_read_until=timezone.now() + timedelta(days=1),
        reaction_counts={"utile": 1},
    )
    factories.poll(post, options=(CANARY, "autre"))
    comment = factories.CommentFactory(post=post, author=other, words=CANARY)
    Post.objects.filter(pk=post.pk).update(accepted=comment)
    Reaction.objects.create(post=post, user=other, kind=factories.reaction())
    Mention.objects.create(post=post, user=sonia)
    Attachment.objects.create(
        name=f"{CANARY}.pdf", description=CANARY, media_type="application/pdf", size=9, sha256="0" * 64, uploaded_by=author, file="attachments/z.pdf",
        owner_label="feed.post", owner_pk=post.pk,
    )  # fmt: skip
    return post


def paths(author: User, shown: Post, hidden: Post | None) -> list[str]:
    pks = [shown.pk, hidden.pk if hidden else 987654321]
    comment = hidden.comments.get().pk if hidden else 987654321
    key = f"{(timezone.now() - timedelta(days=9)).isoformat().replace('+00:00', 'Z')}_0"
    found = [
        "/",
        "/fil/",
        *(f"/fil/?vue={tab}" for tab in ("tout", "questions", "a-lire")),
        f"/fil/?apres={timezone.now().isoformat()[:19]}Z_0",
        "/fil/je-suis/",
    ]
    found += [f"/fil/services/{author.agent.department_id}/", f"/fil/agents/{author.agent.pk}/", "/fil/sujets/neige/", f"/fil/sujets/{CANARY}/"]
    found += [f"/annuaire/{author.agent.pk}/", "/annuaire/organigramme/"]
    found += [f"/fil/{pk}/{word}" for pk in pks for word in ("", "reactions/", "commentaires-recents/")]
    found += [f"/fil/{shown.pk}/?commentaire={comment}", f"/fil/{shown.pk}/?reponses={comment}", f"/fil/{shown.pk}/?repondre={comment}"]
    found += [f"/fil/commentaires/{comment}/{word}/" for word in ("modifier", "supprimer", "historique", "reactions")]
    return [*found, f"/fil/nouveaux/?depuis={key}", f"/fil/nouveaux/?vue=tout&depuis={key}", f"/fil/nouveaux/?sujet={CANARY}&depuis={key}"]


def without_echo(page: str) -> str:
    """The page without the address one asked for."""
    return page.replace(f"/fil/sujets/{CANARY}/", "").replace(f"sujet={CANARY}", "").replace(f"sujet%3D{CANARY}", "")


def read(client: Client, found: list[str]) -> dict[str, str]:
    pages = {}
    for path in found:
        for extra in ({}, {"HX-Request": "true"}):
            answer = client.get(path, headers=extra)
            pages[f"{path} {extra}"] = f"{answer.status_code} {NONCES.sub('', answer.content.decode())}"
    return pages


def test_no_page_gives_the_word_to_an_outsider(as_: As, sonia: User) -> None:
    author, shown = town(sonia)
    hidden = secret(author, sonia)
    assert any(CANARY in page for page in read(as_(author), [f"/fil/{hidden.pk}/"]).values()), "its members read it"
    leaks = [path for path, page in read(as_(sonia), paths(author, shown, hidden)).items() if CANARY in without_echo(page)]
    assert leaks == []


def test_a_post_that_shares_it_shows_an_outsider_that_something_was_shared_and_nothing_of_it(as_: As, sonia: User) -> None:
    author, _shown = town(sonia)
    share = factories.PostFactory(author=author, words="À lire", shared_from=secret(author, sonia))
    for path in ("/fil/", f"/fil/{share.pk}/"):
        page = as_(sonia).get(path).content.decode()
        assert CANARY not in page
        assert "Ce qui était partagé ici ne vous est pas ouvert" in page
        assert CANARY in as_(author).get(path).content.decode()


def test_the_pages_of_an_outsider_are_the_same_in_a_town_without_it(as_: As, sonia: User, time_machine) -> None:
    time_machine.move_to(timezone.now(), tick=False)
    author, shown = town(sonia)
    member = people.AgentFactory().user
    client = as_(sonia)
    client.get("/fil/")
    asked = paths(author, shown, None)
    without = read(client, asked)
    hidden = secret(author, sonia, member=member)
    assert {path: page for path, page in read(client, asked).items() if page != without[path]} == {}
    theirs = [path for path in paths(author, shown, hidden) if path not in asked and "?" not in path]
    assert len(theirs) > 5
    assert {page[:3] for page in read(client, theirs).values()} == {"404"}


def test_posts_and_comments_have_the_same_audience_both_ways(sonia: User, marc: User) -> None:
    author, _shown = town(sonia)
    secret(author, sonia)
    closed = factories.ClosedFactory()
    factories.member(closed, marc)
    for state in Post.State.values:
        post = factories.PostFactory(community=closed, author=marc, state=state, scheduled_for=timezone.now())
        for one in Comment.State.values:
            factories.CommentFactory(post=post, author=marc, state=one)
    User.objects.filter(pk=people.AgentFactory().user_id).update(is_active=False)
    for user in User.objects.all():
        for rows, audience in ((Post.objects.all(), audience_of_post), (Comment.objects.all(), audience_of_comment)):
            seen = set(type(rows[0]).objects.visible_to(user).values_list("pk", flat=True))
            assert {row.pk for row in rows if audience(row).filter(pk=user.pk).exists()} == seen


def test_a_subject_used_only_there_is_a_word_nobody_has_used(sonia: User) -> None:
    author, _shown = town(sonia)
    secret(author, sonia)
    assert set(Hashtag.objects.visible_to(sonia).values_list("folded", flat=True)) == {"neige"}
    assert CANARY in set(Hashtag.objects.visible_to(author).values_list("folded", flat=True))


def test_nobody_outside_is_told_of_what_is_said_there(sonia: User) -> None:
    author, _shown = town(sonia)
    post = secret(author, sonia)
    send_comment(post, body=f"<p>@Sonia.Diallo {CANARY}</p>", token="t", actor=author)
    assert not Notification.objects.filter(recipient=sonia).exists()

"""Who and what a text names: mentions and hashtags, written beside the post or the comment that holds them."""

from collections.abc import Iterable

from django.db import transaction

from rse.core import text
from rse.core.text import fold
from rse.feed.models import Comment, Hashtag, Mention, Post
from rse.feed.naming import Names, resolve
from rse.feed.permissions import readers_of_place
from rse.feed.signals import mentioned
from rse.feed.writing import members_of
from rse.people.models import User


@transaction.atomic
def mark(post: Post, *, comment: Comment | None = None, actor: User) -> list[User]:
    """Write the mentions and hashtags of a post (or of a comment under it) that is sent, in place of those before, and tell who is newly named.

    Being named gives no right: only those who read where the post stands are told. A group is told when the writer is in it.
    Answers who was told. Called inside the transaction that sends or edits; safe to call again.
    """
    body = comment.body if comment else f"{text.to_html(post.title)}{post.body}"
    names = resolve(text.named_in(body), writer=actor)
    before = set(Mention.objects.filter(post=post, comment=comment).values_list("user", "community", "role"))
    Mention.objects.filter(post=post, comment=comment).delete()
    Mention.objects.bulk_create(_mentions(post, comment, names))
    if comment is None:
        post.tags.set(_hashtags(text.hashtags_in(body)))
    new = _newly_named(post, names, before=before, actor=actor)
    if new:
        mentioned.send(Post, post=post, comment=comment, users=new, actor=actor)
    return new


def _newly_named(post: Post, names: Names, *, before: set[tuple[int, int, str]], actor: User) -> list[User]:
    wanted = {agent.user_id for agent in names.agents.values() if (agent.user_id, None, "") not in before}
    for community in names.communities.values():
        members = set(members_of(community).values_list("user", flat=True)) if (None, community.pk, "") not in before else set()
        wanted |= members if actor.pk in members else set()
    for handle, people in names.roles.items():
        wanted |= {user.pk for user in people} if (None, None, fold(handle)[:80]) not in before else set()
    return list(readers_of_place(post).filter(pk__in=wanted - {actor.pk}).order_by("pk"))


def _mentions(post: Post, comment: Comment | None, names: Names) -> Iterable[Mention]:
    users = dict.fromkeys(agent.user_id for agent in names.agents.values())
    yield from (Mention(post=post, comment=comment, user_id=pk) for pk in users)
    yield from (Mention(post=post, comment=comment, community=community) for community in names.communities.values())
    yield from (Mention(post=post, comment=comment, role=role) for role in dict.fromkeys(fold(handle)[:80] for handle in names.roles))


def _hashtags(tags: list[str]) -> list[Hashtag]:
    wanted = {fold(tag): tag for tag in tags}
    Hashtag.objects.bulk_create((Hashtag(name=tag, folded=folded) for folded, tag in wanted.items()), ignore_conflicts=True)
    return list(Hashtag.objects.filter(folded__in=wanted))

"""Must-reads: asked, acknowledged, followed up without ever saying when anybody read. And posts put aside for later."""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from rse.feed.exceptions import HourGone, NotSent, TooFarAway
from rse.feed.models import Acknowledgement, Post, SavedPost
from rse.feed.signals import post_arranged, reading_acknowledged, reading_reminded, reading_required
from rse.feed.writing import can_follow_up, can_require_reading, still_to_read
from rse.people.models import User

LONGEST = timedelta(days=90)


@transaction.atomic
def require_reading(post: Post, *, until: datetime, actor: User) -> Post:
    """Ask the people of the place to say that they have read this. Raises PermissionDenied, NotSent, HourGone, TooFarAway."""
    _require(can_require_reading(actor, post))
    post = Post.objects.select_for_update(of=("self",)).select_related("author", "community", "department").get(pk=post.pk)
    if post.state != Post.State.PUBLISHED:
        raise NotSent
    now = timezone.now()
    if until <= now:
        raise HourGone
    if until > now + LONGEST:
        raise TooFarAway(days=LONGEST.days)
    return _set(post, until, actor=actor)


@transaction.atomic
def waive_reading(post: Post, *, actor: User) -> Post:
    """Nobody is asked to read it any more; who had acknowledged stays so."""
    _require(can_require_reading(actor, post))
    return _set(Post.objects.select_for_update(of=("self",)).get(pk=post.pk), None, actor=actor)


@transaction.atomic
def acknowledge(post: Post, *, actor: User) -> Acknowledgement:
    """« J’ai lu ». Harmless twice. Raises NotSent when nobody asked, or when `actor` does not read the post."""
    if not Post.objects.visible_to(actor).sent().filter(pk=post.pk, must_read_until__isnull=False).exists():
        raise NotSent
    row, created = Acknowledgement.objects.get_or_create(post=post, user=actor)
    if created:
        reading_acknowledged.send(Post, post=post, user=actor, actor=actor)
    return row


@transaction.atomic
def remind(post: Post, *, actor: User) -> int:
    """Tell again those who have still to read it, once a day at most; answers how many. Raises PermissionDenied, NotSent."""
    _require(can_follow_up(actor, post))
    post = Post.objects.select_related("author", "community", "department").get(pk=post.pk)
    if post.must_read_until is None or post.state != Post.State.PUBLISHED:
        raise NotSent
    users = list(still_to_read(post))
    if users:
        reading_reminded.send(Post, post=post, users=users, actor=actor)
    return len(users)


@transaction.atomic
def save_for_later(post: Post, *, actor: User) -> SavedPost:
    """Put aside, for oneself only. Harmless twice. Raises NotSent when `actor` does not read it."""
    if not Post.objects.visible_to(actor).sent().filter(pk=post.pk).exists():
        raise NotSent
    return SavedPost.objects.get_or_create(post=post, user=actor)[0]


@transaction.atomic
def forget_saved(post: Post, *, actor: User) -> None:
    SavedPost.objects.filter(post=post, user=actor).delete()


def _set(post: Post, until: datetime | None, *, actor: User) -> Post:
    if post.must_read_until != until:
        post.must_read_until = until
        post.save(update_fields=["must_read_until"])
        reading_required.send(Post, post=post, actor=actor)
        post_arranged.send(Post, post=post, actor=actor)
    return post


def _require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied

"""A post that was sent: changed with its history, deleted in two stages, pinned, its comments closed."""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from rse.feed.actions.attachments import forget_file
from rse.feed.actions.drafts import check_size, fill
from rse.feed.actions.marks import mark
from rse.feed.actions.sending import check_sendable
from rse.feed.content import Content, Place
from rse.feed.exceptions import HourGone, NotSent, PostChangedMeanwhile, TooFarAway
from rse.feed.files import files_of
from rse.feed.models import Post, PostVersion
from rse.feed.signals import post_arranged, post_deleted, post_edited
from rse.feed.writing import arranges, can_change, can_lock
from rse.people.models import User

KEPT_FOR_MODERATORS = timedelta(days=30)
PINNED_AT_MOST = timedelta(days=90)


@transaction.atomic
def edit(post: Post, *, content: Content, seen: int, actor: User) -> Post:
    """Change the words of a post that was sent; the place and the kind stay. What it said before is kept for its readers to compare.

    `seen` is the version that was on screen. The same words again write nothing.
    Raises PermissionDenied, PostChangedMeanwhile, and what sending raises.
    """
    _require(can_change(actor, post))
    post = _locked(post)
    if post.state != Post.State.PUBLISHED:
        raise NotSent
    check_size(content)
    same = (post.title, post.body) == (content.title.strip(), content.body)
    if not same and post.version != seen:
        raise PostChangedMeanwhile
    before = PostVersion(post=post, number=post.version, title=post.title, body=post.body, replaced_at=timezone.now())
    place = Place(post.community, post.department)
    voice = post.on_behalf_of
    fill(post, Content(content.body, content.title, post.kind, content.poll, content.files, voice), place=place, actor=actor)
    check_sendable_again(post)
    if same:
        return post
    before.save(force_insert=True)
    post.version, post.edited_at = post.version + 1, before.replaced_at
    post.save(update_fields=["version", "edited_at"])
    mark(post, actor=actor)
    post_edited.send(Post, post=post, previous=before, actor=actor)
    return post


def check_sendable_again(post: Post) -> None:
    """What is sent must still say something and describe its images; an old poll may have closed."""
    check_sendable(post, at=post.published_at or timezone.now())


@transaction.atomic
def delete_post(post: Post, *, actor: User | None) -> Post:
    """The author takes a post back: its words are gone from every exit at once. The row stays 30 days for moderators. Harmless twice."""
    _require(actor is None or post.author_id == actor.pk)
    post = _locked(post)
    if post.state not in (Post.State.PUBLISHED, Post.State.HIDDEN):
        return post
    post.state, post.deleted_at, post.pinned_until = Post.State.DELETED, timezone.now(), None
    post.save(update_fields=["state", "deleted_at", "pinned_until"])
    post_deleted.send(Post, post=post, actor=actor)
    return post


@transaction.atomic
def purge(post: Post, *, actor: User | None) -> bool:
    """Second stage: row, versions, comments and files are gone for ever. True when this call did it."""
    gone = Post.objects.select_for_update(of=("self",)).filter(pk=post.pk, state=Post.State.DELETED, deleted_at__lt=timezone.now() - KEPT_FOR_MODERATORS)
    row = gone.first()
    if row is None:
        return False
    Post.objects.filter(shared_from=row).update(shared_from=None)
    for file in files_of(row):
        forget_file(file)
    row.delete()
    return True


@transaction.atomic
def pin(post: Post, *, until: datetime, actor: User) -> Post:
    """First of its page until that hour. Raises PermissionDenied, NotSent, HourGone, TooFarAway."""
    _require(arranges(actor, post))
    post = _locked(post)
    if post.state != Post.State.PUBLISHED:
        raise NotSent
    now = timezone.now()
    if until <= now:
        raise HourGone
    if until > now + PINNED_AT_MOST:
        raise TooFarAway(days=PINNED_AT_MOST.days)
    return _arrange(post, actor=actor, pinned_until=until)


@transaction.atomic
def unpin(post: Post, *, actor: User) -> Post:
    _require(arranges(actor, post))
    return _arrange(_locked(post), actor=actor, pinned_until=None)


@transaction.atomic
def lock_comments(post: Post, *, actor: User) -> Post:
    """Nobody comments any more; what was said stays. Harmless twice."""
    _require(can_lock(actor, post))
    post = _locked(post)
    return post if post.locked_at else _arrange(post, actor=actor, locked_at=timezone.now())


@transaction.atomic
def unlock_comments(post: Post, *, actor: User) -> Post:
    _require(can_lock(actor, post))
    return _arrange(_locked(post), actor=actor, locked_at=None)


def _arrange(post: Post, *, actor: User, **fields: datetime | None) -> Post:
    changed = [name for name, value in fields.items() if getattr(post, name) != value]
    for name in changed:
        setattr(post, name, fields[name])
    if changed:
        post.save(update_fields=changed)
        post_arranged.send(Post, post=post, actor=actor)
    return post


def _locked(post: Post) -> Post:
    return Post.objects.select_for_update(of=("self",)).select_related("author", "community", "department", "on_behalf_of").get(pk=post.pk)


def _require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied

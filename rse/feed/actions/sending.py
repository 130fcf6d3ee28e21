"""A draft becomes a post: at once, or at its hour."""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from rse.communities import restrictions
from rse.communities.models import TOOLS, Community
from rse.feed import holds
from rse.feed.actions.drafts import write_draft
from rse.feed.actions.marks import mark
from rse.feed.content import Content, Place
from rse.feed.exceptions import (
    ClosesTooSoon,
    DescriptionMissing,
    FewChoices,
    HourGone,
    NothingToSend,
    NotTheirVoice,
    PlaceClosed,
    TooFarAway,
    ToolOff,
    WritingRefused,
)
from rse.feed.files import files_of
from rse.feed.models import Poll, Post
from rse.feed.signals import post_published, post_returned, post_shared
from rse.feed.writing import TOOL_OF, can_speak_for, can_write_in, uses_tool
from rse.people.models import User

LATEST = timedelta(days=365)
TO_SEND = (Post.State.DRAFT, Post.State.SCHEDULED)


@transaction.atomic
def send(post: Post, *, actor: User | None) -> Post:
    """Let a draft or a scheduled post be read. Its author, or the program at the hour that was chosen. Harmless twice: a double click is one post.

    Raises PermissionDenied, and a WritingRefused that names the control to mend: PlaceClosed, ToolOff, NothingToSend…; communities' Restricted.
    """
    post = _locked(post)
    _require_author(post, actor)
    if post.state not in TO_SEND:
        return post
    restrictions.require(post.author, post.community)
    now = timezone.now()
    check_sendable(post, at=now)
    post.state, post.published_at, post.scheduled_for = Post.State.PUBLISHED, now, None
    post.save(update_fields=["state", "published_at", "scheduled_for"])
    if post.community_id:
        Community.objects.filter(pk=post.community_id).update(last_post_at=now)
    mark(post, actor=post.author)
    post_published.send(Post, post=post, actor=actor)
    if post.shared_from:
        post_shared.send(Post, post=post, original=post.shared_from, actor=actor)
    return post


@transaction.atomic
def send_new(content: Content, *, place: Place, token: str, actor: User, shared_from: Post | None = None) -> Post:
    """Write and send in one go, for programs and for a form that kept no draft; `token` makes it once."""
    return send(write_draft(content, place=place, token=token, actor=actor, shared_from=shared_from), actor=actor)


@transaction.atomic
def schedule(post: Post, *, at: datetime, actor: User) -> Post:
    """Have a draft leave at `at`, or move the hour of one that waits. What `send` refuses is refused now, while the author is there.

    Raises HourGone, TooFarAway and what `send` raises.
    """
    post = _locked(post)
    _require_author(post, actor)
    if post.state not in TO_SEND:
        return post
    now = timezone.now()
    if at <= now:
        raise HourGone
    if at > now + LATEST:
        raise TooFarAway(days=LATEST.days)
    restrictions.require(post.author, post.community)
    check_sendable(post, at=at)
    post.state, post.scheduled_for = Post.State.SCHEDULED, at
    post.save(update_fields=["state", "scheduled_for"])
    return post


@transaction.atomic
def unschedule(post: Post, *, actor: User) -> Post:
    """Back among the drafts. Harmless twice, and when it has just left."""
    post = _locked(post)
    _require_author(post, actor)
    return _back_to_draft(post) if post.state == Post.State.SCHEDULED else post


@transaction.atomic
def send_due(post: Post, *, actor: User | None) -> Post:
    """The hour has come: send, unless something holds it or another process was faster. What can no longer leave is a draft again, and its author is told."""
    locked = Post.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=post.pk, state=Post.State.SCHEDULED).first()
    if locked is None or locked.scheduled_for is None or locked.scheduled_for > timezone.now() or holds.is_held(locked):
        return post
    try:
        with transaction.atomic():
            return send(locked, actor=actor)
    except (WritingRefused, restrictions.Restricted):
        _back_to_draft(locked)
        post_returned.send(Post, post=locked, actor=actor)
        return locked


def check_sendable(post: Post, *, at: datetime) -> None:
    """Whether this may leave at `at` as it stands: the place, the voice, the words, the poll, the images. Raises a WritingRefused."""
    place = Place(post.community, post.department)
    if not can_write_in(post.author, place):
        raise PlaceClosed
    if not uses_tool(place, post.kind):
        raise ToolOff(tool=TOOLS[TOOL_OF[Post.Kind(post.kind)]])
    if post.on_behalf_of and not can_speak_for(post.author, post.on_behalf_of):
        raise NotTheirVoice
    files = list(files_of(post))
    if files and post.community and "files" not in post.community.tools and not all(file.is_image for file in files):
        raise ToolOff(tool=TOOLS["files"])
    if not (post.text or post.title or files or post.shared_from_id):
        raise NothingToSend
    for file in files:
        if file.is_image and not file.description:
            raise DescriptionMissing(name=file.name)
    if post.kind == Post.Kind.POLL:
        _check_poll(post, at=at)


def _check_poll(post: Post, *, at: datetime) -> None:
    poll = Poll.objects.filter(post=post).prefetch_related("options").first()
    labels = {option.label.casefold() for option in poll.options.all()} if poll else set()
    if poll is None or len(labels) < 2 or len(labels) < len(poll.options.all()):  # noqa: PLR2004 - a choice is between two things
        raise FewChoices
    if poll.closes_at <= at:
        raise ClosesTooSoon


def _back_to_draft(post: Post) -> Post:
    post.state, post.scheduled_for = Post.State.DRAFT, None
    post.save(update_fields=["state", "scheduled_for"])
    return post


def _locked(post: Post) -> Post:
    return Post.objects.select_for_update(of=("self",)).select_related("author", "community", "department", "on_behalf_of", "shared_from").get(pk=post.pk)


def _require_author(post: Post, actor: User | None) -> None:
    if actor is not None and actor.pk != post.author_id:
        raise PermissionDenied

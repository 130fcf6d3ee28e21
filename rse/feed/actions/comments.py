"""Commenting, correcting, deleting in two stages: out of sight first, out of the database a month later."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from rse.communities import restrictions
from rse.core import text
from rse.feed.actions.marks import mark
from rse.feed.exceptions import ChangedMeanwhile, CommentsClosed, NothingWritten, TooLong
from rse.feed.models import Comment, CommentVersion, Post
from rse.feed.permissions import can_comment, can_delete_comment, can_edit_comment, can_restore_comment
from rse.feed.signals import comment_deleted, comment_edited, comment_sent
from rse.people.models import User

LONGEST = 10_000
KEPT_AFTER_DELETION = timedelta(days=30)
PURGED_AT_ONCE = 200


@transaction.atomic
def send_comment(post: Post, *, body: str, token: str, actor: User, parent: Comment | None = None) -> Comment:
    """Say something under `post`, or in answer to `parent` (an answer to an answer stands beside it). `body` is HTML, cleaned here.

    The same `token` of the same person gives the same comment. PermissionDenied to who may not write there.
    Raises Restricted (a measure of moderation runs, or the charter of use is to be acknowledged), CommentsClosed, NothingWritten, TooLong.
    """
    already = Comment.objects.filter(author=actor, token=token).first()
    if already is not None:
        return already
    post = Post.objects.select_for_update(of=("self",)).select_related("community").get(pk=post.pk)
    if post.locked_at is not None:
        raise CommentsClosed
    restrictions.require(actor, post.community)
    if not can_comment(actor, post):
        raise PermissionDenied
    html, words = written(body)
    comment, created = Comment.objects.get_or_create(
        author=actor,
        token=token,
        defaults={"post": post, "parent": _above(post, parent), "body": html, "text": words, "created_at": timezone.now()},
    )
    if created:
        recount_comments(post)
        mark(post, comment=comment, actor=actor)
        comment_sent.send(Comment, comment=comment, answered=parent, actor=actor)
    return comment


@transaction.atomic
def edit_comment(comment: Comment, *, body: str, version: int, actor: User) -> Comment:
    """Correct one's own words; those before are kept and shown. `version` is the one the author was reading.

    The same words change nothing. Raises ChangedMeanwhile, CommentsClosed, NothingWritten, TooLong.
    """
    comment = _locked(comment)
    if not can_edit_comment(actor, comment):
        raise PermissionDenied
    restrictions.require(actor, comment.post.community)
    if comment.post.locked_at is not None:
        raise CommentsClosed
    html, words = written(body)
    if html == comment.body:
        return comment
    if version != comment.version:
        raise ChangedMeanwhile
    now = timezone.now()
    CommentVersion.objects.create(comment=comment, number=comment.version, body=comment.body, replaced_at=now)
    comment.body, comment.text, comment.version, comment.edited_at = html, words, comment.version + 1, now
    comment.save(update_fields=["body", "text", "version", "edited_at"])
    mark(comment.post, comment=comment, actor=actor)
    comment_edited.send(Comment, comment=comment, actor=actor)
    return comment


@transaction.atomic
def delete_comment(comment: Comment, *, actor: User | None) -> Comment:
    """First stage: nobody reads it any more, its answers stay, its author may bring it back for a month. Harmless twice."""
    comment = _locked(comment)
    if actor is not None and not can_delete_comment(actor, comment):
        raise PermissionDenied
    if comment.state == Comment.State.DELETED:
        return comment
    comment.state, comment.deleted_at, comment.version = Comment.State.DELETED, timezone.now(), comment.version + 1
    comment.save(update_fields=["state", "deleted_at", "version"])
    _settle(comment, actor=actor, restored=False)
    return comment


@transaction.atomic
def restore_comment(comment: Comment, *, actor: User) -> Comment:
    """The author changed their mind within the month. Harmless twice."""
    comment = _locked(comment)
    if comment.state == Comment.State.PUBLISHED and comment.author_id == actor.pk:
        return comment
    if not can_restore_comment(actor, comment):
        raise PermissionDenied
    comment.state, comment.deleted_at, comment.version = Comment.State.PUBLISHED, None, comment.version + 1
    comment.save(update_fields=["state", "deleted_at", "version"])
    _settle(comment, actor=actor, restored=True)
    return comment


def empty_deleted_comments() -> int:
    """The sweep, second stage: words and earlier versions of what was deleted a month ago leave the database. Answers how many."""
    before = timezone.now() - KEPT_AFTER_DELETION
    old = list(Comment.objects.filter(state=Comment.State.DELETED, deleted_at__lt=before).exclude(body="").values_list("pk", flat=True)[:PURGED_AT_ONCE])
    if not old:
        return 0
    with transaction.atomic():
        CommentVersion.objects.filter(comment__in=old).delete()
        return Comment.objects.filter(pk__in=old, state=Comment.State.DELETED).update(body="", text="")


def recount_comments(post: Post) -> int:
    """Write how many comments stand under `post`, whose row the caller has locked; whoever hides or shows one calls it."""
    post.comment_count = Comment.objects.filter(post=post, state=Comment.State.PUBLISHED).count()
    Post.objects.filter(pk=post.pk).update(comment_count=post.comment_count)
    return post.comment_count


def written(body: str) -> tuple[str, str]:
    """Safe HTML and the same words without it. Raises NothingWritten, TooLong."""
    html = str(text.clean(body))
    words = text.words_of(html)
    if not words:
        raise NothingWritten
    if len(words) > LONGEST:
        raise TooLong(LONGEST)
    return html, words


def _above(post: Post, parent: Comment | None) -> Comment | None:
    """One level: who answers an answer stands under the same comment. A parent of another post, or out of sight, is no parent."""
    if parent is None:
        return None
    if parent.post_id != post.pk:
        raise PermissionDenied
    return parent.parent or parent


def _locked(comment: Comment) -> Comment:
    """The comment and its post, in the order in which everybody locks them: the post first."""
    post = Post.objects.select_for_update(of=("self",)).select_related("community").get(pk=comment.post_id)
    locked = Comment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
    locked.post = post
    return locked


def _settle(comment: Comment, *, actor: User | None, restored: bool) -> None:
    post = comment.post
    if not restored and post.accepted_id == comment.pk:
        post.accepted = None
        post.save(update_fields=["accepted"])
    recount_comments(post)
    comment_deleted.send(Comment, comment=comment, actor=actor, restored=restored)

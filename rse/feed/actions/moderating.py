"""What a decision of moderation does to a post or a comment. Called by `rse.moderation`, which has checked who decides and why, inside the
transaction of the decision; each is harmless twice.

Hidden: nobody reads it but its author. Removed: nobody does. A comment removed by a moderator has no `deleted_at`, so that its author does
not bring it back as one of their own deletions.
"""

from django.db import transaction
from django.utils import timezone

from rse.feed.actions.comments import recount_comments
from rse.feed.models import Comment, CommentVersion, Post
from rse.feed.signals import moderated
from rse.people.models import User


@transaction.atomic
def hide_post(post: Post, *, actor: User | None) -> Post:
    post = _post(post.pk)
    if post.state == Post.State.PUBLISHED:
        post.state, post.pinned_until = Post.State.HIDDEN, None
        post.save(update_fields=["state", "pinned_until"])
        moderated.send(Post, post=post, comment=None, actor=actor)
    return post


@transaction.atomic
def remove_post(post: Post, *, actor: User | None) -> Post:
    """Erased for ever a month later, like every deletion."""
    post = _post(post.pk)
    if post.state in {Post.State.PUBLISHED, Post.State.HIDDEN}:
        post.state, post.deleted_at, post.pinned_until = Post.State.DELETED, timezone.now(), None
        post.save(update_fields=["state", "deleted_at", "pinned_until"])
        moderated.send(Post, post=post, comment=None, actor=actor)
    return post


@transaction.atomic
def restore_post(post: Post, *, actor: User | None) -> Post:
    """Read again where it stood."""
    post = _post(post.pk)
    if post.state in {Post.State.HIDDEN, Post.State.DELETED} and post.published_at is not None:
        post.state, post.deleted_at = Post.State.PUBLISHED, None
        post.save(update_fields=["state", "deleted_at"])
        moderated.send(Post, post=post, comment=None, actor=actor)
    return post


@transaction.atomic
def lock_comments(post: Post, *, actor: User | None) -> Post:
    """What was said stays; nobody adds to it."""
    post = _post(post.pk)
    if post.locked_at is None:
        post.locked_at = timezone.now()
        post.save(update_fields=["locked_at"])
        moderated.send(Post, post=post, comment=None, actor=actor)
    return post


@transaction.atomic
def unlock_comments(post: Post, *, actor: User | None) -> Post:
    post = _post(post.pk)
    if post.locked_at is not None:
        post.locked_at = None
        post.save(update_fields=["locked_at"])
        moderated.send(Post, post=post, comment=None, actor=actor)
    return post


@transaction.atomic
def hide_comment(comment: Comment, *, actor: User | None) -> Comment:
    return _move(comment, to=Comment.State.HIDDEN, only=frozenset({Comment.State.PUBLISHED}), actor=actor)


@transaction.atomic
def remove_comment(comment: Comment, *, actor: User | None) -> Comment:
    return _move(comment, to=Comment.State.DELETED, only=frozenset({Comment.State.PUBLISHED, Comment.State.HIDDEN}), actor=actor)


@transaction.atomic
def restore_comment_of(comment: Comment, *, actor: User | None) -> Comment:
    """Read again in its place, when its author has not deleted it and its words are still there."""
    if comment.state == Comment.State.DELETED and (comment.deleted_at is not None or not comment.body):
        return comment
    return _move(comment, to=Comment.State.PUBLISHED, only=frozenset({Comment.State.HIDDEN, Comment.State.DELETED}), actor=actor)


@transaction.atomic
def erase_comment(comment: Comment, *, actor: User | None) -> Comment:
    """The words of a comment that was removed leave the database for ever."""
    CommentVersion.objects.filter(comment=comment).delete()
    Comment.objects.filter(pk=comment.pk, state=Comment.State.DELETED).update(body="", text="")
    return comment


def _post(pk: int) -> Post:
    return Post.objects.select_for_update(of=("self",)).select_related("community").get(pk=pk)


def _move(comment: Comment, *, to: str, only: frozenset[str], actor: User | None) -> Comment:
    """The post is locked first, then the comment, as everywhere in the feed."""
    post = _post(comment.post_id)
    comment = Comment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
    comment.post = post
    if comment.state not in only:
        return comment
    comment.state, comment.version = to, comment.version + 1
    comment.save(update_fields=["state", "version"])
    if to != Comment.State.PUBLISHED and post.accepted_id == comment.pk:
        post.accepted = None
        post.save(update_fields=["accepted"])
    recount_comments(post)
    moderated.send(Post, post=post, comment=comment, actor=actor)
    return comment

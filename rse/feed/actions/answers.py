"""A question to colleagues and the answer its author accepts."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from rse.feed.exceptions import NotAnAnswer
from rse.feed.models import Comment, Post
from rse.feed.permissions import can_accept
from rse.feed.signals import answer_accepted
from rse.people.models import User


@transaction.atomic
def accept_answer(post: Post, *, comment: Comment | None, actor: User) -> Post:
    """Say which comment answers the question, or (None) that none does any more. Its author or a moderator. Harmless twice. Raises NotAnAnswer."""
    post = Post.objects.select_for_update(of=("self",)).select_related("community").get(pk=post.pk)
    if not can_accept(actor, post):
        raise PermissionDenied
    if comment is not None and (comment.post_id != post.pk or comment.state != Comment.State.PUBLISHED):
        raise NotAnAnswer
    if post.accepted_id == (comment.pk if comment else None):
        return post
    post.accepted, post.version = comment, post.version + 1
    post.save(update_fields=["accepted", "version"])
    answer_accepted.send(Post, post=post, comment=comment, actor=actor)
    return post

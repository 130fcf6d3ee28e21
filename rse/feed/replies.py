"""An answer by e-mail to what was told of a post is a comment under it."""

from uuid import uuid4

from django.core.exceptions import PermissionDenied

from rse.core.text import to_html
from rse.feed.actions.comments import send_comment
from rse.feed.models import Comment, Post
from rse.notifications import replies
from rse.people.models import User


def register() -> None:
    """Called from `AppConfig.ready()`, harmless twice."""
    replies.register(replies.Handler("post", "feed.post", take))


def take(user: User, pk: int, text: str) -> Comment:
    """The same action as the page, its rights asked again. Raises PermissionDenied for a post `user` no longer reads, and what `send_comment` raises."""
    post = Post.objects.visible_to(user).sent().filter(pk=pk).first()
    if post is None:
        raise PermissionDenied
    return send_comment(post, body=to_html(text), token=uuid4().hex, actor=user)

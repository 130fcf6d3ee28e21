"""The post under which an idea is read and talked about."""

from django.utils import timezone

from rse.communities import restrictions
from rse.communities.models import Community
from rse.core.text import to_html
from rse.feed.actions.marks import mark
from rse.feed.models import Post
from rse.feed.signals import post_published
from rse.ideas.models import IdeaBox
from rse.people.models import User


def send_post(box: IdeaBox, *, title: str, text: str, token: str, author: User) -> tuple[Post, bool]:
    """The post of kind IDEA in the place of the box, and whether it is new: a token sent twice is one post. Inside a transaction.

    A box open to everybody takes ideas from every agent, whoever may otherwise write to all of them. Raises communities' Restricted.
    """
    restrictions.require(author, box.community)
    now = timezone.now()
    words = {
        "organisation": box.organisation,
        "community": box.community,
        "kind": Post.Kind.IDEA,
        "title": title,
        "body": to_html(text),
        "text": text,
        "state": Post.State.PUBLISHED,
        "created_at": now,
        "published_at": now,
    }
    post, created = Post.objects.get_or_create(author=author, token=token, defaults=words)
    if not created:
        return post, False
    if box.community is not None:
        Community.objects.filter(pk=box.community.pk).update(last_post_at=now)
    mark(post, actor=author)
    post_published.send(Post, post=post, actor=author)
    return post, True

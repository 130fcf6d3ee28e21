"""The thread of a piece of news in the feed: who reads it, and what its card shows there."""

from collections.abc import Sequence
from typing import Any

from cms.models import NewsPage
from cms.permissions import visible_to
from rse.feed import cards
from rse.feed.models import Post
from rse.people.models import User


def register() -> None:
    """Called from `AppConfig.ready()`, harmless twice."""
    cards.register(Post.Kind.PAGE, cards.CardKind("cms/card.html", load))


def load(user: User, posts: Sequence[Post]) -> dict[int, dict[str, Any]]:
    """One query beside the rights: the pages the reader may see."""
    rows = visible_to(user, NewsPage.objects.live()).filter(post__in=[post.pk for post in posts]).select_related("category").defer("body")
    return {row.post_id: {"news": row} for row in rows if row.post_id}


def thread_for(user: User, page: NewsPage) -> Post | None:
    """The thread of the page, when there is one that `user` reads. One query."""
    return Post.objects.visible_to(user).sent().filter(pk=page.post_id).first() if page.post_id else None

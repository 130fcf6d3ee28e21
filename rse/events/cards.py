"""The event in the feed: when, where and whether one comes, under the words of its post."""

from collections.abc import Sequence
from typing import Any

from rse.events.agenda import lines_of
from rse.events.models import Event
from rse.feed import cards
from rse.feed.models import Post
from rse.people.models import User


def register() -> None:
    """Called from `AppConfig.ready()`, harmless twice."""
    cards.register(Post.Kind.EVENT, cards.CardKind("events/partials/card.html", load))


def load(user: User, posts: Sequence[Post]) -> dict[int, dict[str, Any]]:  # Any: what the template reads
    """For posts that `user` reads already; two queries for a whole page."""
    by_post = {post.pk: post for post in posts}
    events = list(Event.objects.filter(post__in=by_post))
    for event in events:
        event.post = by_post[event.post_id]
    return {line.event.post_id: {"event_line": line} for line in lines_of(user, events)}

"""Reasons to hold scheduled posts. Rooms above (a crisis) register theirs from `AppConfig.ready()`; what is held leaves when none holds it."""

from collections.abc import Callable

from rse.feed.models import Post

Hold = Callable[[Post], bool]

_holds: list[Hold] = []


def register(hold: Hold) -> None:
    """`hold(post)` answers whether this scheduled post must wait; asked every few seconds, harmless twice."""
    if hold not in _holds:
        _holds.append(hold)


def is_held(post: Post) -> bool:
    return any(hold(post) for hold in _holds)

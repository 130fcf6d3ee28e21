"""The set of reactions, kept in the cache: it is read under every post and changes once a year."""

from dataclasses import dataclass

from django.core.cache import cache

from rse.feed.models import ReactionKind

KEY = "feed.reaction-set"
KEEP = 60


@dataclass(frozen=True)
class Word:
    pk: int
    code: str
    label: str
    symbol: str
    offered: bool


def reaction_set() -> tuple[Word, ...]:
    """Every word, retired ones included, in order. Fresh within a minute in every process, at once in the one that changed it."""
    found: tuple[Word, ...] | None = cache.get(KEY)
    if found is None:
        rows = ReactionKind.objects.order_by("order", "pk").values_list("pk", "code", "label", "symbol", "offered")
        found = tuple(Word(*row) for row in rows)
        cache.set(KEY, found, KEEP)
    return found


def forget() -> None:
    """The set has been changed."""
    cache.delete(KEY)

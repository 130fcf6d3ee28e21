"""Asking the index: ranked primary keys and nothing else. Who may see them is SQL's to say."""

from collections.abc import Callable
from dataclasses import dataclass, field

from whoosh import query as whoosh_query
from whoosh.reading import IndexReader

from search.backends.whoosh.documents import PK
from search.backends.whoosh.evaluating import best
from search.backends.whoosh.store import Store


@dataclass(frozen=True)
class Ranked:
    """Primary keys as text, best first, with their scores. `capped`: there may be more than these."""

    pks: list[str] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)
    capped: bool = False


def rank(store: Store, build: Callable[[IndexReader], whoosh_query.Query], *, cap: int) -> Ranked:
    """The best `cap` documents of what `build(reader)` asks. Raises Unusable when the index cannot be read."""
    with store.searcher() as searcher:
        query = build(searcher.reader())
        if query is whoosh_query.NullQuery:
            return Ranked()
        found = best(searcher, query, cap + 1)  # one more than wanted: enough to know that there are others
        if not found:
            return Ranked()
        pks = searcher.reader().column_reader(PK)
        return Ranked(
            pks=[pks[number] for _score, number in found[:cap]],
            scores=[float(score) for score, _number in found[:cap]],
            capped=len(found) > cap,
        )

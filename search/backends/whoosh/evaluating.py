"""The best documents of a query, by Whoosh's own rules (BM25F, sums of what matches), several times faster than its collector.

Whoosh walks a tree of matchers one document at a time. Here lists of postings are read whole, combined as sets, and only what is left is scored.
Segments never change once written, so what is read of one is kept for the next question, the latest first. What has no list (a phrase) is
asked of Whoosh.
"""

from array import array
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import reduce
from threading import Lock
from typing import TypeAlias, TypeVar

from whoosh import query as whoosh_query
from whoosh.codec.whoosh3 import W3LeafMatcher
from whoosh.matching import FilterMatcher
from whoosh.scoring import BM25F
from whoosh.searching import Searcher

B, K1 = BM25F().B, BM25F().K1
# Numbers kept in a process for the lists last read: four bytes each.
MOST_KEPT = 1_000_000
# Under so many documents, their lengths are asked one by one.
FEW = 500
Scores: TypeAlias = dict[int, float]
T = TypeVar("T")


@dataclass(frozen=True)
class Postings:
    """Documents that hold a term, in order, and how often each does."""

    ids: "array[int]"
    weights: "array[float]"

    def __len__(self) -> int:
        return len(self.ids)

    def among(self, docs: set[int]) -> Iterator[tuple[int, float]]:
        """Those of `docs` that hold the term, with how often."""
        if len(docs) * 16 > len(self.ids):
            yield from ((doc, weight) for doc, weight in zip(self.ids, self.weights, strict=True) if doc in docs)
            return
        last = len(self.ids)
        for doc in docs:
            at = bisect_left(self.ids, doc)
            if at < last and self.ids[at] == doc:
                yield doc, self.weights[at]


class _Kept:
    """What was last read of segments, up to `MOST_KEPT` numbers; shared by the threads of a process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._values: OrderedDict[tuple[str, ...], tuple[object, int]] = OrderedDict()
        self._size = 0

    def get(self, key: tuple[str, ...], read: Callable[[], T], size: Callable[[T], int]) -> T:
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key][0]  # type: ignore[return-value]  # one kind of value under one kind of key
        value = read()
        with self._lock:
            if key not in self._values:
                self._values[key] = (value, size(value))
                self._size += size(value)
            while self._size > MOST_KEPT and len(self._values) > 1:
                self._size -= self._values.popitem(last=False)[1][1]
        return value


_kept = _Kept()


def best(searcher: Searcher, query: whoosh_query.Query, limit: int) -> list[tuple[float, int]]:
    """The `limit` documents of highest score, as (score, number), the first written first among equals. Deleted ones are left out."""
    found: list[tuple[float, int]] = []
    for leaf, offset in searcher.leaf_searchers():
        segment = _Segment(searcher, leaf)
        scores = segment.scores(query, segment.matching(query) - segment.deleted)
        found += [(-score, doc + offset) for doc, score in scores.items()]
    found.sort()
    return [(-score, doc) for score, doc in found[:limit]]


class _Segment:
    """One question asked of one segment; the rarity of words is that of the whole index."""

    def __init__(self, searcher: Searcher, leaf: Searcher) -> None:
        self.searcher, self.leaf, self.reader = searcher, leaf, leaf.reader()
        self.id = self.reader.segment().segment_id()
        self.deleted = set(self.reader.segment().deleted_docs()) if self.reader.has_deletions() else set()
        self._matched: dict[int, set[int]] = {}
        self._asked: dict[int, Scores] = {}

    # Which documents --------------------------------------------------------------------------------------------------

    def matching(self, query: whoosh_query.Query) -> set[int]:
        """Numbers of the documents that match, deleted ones perhaps among them. Not to be changed."""
        if id(query) not in self._matched:
            self._matched[id(query)] = self._match(query)
        return self._matched[id(query)]

    def _match(self, query: whoosh_query.Query) -> set[int]:
        match query:
            case whoosh_query.Term():
                return set(self._postings(query).ids)
            case whoosh_query.Or():
                return set().union(*(self.matching(one) for one in query))
            case whoosh_query.And():
                return reduce(set.intersection, sorted((self.matching(one) for one in query), key=len))
            case whoosh_query.Require():
                return self._within(self.matching(query.a), query.b)
            case whoosh_query.AndNot():
                return self.matching(query.a) - self.matching(query.b)
            case whoosh_query.Every(fieldname=None):
                return set(range(self.reader.doc_count_all()))
            case _:
                return set(self._ask(query))

    def _within(self, docs: set[int], limit: whoosh_query.Query) -> set[int]:
        """Those of `docs` that match `limit`: one byte a document says whether it holds a term that nearly all hold."""
        if not isinstance(limit, whoosh_query.Term):
            return docs & self.matching(limit)
        held = _kept.get((self.id, limit.fieldname, str(limit.text), "held"), lambda: self._held(limit), lambda held: len(held) // 4 + 1)
        return {doc for doc in docs if held[doc]}

    def _held(self, term: whoosh_query.Term) -> bytearray:
        held = bytearray(self.reader.doc_count_all())
        for doc in self._postings(term).ids:
            held[doc] = 1
        return held

    # How well ---------------------------------------------------------------------------------------------------------

    def scores(self, query: whoosh_query.Query, docs: set[int]) -> Scores:
        """What the query gives to each of `docs`, which all match it."""
        found: Scores = dict.fromkeys(docs, 0.0)
        self._score(query, docs, found)
        return found

    def _score(self, query: whoosh_query.Query, docs: set[int], found: Scores) -> None:
        """Adds to `found` what the query gives to those of `docs` that match it."""
        match query:
            case whoosh_query.Term() if self.searcher.schema[query.fieldname].scorable:
                self._score_term(query, docs, found)
            case whoosh_query.Or():
                for one in query:
                    self._score(one, docs, found)
            case whoosh_query.And():
                matched = docs & self.matching(query)
                for one in query:
                    self._score(one, matched, found)
            case whoosh_query.Require() | whoosh_query.AndNot():
                self._score(query.a, docs & self.matching(query), found)
            case whoosh_query.Every(fieldname=None):
                for doc in docs:
                    found[doc] += query.boost
            case _:
                asked = self._ask(query)
                for doc in docs & asked.keys():
                    found[doc] += asked[doc]

    def _score_term(self, term: whoosh_query.Term, docs: set[int], found: Scores) -> None:
        """Okapi BM25, as `whoosh.scoring.bm25`."""
        name = term.fieldname
        postings = self._postings(term)
        if not postings:
            return
        most = self.searcher.idf(name, self.searcher.schema[name].to_bytes(term.text)) * term.boost * (K1 + 1)
        flat, slope = K1 * (1 - B), K1 * B / (self.searcher.avg_field_length(name) or 1)
        length = self._lengths(name, many=min(len(docs), len(postings)) > FEW)
        for doc, weight in postings.among(docs):
            found[doc] += most * weight / (weight + flat + slope * length(doc))

    def _lengths(self, name: str, *, many: bool) -> Callable[[int], int]:
        """How many words a document has in a field."""
        reader = self.reader
        if not many:
            return lambda doc: reader.doc_field_length(doc, name, 1) or 1
        every = range(reader.doc_count_all())
        return _kept.get((self.id, name, "lengths"), lambda: array("L", (reader.doc_field_length(doc, name, 1) or 1 for doc in every)), len).__getitem__

    # What the index holds ---------------------------------------------------------------------------------------------

    def _postings(self, term: whoosh_query.Term) -> Postings:
        key = (self.id, term.fieldname, str(term.text))
        return _kept.get(key, lambda: self._read(term), lambda postings: 2 * len(postings) + 1)

    def _read(self, term: whoosh_query.Term) -> Postings:
        """A whole list, block by block where it is made of blocks."""
        ids, weights = array("I"), array("f")
        text = self.reader.schema[term.fieldname].to_bytes(term.text)
        if (term.fieldname, text) not in self.reader:
            return Postings(ids, weights)
        matcher = self.reader.postings(term.fieldname, text)
        if isinstance(matcher, FilterMatcher):
            matcher = matcher.child
        while matcher.is_active():
            doc, weight = matcher.id(), matcher.weight()
            if isinstance(matcher, W3LeafMatcher):
                ids.extend(matcher._ids)
                weights.extend(matcher._weights)
                matcher._next_block()
            else:
                ids.append(doc)
                weights.append(weight)
                matcher.next()
        return Postings(ids, weights)

    def _ask(self, query: whoosh_query.Query) -> Scores:
        """What Whoosh itself finds and scores, one document at a time."""
        if id(query) not in self._asked:
            matcher = query.matcher(self.leaf, self.searcher.context())
            found: Scores = {}
            while matcher.is_active():
                found[matcher.id()] = matcher.score()
                matcher.next()
            self._asked[id(query)] = found
        return self._asked[id(query)]

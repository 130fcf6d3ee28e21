"""What says much the same as a text that somebody is writing: so that it is read before it is asked again.

The index proposes by words that are rare in it, the scope's `visible_to` lets through, and only rows that were let through are compared with the text.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import Model
from modelsearch.backends import get_search_backend
from modelsearch.query import PlainText
from whoosh.query import Query
from whoosh.reading import IndexReader

from search import scopes
from search.backends.whoosh import documents
from search.backends.whoosh.backend import WhooshSearchBackend
from search.backends.whoosh.queries import Builder, either
from search.backends.whoosh.ranking import rank
from search.exceptions import Unusable
from search.french.analysis import EXACT
from search.french.words import Word, words
from search.synonyms import thesaurus

LONGEST = 2_000
MOST_WORDS = 12
CANDIDATES, COMPARED = 200, 30
ALIKE, LEAST = 0.5, 2
# A word that so many rows hold says nothing of this one.
COMMON = 0.2


@dataclass(frozen=True)
class Alike:
    """A row this person may see, and the share of the telling words of the text that it holds."""

    row: Any  # Any: a row of the scope's model
    share: float


def similar(text: str, scope: scopes.Scope, user: object, *, backend: str = "default", besides: object = None, limit: int = 5) -> list[Alike]:
    """Rows of the scope that this person may see and that hold at least half of what `text` says, the closest first. Nothing under two words.

    `besides`: the key of the row being written, when it exists already. Never raises for what somebody typed.
    """
    asked = telling(text)
    if len(asked) < LEAST:
        return []
    try:
        keys, kept = _candidates(asked, scope, backend)
    except Unusable:
        return []
    if len(kept) < LEAST:
        return []
    through = list(islice((key for key in scopes.visible_keys(scope, user, keys) if key != besides), COMPARED))
    rows = scope.visible(user).in_bulk(through)
    found = [Alike(rows[key], likeness(kept, said(rows[key]))) for key in through if key in rows]
    return sorted((alike for alike in found if alike.share >= ALIKE), key=lambda alike: -alike.share)[:limit]


def telling(text: str) -> list[Word]:
    """The words of a text that are not stop words, each once."""
    found: dict[tuple[str, ...], Word] = {}
    for word in words(text[:LONGEST]):
        if not word.stop and len(word.folded) > 2:
            found.setdefault(word.stems, word)
    return list(found.values())


def likeness(asked: Iterable[Word], other: str) -> float:
    """The share of these words that another text holds, whatever their endings. Pure: 0 to 1."""
    held = {stem for word in words(other) if not word.stop for stem in word.stems}
    shared = [any(stem in held for stem in word.stems) for word in asked]
    return sum(shared) / len(shared) if shared and sum(shared) >= LEAST else 0.0


def said(row: Model) -> str:
    """What the index reads of a row."""
    return "\n".join(text for name, text in documents.document(row).items() if name.startswith(documents.TEXT_PREFIX))


def _candidates(asked: list[Word], scope: scopes.Scope, backend: str) -> tuple[list[object], list[Word]]:
    """Keys that the engine proposes, best first, and the words worth comparing. Raises Unusable."""
    engine = get_search_backend(backend)
    if not isinstance(engine, WhooshSearchBackend):
        kept = asked[:MOST_WORDS]
        rows = engine.search(PlainText(" ".join(word.folded for word in kept), operator="or"), scope.model)[:CANDIDATES]
        return [row.pk for row in rows], kept
    fields, kind = documents.text_fields(scope.model), documents.kind(scope.model)
    kept = []

    def build(reader: IndexReader) -> Query:
        builder = Builder(fields, reader, thesaurus=thesaurus(), typos=False)
        kept.extend(_rarest(asked, reader, builder.fields))
        return builder.within(either([builder.word(word, 1.0, corrected=False) for word in kept]), kind)

    ranked = rank(engine.store, build, cap=CANDIDATES)
    to_python = scope.model._meta.pk.to_python
    return [to_python(pk) for pk in ranked.pks], kept


def _rarest(asked: list[Word], reader: IndexReader, fields: Iterable[str]) -> Iterator[Word]:
    """Twelve words at most, those of few documents first; what a fifth of the index says is left out."""
    total = reader.doc_count() or 1
    names = list(fields)
    held = {word: max((reader.doc_frequency(name, EXACT + word.folded) for name in names), default=0) for word in asked}
    telling_ones = [word for word in asked if held[word] <= max(LEAST * 2, COMMON * total)]
    return islice(iter(sorted(telling_ones, key=lambda word: held[word])), MOST_WORDS)

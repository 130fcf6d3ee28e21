"""From modelsearch's queries to Whoosh's. Exact words weigh most, stems less, synonyms less, corrected spelling least."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TypeAlias

from modelsearch.query import And, Boost, Fuzzy, MatchAll, Not, Or, Phrase, PlainText, SearchQuery
from whoosh import query as whoosh_query
from whoosh.reading import IndexReader

from search.backends.whoosh.documents import KINDS
from search.french.analysis import EXACT, LONGEST_PREFIX
from search.french.spelling import near
from search.french.thesaurus import Thesaurus
from search.french.words import Word, words

STEM, SYNONYM, CORRECTED = 0.5, 0.3, 0.3
MOST_WORDS = 32
MOST_LETTERS = 1_000
DEEPEST = 40
Q: TypeAlias = whoosh_query.Query
NOTHING = whoosh_query.NullQuery


class Builder:
    """Builds for one search: `fields` (of the index → boost) and a reader of the index. `start` makes words beginnings of words."""

    def __init__(self, fields: Mapping[str, float], reader: IndexReader, *, thesaurus: Thesaurus, typos: bool = True, start: bool = False) -> None:
        self.reader = reader
        self.fields = {name: boost for name, boost in fields.items() if name in reader.schema}
        self.thesaurus = thesaurus
        self.typos = typos
        self.start = start
        self.unknown: list[str] = []
        self.corrections: dict[str, list[str]] = {}

    def restricted(self, query: SearchQuery, kind: str) -> Q:
        """The whole query, within one kind of document. NullQuery when nothing can match."""
        built = self.build(query)
        return NOTHING if built is None else self.within(built, kind)

    def within(self, built: Q, kind: str) -> Q:
        return NOTHING if built is NOTHING else whoosh_query.Require(built, whoosh_query.Term(KINDS, kind))

    def build(self, query: SearchQuery, boost: float = 1.0, depth: int = 0) -> Q | None:
        """None for what says nothing (only stop words): neutral among others, nothing alone."""
        if depth > DEEPEST:
            return None
        if isinstance(query, MatchAll):
            return whoosh_query.Every()
        if isinstance(query, PlainText):
            return self.plain(query.query_string, query.operator, boost * query.boost)
        if isinstance(query, Phrase):
            return self.phrase(query.query_string, boost)
        if isinstance(query, Fuzzy):
            return self.plain(query.query_string, query.operator, boost, always=True)
        if isinstance(query, Boost):
            return self.build(query.subquery, boost * query.boost, depth + 1)
        if isinstance(query, Not):
            inner = self.build(query.subquery, boost, depth + 1)
            return without(whoosh_query.Every(), inner if inner is not None else NOTHING)
        if isinstance(query, And):
            return self._and(query, boost, depth)
        if isinstance(query, Or):
            return either([built for sub in query.subqueries if (built := self.build(sub, boost, depth + 1)) is not None])
        raise NotImplementedError(f"{type(query).__name__} is not a query this backend knows.")

    def _and(self, query: And, boost: float, depth: int) -> Q | None:
        wanted: list[Q] = []
        unwanted: list[Q] = []
        for sub in query.subqueries:
            if isinstance(sub, Not):
                inner = self.build(sub.subquery, boost, depth + 1)
                unwanted += [] if inner is None else [inner]
            elif (built := self.build(sub, boost, depth + 1)) is not None:
                wanted.append(built)
        if not wanted and not unwanted:
            return None
        base = together(wanted) if wanted else whoosh_query.Every()
        return without(base, either(unwanted)) if unwanted else base

    # Words ------------------------------------------------------------------------------------------------------------

    def plain(self, text: str, operator: str, boost: float, *, always: bool = False) -> Q | None:
        units = self.units(text, boost, always=always)
        if not units:
            return None
        return together(units) if operator == "and" else either(units)

    def units(self, text: str, boost: float = 1.0, *, always: bool = False) -> list[Q]:
        """One query for each word, or for each expression that has synonyms."""
        if self.start:
            return [self.beginning(word, boost) for word in _within(text)]
        typed = [word for word in _within(text) if not word.stop]
        found = []
        for span in self.thesaurus.spans(typed):
            own = [self.word(word, boost, always=always) for word in typed[span.start : span.start + span.length]]
            others = [together([self.word(word, boost * SYNONYM, corrected=False) for word in other]) for other in span.alternatives]
            found += [either([together(own), *others])] if others else own
        return found

    def word(self, word: Word, boost: float, *, corrected: bool = True, always: bool = False) -> Q:
        """Any field, the exact form or a stem. A word that the index does not know is read as the nearest it knows; `always`: also one it knows."""
        known = self._forms(word, boost)
        if known and not always:
            return either(known)
        if not (corrected and (self.typos or always)):
            return either(known)
        corrections = near(word.folded, self._exact_words)
        if not corrections and not known:
            self.unknown.append(word.folded)
            return self._split(word, boost)
        if corrections and not known:
            self.corrections[word.folded] = corrections
        return either(known + [term for found in corrections for term in self._present(EXACT + found, boost * CORRECTED)])

    def exactly(self, folded: str) -> Q:
        """This very word, in any field."""
        return either(self._present(EXACT + folded, 1.0))

    def _split(self, word: Word, boost: float) -> Q:
        """« legoff » for « Le Goff », « donsang » for « don sang ». Nothing when no cut gives words the index knows."""
        for cut in range(2, len(word.folded) - 2):
            parts = [part for part in words(f"{word.folded[:cut]} {word.folded[cut:]}") if not part.stop]
            if len(parts) == 1 and len(parts[0].folded) < 3:
                continue
            queries = [self._present(EXACT + part.folded, boost * CORRECTED) for part in parts]
            if queries and all(queries):
                return together([either(found) for found in queries])
        return NOTHING

    def beginning(self, word: Word, boost: float) -> Q:
        return either(self._present(word.folded[:LONGEST_PREFIX], boost) + self._present(EXACT + word.folded, boost))

    def phrase(self, text: str, boost: float) -> Q | None:
        """The words side by side, as they are written; stop words between them only count as places."""
        if self.start:
            return self.plain(text, "and", boost)
        typed = [word for word in _within(text) if not word.stop]
        if not typed:
            return None
        if len(typed) == 1:
            return either(self._present(EXACT + typed[0].folded, boost))
        slop = max(after.position - before.position for before, after in pairwise(typed))
        terms = [EXACT + word.folded for word in typed]
        return either([whoosh_query.Phrase(name, terms, slop=slop, boost=boost * own) for name, own in self.fields.items()])

    def _forms(self, word: Word, boost: float) -> list[Q]:
        """The exact form and the stems, in each field. A stem that stands in as many documents as the exact word, which it always goes with,
        stands in the same ones: one list is read for both."""
        found = []
        exact = EXACT + word.folded
        for name, own in self.fields.items():
            here = self.reader.doc_frequency(name, exact)
            weights = {exact: boost} if here else {}
            for stem in word.stems:
                there = self.reader.doc_frequency(name, stem)
                if there and there == here:
                    weights[exact] += boost * STEM
                elif there:
                    weights[stem] = boost * STEM
            found += [whoosh_query.Term(name, term, boost=weight * own) for term, weight in weights.items()]
        return found

    def _present(self, term: str, boost: float) -> list[Q]:
        return [whoosh_query.Term(name, term, boost=boost * own) for name, own in self.fields.items() if (name, term) in self.reader]

    def _exact_words(self, beginning: str) -> list[str]:
        """Words that the index knows in these fields and that begin so."""
        found: set[str] = set()
        for name in self.fields:
            for term in self.reader.expand_prefix(name, EXACT + beginning):
                found.add((term.decode() if isinstance(term, bytes) else term)[len(EXACT) :])
        return sorted(found)


def _within(text: str) -> list[Word]:
    """The first words: a pasted page is not a query."""
    found = []
    for word in words(text[:MOST_LETTERS]):
        found.append(word)
        if len(found) >= MOST_WORDS:
            break
    return found


def either(queries: Sequence[Q]) -> Q:
    alive = [query for query in queries if query is not NOTHING]
    if any(isinstance(query, whoosh_query.Every) for query in alive):
        return whoosh_query.Every()
    return NOTHING if not alive else alive[0] if len(alive) == 1 else whoosh_query.Or(alive)


def together(queries: Sequence[Q]) -> Q:
    if any(query is NOTHING for query in queries):
        return NOTHING
    alive = [query for query in queries if not isinstance(query, whoosh_query.Every)]
    if not alive:
        return whoosh_query.Every() if queries else NOTHING
    return alive[0] if len(alive) == 1 else whoosh_query.And(alive)


def without(wanted: Q, unwanted: Q) -> Q:
    if unwanted is NOTHING or wanted is NOTHING:
        return wanted
    if isinstance(unwanted, whoosh_query.Every):
        return NOTHING
    return whoosh_query.AndNot(wanted, unwanted)


def all_but_one(units: Sequence[Q]) -> Q:
    """Every unit but one, whichever; with two, either of them."""
    alive = [unit for unit in units if unit is not NOTHING]
    if len(alive) < len(units):
        return together(alive) if alive else NOTHING
    if len(alive) < 3:
        return either(alive)
    return either([together([*alive[:left], *alive[left + 1 :]]) for left in range(len(alive))])

"""From a text to a `tsvector`, from a query to a `tsquery`, written out in PostgreSQL's own notation. Pure.

The words are those of `search.french`, the very terms that Whoosh indexes: PostgreSQL stores and ranks them, its own dictionaries are not asked.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from modelsearch.query import And, Boost, Fuzzy, MatchAll, Not, Or, Phrase, PlainText, SearchQuery

from search.french.analysis import EXACT, LONGEST_PREFIX
from search.french.thesaurus import Thesaurus
from search.french.words import Word, words

# PostgreSQL counts no place beyond this one, and no more places of a lexeme.
# What a `tsquery` cannot say, worked out before one is written.
ALL, NONE = "all", "none"
LAST_PLACE, MOST_PLACES = 16_383, 255
MOST_WORDS, MOST_LETTERS, DEEPEST = 32, 1_000, 40


def vector(texts: Iterable[tuple[str, str]], *, starts: bool = False) -> str:
    """Texts with their weights (A to D). Each word gives its exact form and its stems at one place; `starts`: only itself, to be found by its beginning."""
    places: dict[str, list[str]] = defaultdict(list)
    begin = 1
    for text, weight in texts:
        place = begin
        for word in words(text):
            place = min(begin + word.position, LAST_PLACE)
            if starts or not word.stop:
                for term in (word.folded,) if starts else (EXACT + word.folded, *word.stems):
                    if len(places[term]) < MOST_PLACES:
                        places[term].append(f"{place}{weight}")
        begin = min(place + 2, LAST_PLACE)  # two fields are not side by side
    return " ".join(f"{quoted(term)}:{','.join(found)}" for term, found in places.items())


def quoted(term: str) -> str:
    """A lexeme as it is, whatever it holds."""
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"


def asked(query: SearchQuery, thesaurus: Thesaurus, *, starts: bool = False, depth: int = 0) -> str:
    """The query as a `tsquery`, or ALL, or NONE; empty for what says nothing (only stop words): neutral among others, nothing alone."""
    if depth > DEEPEST:
        return ""
    if isinstance(query, MatchAll):
        return ALL
    if isinstance(query, PlainText | Fuzzy):
        return _joined(query.operator, beginnings(query.query_string) if starts else spoken(query.query_string, thesaurus))
    if isinstance(query, Phrase):
        return _joined("and", beginnings(query.query_string)) if starts else side_by_side(query.query_string)
    if isinstance(query, Boost):
        return asked(query.subquery, thesaurus, starts=starts, depth=depth + 1)
    if isinstance(query, Not):
        inner = asked(query.subquery, thesaurus, starts=starts, depth=depth + 1)
        return {ALL: NONE, NONE: ALL, "": ""}.get(inner, f"!({inner})")
    if isinstance(query, And | Or):
        parts = [asked(sub, thesaurus, starts=starts, depth=depth + 1) for sub in query.subqueries]
        return _joined("and" if isinstance(query, And) else "or", parts)
    raise NotImplementedError(f"{type(query).__name__} is not a query this backend knows.")


def spoken(text: str, thesaurus: Thesaurus) -> list[str]:
    """One expression for each word, or for each span that has synonyms."""
    typed = [word for word in _first(text) if not word.stop]
    found = []
    for span in thesaurus.spans(typed):
        own = [_any_form(word) for word in typed[span.start : span.start + span.length]]
        others = [_joined("and", [_any_form(word) for word in other]) for other in span.alternatives]
        found += [_joined("or", [_joined("and", own), *others])] if others else own
    return found


def beginnings(text: str) -> list[str]:
    return [f"{quoted(word.folded[:LONGEST_PREFIX])}:*" for word in _first(text)]


def side_by_side(text: str) -> str:
    """The words as they are written, at the places where they are written."""
    typed = [word for word in _first(text) if not word.stop]
    if not typed:
        return ""
    steps = [f" <{after.position - before.position}> {quoted(EXACT + after.folded)}" for before, after in pairwise(typed)]
    return f"({quoted(EXACT + typed[0].folded)}{''.join(steps)})"


def _any_form(word: Word) -> str:
    return _joined("or", [quoted(term) for term in dict.fromkeys((EXACT + word.folded, *word.stems))])


def _joined(operator: str, parts: Sequence[str]) -> str:
    wins, loses = (NONE, ALL) if operator == "and" else (ALL, NONE)
    if wins in parts:
        return wins
    alive = [part for part in parts if part and part != loses]
    if not alive and loses in parts:
        return loses
    if len(alive) < 2:
        return "".join(alive)
    return "(" + (" & " if operator == "and" else " | ").join(alive) + ")"


def _first(text: str) -> list[Word]:
    """A pasted page is not a query."""
    return list(words(text[:MOST_LETTERS]))[:MOST_WORDS]

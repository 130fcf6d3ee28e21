"""Finding for somebody: the index ranks, the scope's `visible_to` lets through, and what is said of the rest is nothing."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice

from modelsearch.backends import get_search_backend
from modelsearch.backends.base import BaseSearchBackend
from modelsearch.query import MATCH_NONE
from whoosh.query import Query
from whoosh.reading import IndexReader

from search import conf, scopes
from search.backends.whoosh import documents
from search.backends.whoosh.backend import WhooshSearchBackend
from search.backends.whoosh.queries import NOTHING, all_but_one, together
from search.backends.whoosh.ranking import Ranked, rank
from search.discretion import MOST_ROUNDS, DiscreetBuilder, forms_of
from search.exceptions import Unusable
from search.parser import Typed, parse
from search.synonyms import thesaurus

ENOUGH = 5
SUGGESTED = 6


@dataclass(frozen=True)
class Found:
    """Keys that this person may see, best first. `total` is exact unless `capped`; `instead`, the spelling that these results answer, when
    what was typed is known nowhere; `near`, when these are only close to what was typed; `partial`, when all of them miss a word; `facets` as
    `scopes.count_facets`."""

    keys: list[object] = field(default_factory=list)
    total: int = 0
    capped: bool = False
    instead: str = ""
    near: bool = False
    partial: bool = False
    facets: dict[str, dict[object, int]] = field(default_factory=dict)

    @property
    def exact(self) -> bool:
        return bool(self.keys) and not self.near and not self.instead

    def without(self, hidden: set[object]) -> "Found":
        """The same, less what an editor leaves out."""
        keys = [key for key in self.keys if key not in hidden] if hidden else self.keys
        return self if len(keys) == len(self.keys) else replace(self, keys=keys, total=len(keys))


def find(
    scope: scopes.Scope,
    text: str,
    user: object,
    *,
    backend: str = "default",
    limit: int | None = None,
    facets: bool = False,
    weigh: Callable[[dict[str, float]], dict[str, float]] = dict,
) -> Found:
    """What answers `text` in this scope for this person. Rows with every word come first; when they are few, rows that miss one follow.

    Never raises for what somebody typed. `limit` keeps the first keys (totals and facets still count everything); `weigh` changes how much each
    field of the index counts.
    """
    typed = parse(text)
    if typed.empty:
        return Found()
    engine = get_search_backend(backend)
    if scope.finder is not None:
        ranking = scope.finder(user, " ".join((typed.loose, *typed.phrases)).strip())
        found = Found(ranking.keys, len(ranking.keys), near=ranking.near)
    elif not isinstance(engine, WhooshSearchBackend):
        found = _strict_then_relaxed(scope, typed, user, engine)
    else:
        try:
            found = _Asking(scope, typed, user, engine, weigh(documents.text_fields(scope.model))).found()
        except Unusable:
            found = _in_database(scope, engine.search(typed.query, scope.model), user)
    counted = scopes.count_facets(scope, user, found.keys) if facets else {}
    return replace(found, keys=found.keys if limit is None else found.keys[:limit], facets=counted)


def suggest(scope: scopes.Scope, text: str, user: object, *, backend: str = "default", limit: int = SUGGESTED) -> list[object]:
    """Keys of what begins as `text` does, while it is typed; only what this person may see."""
    typed = parse(text)
    engine = get_search_backend(backend)
    if typed.empty:
        return []
    if not isinstance(engine, WhooshSearchBackend):
        keys: list[object] = [row.pk for row in islice(engine.autocomplete(text, scope.model), 200)]
        return list(islice(scopes.visible_keys(scope, user, keys), limit))
    fields, kind = documents.start_fields(scope.model), documents.kind(scope.model)
    try:
        ranked = rank(
            engine.store, lambda reader: DiscreetBuilder(fields, reader, thesaurus=thesaurus(), start=True).restricted(typed.query, kind), cap=engine.cap
        )
    except Unusable:
        return []
    return list(islice(scopes.visible_keys(scope, user, _keys(scope, ranked)), limit))


@dataclass
class _Asking:
    """One question put to the index for one person.

    Whether a word is « known nowhere », hence forgiven, is decided among the rows this person may see: a mistake that only a hidden row holds is
    forgiven too, a spelling that only a hidden row holds is never proposed. `masked` are the words that stand in hidden rows alone.
    """

    scope: scopes.Scope
    typed: Typed
    user: object
    engine: WhooshSearchBackend
    fields: dict[str, float]
    masked: set[str] = field(default_factory=set)
    corrections: dict[str, list[str]] = field(default_factory=dict)

    def found(self) -> Found:
        strict, keys = self._strictly()
        for _round in range(MOST_ROUNDS):
            hidden = self._known_to_others() if not keys else set()
            if not hidden:
                break
            self.masked |= hidden
            strict, keys = self._strictly()
        partial = not keys
        if len(keys) < ENOUGH and self.typed.several:
            seen = set(keys)
            keys += [key for key in self._through(self._ask(relaxed=True)) if key not in seen]
        instead = self.typed.corrected(self._confirmed()) if keys and self.corrections else ""
        return Found(keys, len(keys), strict.capped, instead, partial=partial and bool(keys))

    def _strictly(self) -> tuple[Ranked, list[object]]:
        self.corrections.clear()
        ranked = self._ask(relaxed=False)
        return ranked, self._through(ranked)

    def _ask(self, *, relaxed: bool) -> Ranked:
        kind = documents.kind(self.scope.model)

        def build(reader: IndexReader) -> Query:
            builder = DiscreetBuilder(self.fields, reader, thesaurus=thesaurus(), typos=self.engine.typos, masked=self.masked)
            if relaxed:
                loose = all_but_one(builder.units(self.typed.loose))
                built = NOTHING if loose is NOTHING else builder.within(together([loose, *self.typed.rest(builder)]), kind)
            else:
                built = builder.restricted(self.typed.query, kind)
            self.corrections.update(builder.corrections)
            return built

        return rank(self.engine.store, build, cap=self.engine.cap)

    def _through(self, ranked: Ranked) -> list[object]:
        return list(scopes.visible_keys(self.scope, self.user, _keys(self.scope, ranked)))

    def _known_to_others(self) -> set[str]:
        """Words typed, and spellings tried instead, that the index knows and no visible row holds."""
        wanted = forms_of(self.typed) | {spelling: frozenset([spelling]) for spellings in self.corrections.values() for spelling in spellings}
        return {word for word, forms in wanted.items() if word not in self.masked and self._only_hidden(forms)}

    def _only_hidden(self, forms: frozenset[str]) -> bool:
        ranked = rank(self.engine.store, partial(self._any_of, forms), cap=self.engine.cap)
        return bool(ranked.pks) and next(scopes.visible_keys(self.scope, self.user, _keys(self.scope, ranked)), None) is None

    def _any_of(self, forms: frozenset[str], reader: IndexReader) -> Query:
        builder = DiscreetBuilder(self.fields, reader, thesaurus=thesaurus(), typos=False)
        return builder.within(builder.any_of(forms), documents.kind(self.scope.model))

    def _confirmed(self) -> dict[str, str]:
        """For each mistake, the first spelling that a row this person may see does hold: a spelling must not tell what a hidden row says."""
        confirmed = {}
        for mistake, spellings in self.corrections.items():
            for spelling in spellings:
                ranked = rank(self.engine.store, partial(self._only, spelling), cap=self.engine.cap)
                if next(scopes.visible_keys(self.scope, self.user, _keys(self.scope, ranked)), None) is not None:
                    confirmed[mistake] = spelling
                    break
        return confirmed

    def _only(self, spelling: str, reader: IndexReader) -> Query:
        builder = DiscreetBuilder(self.fields, reader, thesaurus=thesaurus(), typos=False)
        return builder.within(builder.exactly(spelling), documents.kind(self.scope.model))


def _keys(scope: scopes.Scope, ranked: Ranked) -> list[object]:
    to_python = scope.model._meta.pk.to_python
    return [to_python(pk) for pk in ranked.pks]


def _strict_then_relaxed(scope: scopes.Scope, typed: Typed, user: object, engine: BaseSearchBackend) -> Found:
    """Another engine, asked twice when few rows hold every word."""
    strict = _in_database(scope, engine.search(typed.query, scope.model), user)
    if len(strict.keys) >= ENOUGH or typed.relaxed is MATCH_NONE:
        return strict
    more = _in_database(scope, engine.search(typed.relaxed, scope.model), user)
    keys = list(dict.fromkeys([*strict.keys, *more.keys]))
    return Found(keys, len(keys), capped=strict.capped or more.capped)


def _in_database(scope: scopes.Scope, results: object, user: object) -> Found:
    """The same promise with whatever backend the host has, or without an index: rank first, then let SQL decide."""
    cap: int = conf.option("CAP")
    rows = results[:cap]  # type: ignore[index]  # results of modelsearch
    keys = list(scopes.visible_keys(scope, user, [row.pk for row in rows]))
    return Found(keys, len(keys), capped=len(rows) >= cap)

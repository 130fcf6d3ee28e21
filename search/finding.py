"""Finding for somebody: the index ranks, the scope's `visible_to` lets through, and what is said of the rest is nothing."""

from dataclasses import dataclass, field
from functools import partial
from itertools import islice

from modelsearch.backends import get_search_backend
from modelsearch.query import SearchQuery
from whoosh.query import Query
from whoosh.reading import IndexReader

from search import conf, scopes
from search.backends.whoosh import documents
from search.backends.whoosh.backend import WhooshSearchBackend
from search.backends.whoosh.queries import NOTHING, Builder, all_but_one, together
from search.backends.whoosh.ranking import Ranked, rank
from search.exceptions import Unusable
from search.parser import Typed, parse
from search.synonyms import thesaurus

ENOUGH = 5


@dataclass(frozen=True)
class Found:
    """Keys that this person may see, best first. `total` is exact unless `capped`; `instead`, the spelling that these results answer, when
    what was typed is known nowhere; `facets` as `scopes.count_facets`."""

    keys: list[object] = field(default_factory=list)
    total: int = 0
    capped: bool = False
    instead: str = ""
    facets: dict[str, dict[object, int]] = field(default_factory=dict)


def find(scope: scopes.Scope, text: str, user: object, *, backend: str = "default", limit: int | None = None, facets: bool = False) -> Found:
    """What answers `text` in this scope for this person. Rows with every word come first; when they are few, rows that miss one follow.

    Never raises for what somebody typed. `limit` keeps the first keys (totals and facets still count everything).
    """
    typed = parse(text)
    if typed.empty:
        return Found()
    engine = get_search_backend(backend)
    if not isinstance(engine, WhooshSearchBackend):
        return _in_database(scope, typed.query, user, engine, limit)
    corrections: dict[str, list[str]] = {}
    try:
        strict = _ask(scope, typed, engine, corrections, relaxed=False)
        keys = _through(scope, user, strict)
        capped = strict.capped
        if len(keys) < ENOUGH and typed.loose:
            seen = set(keys)
            keys += [key for key in _through(scope, user, _ask(scope, typed, engine, corrections, relaxed=True)) if key not in seen]
    except Unusable:
        return _in_database(scope, typed.query, user, engine, limit)
    return Found(
        keys=keys if limit is None else keys[:limit],
        total=len(keys),
        capped=capped,
        instead=typed.corrected(_confirmed(scope, user, engine, corrections)) if keys and corrections else "",
        facets=scopes.count_facets(scope, user, keys) if facets else {},
    )


def suggest(scope: scopes.Scope, text: str, user: object, *, backend: str = "default", limit: int = 6) -> list[object]:
    """Keys of what begins as `text` does, while it is typed; only what this person may see."""
    typed = parse(text)
    engine = get_search_backend(backend)
    if typed.empty:
        return []
    if not isinstance(engine, WhooshSearchBackend):
        return [row.pk for row in islice(engine.autocomplete(text, scope.model), 200) if scope.visible(user).filter(pk=row.pk).exists()][:limit]
    fields, kind = documents.start_fields(scope.model), documents.kind(scope.model)
    try:
        ranked = rank(engine.store, lambda reader: Builder(fields, reader, thesaurus=thesaurus(), start=True).restricted(typed.query, kind), cap=engine.cap)
    except Unusable:
        return []
    return list(islice(scopes.visible_keys(scope, user, _keys(scope, ranked)), limit))


def _ask(scope: scopes.Scope, typed: Typed, engine: WhooshSearchBackend, corrections: dict[str, list[str]], *, relaxed: bool) -> Ranked:
    fields, kind = documents.text_fields(scope.model), documents.kind(scope.model)

    def build(reader: IndexReader) -> Query:
        builder = Builder(fields, reader, thesaurus=thesaurus(), typos=engine.typos)
        if relaxed:
            loose = all_but_one(builder.units(typed.loose))
            built = NOTHING if loose is NOTHING else builder.within(together([loose, *typed.rest(builder)]), kind)
        else:
            built = builder.restricted(typed.query, kind)
        corrections.update(builder.corrections)
        return built

    return rank(engine.store, build, cap=engine.cap)


def _confirmed(scope: scopes.Scope, user: object, engine: WhooshSearchBackend, corrections: dict[str, list[str]]) -> dict[str, str]:
    """For each mistake, the first spelling that a row this person may see does hold: a spelling must not tell what a hidden row says."""
    fields, kind = documents.text_fields(scope.model), documents.kind(scope.model)
    confirmed = {}
    for mistake, spellings in corrections.items():
        for spelling in spellings:
            ranked = rank(engine.store, partial(_only, spelling, fields, kind), cap=engine.cap)
            if next(scopes.visible_keys(scope, user, _keys(scope, ranked)), None) is not None:
                confirmed[mistake] = spelling
                break
    return confirmed


def _only(spelling: str, fields: dict[str, float], kind: str, reader: IndexReader) -> Query:
    builder = Builder(fields, reader, thesaurus=thesaurus(), typos=False)
    return builder.within(builder.exactly(spelling), kind)


def _keys(scope: scopes.Scope, ranked: Ranked) -> list[object]:
    to_python = scope.model._meta.pk.to_python
    return [to_python(pk) for pk in ranked.pks]


def _through(scope: scopes.Scope, user: object, ranked: Ranked) -> list[object]:
    return list(scopes.visible_keys(scope, user, _keys(scope, ranked)))


def _in_database(scope: scopes.Scope, query: SearchQuery, user: object, engine: object, limit: int | None) -> Found:
    """The same promise with whatever backend the host has: rank first, then let SQL decide."""
    cap: int = conf.option("CAP")
    rows = engine.search(query, scope.model)[:cap]  # type: ignore[attr-defined]  # a backend of modelsearch
    keys = list(scopes.visible_keys(scope, user, [row.pk for row in rows]))
    return Found(keys=keys if limit is None else keys[:limit], total=len(keys), capped=len(rows) >= cap)

"""Scopes: what can be searched, each declared by the application that owns it and named in `SEARCH["SCOPES"]` by a dotted path.

The index answers which rows fit; `visible_to` decides, in SQL, which of them this person may see. Nothing else of the index leaves:
not a count, not a suggestion, not a highlighted word of a row that was not let through.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Model, QuerySet
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from search import conf

MOST_THROUGH = 1000
Visible = Callable[[Any], "QuerySet[Any]"]  # Any: the host's user, the rows of the scope's model
Keys = Sequence[Any]  # Any: primary keys of whatever type
Words = str | Promise


@dataclass(frozen=True)
class Hit:
    """One result as a page shows it, made of what this person may see. `text` is where the words that answer are shown; `details` tell it from
    its neighbours; `presence` says whether a person can be reached, `here` whether that is good news."""

    key: Any  # Any: a primary key
    title: str
    url: str
    text: str = ""
    kind: str = ""
    details: tuple[str, ...] = ()
    when: datetime | date | None = None
    initials: str = ""
    photo: str = ""
    presence: str = ""
    here: bool = False
    badge: str = ""


@dataclass(frozen=True)
class Ranking:
    """Primary keys in the order of a scope's own search, already those this person may see. `near`: nothing answers to the very words."""

    keys: list[Any]  # Any: primary keys
    near: bool = False


@dataclass(frozen=True)
class Naming:
    """How a facet is called, and its values: `names(user, values)` gives the label of each; a value without label is not shown."""

    label: Words
    names: Callable[[Any, Keys], dict[Any, str]]  # Any: the host's user, values of the field


@dataclass(frozen=True)
class Scope:
    """`visible(user)` gives the rows that this person may see; `model` is the model that they belong to, indexed unless the scope ranks by itself.

    `facets`: name → field of the model, counted among what this person may see, called as `names` says. `date` is the field of the day.
    `hits(user, keys)` makes what is shown of these rows, in their order, again through `visible`. `finder` ranks instead of the index, by rules of
    its own. `through(user, keys)` answers which of a thousand keys at most `visible` holds, where the host can ask it faster. `starts` gives what
    is suggested while one types, `suggested` how many lines of it. `elsewhere(text)` is a page that says more.
    """

    model: type[Model]
    visible: Visible
    facets: dict[str, str] = field(default_factory=dict)
    label: Words = ""
    names: dict[str, Naming] = field(default_factory=dict)
    date: str = ""
    hits: Callable[[Any, Keys], list[Hit]] | None = None
    finder: Callable[[Any, str], Ranking] | None = None
    through: Callable[[Any, Keys], Iterable[Any]] | None = None
    starts: Callable[[Any, str, int], list[Hit]] | None = None
    suggested: int = 0
    elsewhere: Callable[[str], tuple[Words, str]] | None = None

    def shown(self, user: object, keys: Keys) -> list[Hit]:
        """What a page shows of these keys, in their order; those that are no longer visible are left out."""
        if not keys:
            return []
        if self.hits is not None:
            return self.hits(user, keys)
        rows = self.visible(user).in_bulk(list(keys))
        return [Hit(key, str(rows[key]), getattr(rows[key], "url", "") or "") for key in keys if key in rows]


def all_scopes() -> dict[str, Scope]:
    """Every declared scope by name, in the order of the settings."""
    return {name: import_string(path) for name, path in conf.scope_paths().items()}


def visible_keys(scope: Scope, user: object, keys: list[object], **filters: object) -> Iterator[object]:
    """Those of `keys` that this person may see, in the same order, batch by batch: whoever wants a first page asks SQL once."""
    at, size = 0, 200
    while at < len(keys):
        batch = keys[at : at + size]
        if scope.through and not filters and len(batch) <= MOST_THROUGH:
            through = set(scope.through(user, batch))
        else:
            through = set(scope.visible(user).filter(pk__in=batch, **filters).order_by().values_list("pk", flat=True))
        yield from (key for key in batch if key in through)
        at, size = at + size, size * 4


def count_facets(scope: Scope, user: object, keys: list[object]) -> dict[str, dict[object, int]]:
    """For each facet, value → how many of `keys` this person may see with it."""
    return {name: count_facet(scope.visible(user).filter(pk__in=keys), path) for name, path in scope.facets.items()}


def count_facet(rows: "QuerySet[Any]", path: str) -> dict[object, int]:  # Any: rows of a scope's model
    """Value → how many rows, most frequent first."""
    counted = rows.order_by().values(path).annotate(total=Count("pk", distinct=True)).order_by("-total", path)
    return {row[path]: row["total"] for row in counted}

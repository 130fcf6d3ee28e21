"""Scopes: what can be searched, each declared by the application that owns it and named in `SEARCH["SCOPES"]` by a dotted path.

The index answers which rows fit; `visible_to` decides, in SQL, which of them this person may see. Nothing else of the index leaves:
not a count, not a suggestion, not a highlighted word of a row that was not let through.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Model, QuerySet
from django.utils.module_loading import import_string

from search import conf

Visible = Callable[[Any], "QuerySet[Any]"]  # Any: the host's user, the rows of the scope's model


@dataclass(frozen=True)
class Scope:
    """`visible(user)` gives the rows that this person may see; `model` is the indexed model that they belong to.

    `facets`: name → field of the model, counted among what this person may see. `text` says which words of a row are shown.
    """

    model: type[Model]
    visible: Visible
    facets: dict[str, str] = field(default_factory=dict)
    text: Callable[[Any], str] = str  # Any: a row of the model


def all_scopes() -> dict[str, Scope]:
    """Every declared scope by name, in the order of the settings."""
    return {name: import_string(path) for name, path in conf.scope_paths().items()}


def visible_keys(scope: Scope, user: object, keys: list[object], **filters: object) -> Iterator[object]:
    """Those of `keys` that this person may see, in the same order, batch by batch: whoever wants a first page asks SQL once."""
    at, size = 0, 200
    while at < len(keys):
        batch = keys[at : at + size]
        through = set(scope.visible(user).filter(pk__in=batch, **filters).order_by().values_list("pk", flat=True))
        yield from (key for key in batch if key in through)
        at, size = at + size, size * 4


def count_facets(scope: Scope, user: object, keys: list[object]) -> dict[str, dict[object, int]]:
    """For each facet, value → how many of `keys` this person may see with it."""
    counts: dict[str, dict[object, int]] = {}
    for name, path in scope.facets.items():
        rows = scope.visible(user).filter(pk__in=keys).order_by().values(path).annotate(total=Count("pk", distinct=True)).order_by("-total", path)
        counts[name] = {row[path]: row["total"] for row in rows}
    return counts

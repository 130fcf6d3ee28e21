"""Places where things happen: a group, an idea box. Rooms above register their sort of place from `AppConfig.ready()`.

A scope is written "communities.community:12": the sort, a colon, the primary key.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise

if TYPE_CHECKING:
    from rse.people.models import User

Names = Mapping[int, str]


@dataclass(frozen=True)
class ScopeType:
    """`readable(user, pks)`: the names, by primary key, of those `user` may read today; `mine(user)`: those the person can set apart on the
    page of preferences (the groups one is in). Each in one query."""

    label: str
    title: str | Promise
    readable: "Callable[[User, set[int]], Names]"
    mine: "Callable[[User], Names]"


_types: dict[str, ScopeType] = {}


def register(scope_type: ScopeType) -> None:
    """Add a sort of place. Raises ImproperlyConfigured when another one has the same label."""
    if _types.setdefault(scope_type.label, scope_type) != scope_type:
        raise ImproperlyConfigured(f"Two sorts of place are called {scope_type.label!r}.")


def written(label: str, pk: int) -> str:
    return f"{label}:{pk}"


def readable(user: "User", scopes: Iterable[str]) -> dict[str, str]:
    """The names of the places among `scopes` that `user` may read; a place nobody registered is closed. One query a sort of place."""
    wanted: dict[str, set[int]] = {}
    for scope in scopes:
        label, _colon, pk = scope.rpartition(":")
        if label in _types and pk.isascii() and pk.isdecimal():
            wanted.setdefault(label, set()).add(int(pk))
    return {written(label, pk): name for label, pks in wanted.items() for pk, name in _types[label].readable(user, pks).items()}


def mine(user: "User") -> list[tuple[ScopeType, dict[str, str]]]:
    """For the page of preferences: each sort of place with the places of this person, by scope."""
    return [(scope_type, {written(scope_type.label, pk): name for pk, name in scope_type.mine(user).items()}) for scope_type in _types.values()]

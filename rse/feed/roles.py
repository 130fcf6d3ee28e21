"""Roles that can be named with an @, such as @referent-voirie. Bridges register a prefix from `AppConfig.ready()`; this room knows no role."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rse.people.models import User


@dataclass(frozen=True)
class RoleName:
    """One role as it is proposed: `handle` is what is written after the @, `label` and `detail` what the person reads."""

    handle: str
    label: str
    detail: str = ""


@dataclass(frozen=True)
class Role:
    """`people(rest)` answers who holds the role today, `rest` being what follows the prefix, folded; nobody for an unknown one.
    `suggest(typed)` proposes a few roles for what is typed after the prefix; `page(rest)` is where the name leads, "" for nowhere."""

    prefix: str
    people: Callable[[str], "Iterable[User]"]
    suggest: Callable[[str], list[RoleName]]
    page: Callable[[str], str] = lambda _rest: ""


_roles: dict[str, Role] = {}


def register(role: Role) -> None:
    """A later registration of the same prefix replaces the first."""
    _roles[role.prefix] = role


def find(handle: str) -> tuple[Role, str] | None:
    """The role a folded handle names, and what follows its prefix."""
    for prefix, role in _roles.items():
        if handle.startswith(prefix) and len(handle) > len(prefix):
            return role, handle[len(prefix) :]
    return None


def suggest(typed: str) -> list[RoleName]:
    """A few roles for folded letters: those of a prefix that is begun, or whose own letters match."""
    found: list[RoleName] = []
    for prefix, role in _roles.items():
        if typed.startswith(prefix):
            found += role.suggest(typed[len(prefix) :])
        elif prefix.startswith(typed):
            found += role.suggest("")
        else:
            found += role.suggest(typed)
    return found

"""Finding a colleague by name, through the host's directory."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from referents.conf import directory
from referents.host import User
from referents.models import Referent
from referents.text import fold, words

if TYPE_CHECKING:
    from referents.directory import Colleague

MOST = 12


def label(user: User) -> str:
    """The name the host shows."""
    return directory().label(user)


def referents_to_choose(*, besides: Iterable[int] = ()) -> list[tuple[int, str]]:
    """Everyone who is a referent today, once each, as (id, name and departments), in the order of names. Two queries at most."""
    departments: dict[int, tuple[User, list[str]]] = {}
    roles = Referent.objects.active().exclude(user__in=list(besides)).select_related("user", "department")
    for role in roles:
        departments.setdefault(role.user_id, (role.user, []))[1].append(role.department.name)
    found = [(pk, f"{label(user)} · {', '.join(sorted(names))}") for pk, (user, names) in departments.items()]
    return sorted(found, key=lambda choice: fold(choice[1]))


def holds(text: str, wanted: list[str]) -> bool:
    """Every wanted word stands in the text, whatever accents, capitals and hyphens."""
    folded = " ".join(words(text))
    return all(word in folded for word in wanted)


def named(query: str, *, by: User) -> "list[Colleague]":
    """At most twelve active colleagues who answer to `query` in the host's directory, best first."""
    return directory().find(query, by=by, most=MOST) if by.is_active else []

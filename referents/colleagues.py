"""Finding a colleague by name, through the host's directory."""

from collections.abc import Iterable

from django.contrib.auth import get_user_model

from referents.conf import directory
from referents.host import User
from referents.models import Referent
from referents.text import fold, words

MOST = 12


def referents_to_choose(*, besides: Iterable[int] = ()) -> list[tuple[int, str]]:
    """Everyone who is a referent today, once each, as (id, name and departments), in the order of names. Two queries at most."""
    label = directory().label
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


def named(query: str, *, by: User) -> list[tuple[int, str]]:
    """At most twelve active colleagues whose name holds every word of `query`, whatever its accents; nobody for fewer than two letters."""
    wanted = words(query)
    if len("".join(wanted)) < 2 or not by.is_active:
        return []
    label = directory().label
    everybody = ((user.pk, label(user)) for user in get_user_model().objects.filter(is_active=True).exclude(pk=by.pk))
    found = [(pk, name) for pk, name in everybody if holds(name, wanted)]
    return sorted(found, key=lambda choice: fold(choice[1]))[:MOST]

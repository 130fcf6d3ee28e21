"""Who is there in place of whom: absence → deputy, three hops at most, no loop."""

from collections.abc import Sequence
from datetime import date

from django.contrib.auth import get_user_model

from referents.directory import Directory
from referents.host import User
from referents.models import Referent

HOPS = 3


def stand_ins(users: Sequence[User], directory: Directory, *, day: date) -> dict[int, User | None]:
    """For each person's id, the person if present on `day`, else whoever stands in, else None. Read for everybody at once, one round a hop."""
    people = {user.pk: user for user in users}
    chains = {pk: [pk] for pk in people}
    waiting, found = set(chains), dict.fromkeys(chains)
    for hop in range(HOPS + 1):
        last = {chains[pk][-1] for pk in waiting}
        away = _away([people[pk] for pk in last], directory, day)
        for pk in [pk for pk in waiting if chains[pk][-1] not in away]:
            found[pk] = people[chains[pk][-1]]
            waiting.discard(pk)
        if not waiting or hop == HOPS:
            break
        deputies = _deputies(away, people, directory)
        people |= _active(set(deputies.values()) - people.keys())
        for pk in list(waiting):
            deputy = deputies.get(chains[pk][-1])
            if deputy is None or deputy in chains[pk] or deputy not in people:
                waiting.discard(pk)
            else:
                chains[pk].append(deputy)
    return found


def _away(people: list[User], directory: Directory, day: date) -> dict[int, int | None]:
    """Absent people, with the deputy their absence names."""
    away: dict[int, int | None] = {}
    for absence in directory.absences(people, day, day):
        away[absence.user_id] = absence.deputy_id or away.get(absence.user_id)
    return away


def _deputies(away: dict[int, int | None], people: dict[int, User], directory: Directory) -> dict[int, int]:
    """The absence's deputy, else the referent's, else the host's usual one."""
    named = {pk: deputy for pk, deputy in away.items() if deputy}
    unnamed = [pk for pk in away if pk not in named]
    if unnamed:
        rows = Referent.objects.filter(user__in=unnamed, deputy__isnull=False).exclude(state=Referent.State.ENDED)
        named |= dict(rows.order_by("-pk").values_list("user", "deputy"))
    usual = directory.deputies([people[pk] for pk in unnamed if pk not in named and pk in people])
    return {**{pk: deputy.pk for pk, deputy in usual.items()}, **named}


def _active(pks: set[int]) -> dict[int, User]:
    return get_user_model().objects.filter(is_active=True).in_bulk(pks) if pks else {}

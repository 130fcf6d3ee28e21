"""Who can be reached, subject by subject: the map of departments and subjects on a day or over a week. Reading only, nine queries whatever the town.

A subject is reached through whoever chose it, or through their deputy. Four states, each with its word and its shape:
reached, resting on one person, everybody away, nobody.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth import get_user_model
from django.db.models import TextChoices
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from referents.conf import directory
from referents.host import Department, User
from referents.models import Referent, Topic
from referents.reachability import Tree
from referents.spreadsheets import cell
from referents.text import fold

SATURDAY, WEEK = 5, 5


class Status(TextChoices):
    """In the order of what deserves a look."""

    NOBODY = "nobody", gettext_lazy("with nobody")
    AWAY = "away", gettext_lazy("everybody away")
    FRAGILE = "fragile", gettext_lazy("without a deputy")
    REACHED = "reached", gettext_lazy("reachable")


WORST_FIRST = tuple(Status)


@dataclass(frozen=True)
class Cell:
    """One subject: how it stands, who answers for it, who stands in."""

    topic: str
    status: Status
    people: tuple[str, ...]
    deputies: tuple[str, ...]


@dataclass(frozen=True)
class Tile:
    """One department and its subjects, those that deserve a look first."""

    department: Department
    cells: tuple[Cell, ...]
    counts: tuple[tuple[Status, int], ...]
    status: Status

    @property
    def holes(self) -> int:
        """Subjects nobody answers for: a call for volunteers may fill them."""
        return sum(cell.status == Status.NOBODY for cell in self.cells)


@dataclass(frozen=True)
class BothAway:
    """Days on which a referent and whoever stands in are both away, and what nobody answers for then."""

    days: str
    department: str
    people: tuple[str, ...]
    topics: tuple[str, ...]


@dataclass(frozen=True)
class Away:
    """Somebody away on the days looked at, and until when."""

    name: str
    department: str
    until: date
    deputy: str


@dataclass(frozen=True)
class ReachMap:
    """`days`: those looked at; `totals`: subjects by state, the whole town; `tiles`: departments with a subject or a referent."""

    days: tuple[date, ...]
    tiles: tuple[Tile, ...]
    totals: tuple[tuple[Status, int], ...]
    warnings: tuple[BothAway, ...]
    away: tuple[Away, ...]

    @property
    def topics(self) -> int:
        return sum(number for _status, number in self.totals)


def working_day(day: date) -> date:
    """This day, or the Monday after it."""
    return day + timedelta(days=(7 - day.weekday()) if day.weekday() >= SATURDAY else 0)


def days_of(choice: str, *, today: date) -> tuple[date, ...]:
    """« demain »: the next working day; « semaine »: Monday to Friday of next week; anything else: today."""
    if choice == "demain":
        return (working_day(today + timedelta(days=1)),)
    if choice == "semaine":
        monday = today + timedelta(days=7 - today.weekday())
        return tuple(monday + timedelta(days=n) for n in range(WEEK))
    return (today,)


def week_of(days: Sequence[date]) -> tuple[date, ...]:
    """The working days, from the first one looked at to the end of its week."""
    first = days[0]
    last = max(0, WEEK - first.weekday())
    return tuple(first + timedelta(days=n) for n in range(last)) or (first,)


class _Presence:
    """Who is in on which day, read once for everybody."""

    def __init__(self, people: dict[int, User], days: Sequence[date], week: Sequence[date]) -> None:
        host, last = directory(), max(days[-1], week[-1])
        self.label = host.label
        self.absences: dict[int, list[tuple[date, date, int | None]]] = defaultdict(list)
        for absence in host.absences(people.values(), days[0], last):
            self.absences[absence.user_id].append((absence.start, absence.end, absence.deputy_id))
        self.off = host.off_duty_days(people.values(), days)

    def away(self, user_id: int, day: date) -> bool:
        return any(start <= day <= end for start, end, _deputy in self.absences.get(user_id, ()))

    def here(self, user_id: int, day: date) -> bool:
        return not self.away(user_id, day) and user_id not in self.off.get(day, ())


def reach_map(user: User, *, days: Sequence[date]) -> ReachMap:
    """The map on these days as `user` may see it: over several days a subject shows its worst one."""
    roles = list(Referent.objects.visible_to(user).active().order_by("pk"))
    people = get_user_model().objects.filter(is_active=True).in_bulk({role.user_id for role in roles} | {role.deputy_id for role in roles if role.deputy_id})
    week = week_of(days)
    presence = _Presence(people, days, week)
    tree, holders = Tree(), _holders(roles)
    cells: dict[int, list[Cell]] = defaultdict(list)
    topics = list(Topic.objects.filter(active=True, department__isnull=False).order_by("name").values_list("pk", "name", "department"))
    for pk, name, department in topics:
        cells[department].append(_cell(name, holders.get(pk, ()), people, presence, days))
    for role in roles:
        cells.setdefault(role.department_id, [])
    tiles = tuple(sorted((_tile(tree.departments[pk], cells[pk]) for pk in tree.departments if pk in cells), key=lambda tile: fold(tile.department.name)))
    names = {pk: name for pk, name, _department in topics}
    return ReachMap(
        days=tuple(days),
        tiles=tiles,
        totals=_counts(cell for tile in tiles for cell in tile.cells),
        warnings=tuple(_warnings(roles, holders, people, presence, week, tree, names)),
        away=tuple(_away(roles, people, presence, days, tree)),
    )


def _holders(roles: list[Referent]) -> dict[int, list[Referent]]:
    by_pk = {role.pk: role for role in roles}
    found: dict[int, list[Referent]] = defaultdict(list)
    for referent, topic in Referent.topics.through._default_manager.filter(referent__in=by_pk).values_list("referent", "topic"):
        found[topic].append(by_pk[referent])
    return found


def _cell(name: str, holders: Iterable[Referent], people: dict[int, User], presence: _Presence, days: Sequence[date]) -> Cell:
    holders = list(holders)
    deputies = {role.deputy_id for role in holders if role.deputy_id in people} - {role.user_id for role in holders}
    worst = min((_status(holders, people, presence, day) for day in days), key=WORST_FIRST.index)
    return Cell(
        topic=name,
        status=worst,
        people=tuple(presence.label(people[role.user_id]) for role in holders if role.user_id in people),
        deputies=tuple(presence.label(people[pk]) for pk in sorted(pk for pk in deputies if pk)),
    )


def _status(holders: list[Referent], people: dict[int, User], presence: _Presence, day: date) -> Status:
    if not holders:
        return Status.NOBODY
    able = {role.user_id for role in holders} | {role.deputy_id for role in holders if role.deputy_id in people}
    if not any(pk and presence.here(pk, day) for pk in able):
        return Status.AWAY
    return Status.FRAGILE if len(able) == 1 else Status.REACHED


def _tile(department: Department, cells: list[Cell]) -> Tile:
    ordered = sorted(cells, key=lambda cell: (WORST_FIRST.index(cell.status), cell.topic))
    counts = _counts(ordered)
    return Tile(department, tuple(ordered), counts, counts[0][0] if counts else Status.REACHED)


def _counts(cells: Iterable[Cell]) -> tuple[tuple[Status, int], ...]:
    """How many subjects in each state, the states nobody is in left out."""
    found: dict[Status, int] = defaultdict(int)
    for one in cells:
        found[one.status] += 1
    return tuple((status, found[status]) for status in WORST_FIRST if found[status])


def _warnings(
    roles: list[Referent],
    holders: dict[int, list[Referent]],
    people: dict[int, User],
    presence: _Presence,
    week: Sequence[date],
    tree: Tree,
    names: dict[int, str],
) -> Iterable[BothAway]:
    """Both away: the referent and whoever stands in; with the subjects nobody else holds that day."""
    for role in roles:
        if role.deputy_id is None or role.deputy_id not in people:
            continue
        days = [day for day in week if presence.away(role.user_id, day) and presence.away(role.deputy_id, day)]
        if not days:
            continue
        alone = [
            names[topic]
            for topic, held in holders.items()
            if role in held and topic in names and all(any(presence.away(one.user_id, day) for day in days) for one in held)
        ]
        both = tuple(presence.label(people[pk]) for pk in (role.user_id, role.deputy_id) if pk in people)
        yield BothAway(span(days), tree.departments[role.department_id].name, both, tuple(sorted(alone)))


def _away(roles: list[Referent], people: dict[int, User], presence: _Presence, days: Sequence[date], tree: Tree) -> Iterable[Away]:
    for role in roles:
        until = [end for start, end, _deputy in presence.absences.get(role.user_id, ()) if start <= days[-1] and end >= days[0]]
        if until and role.user_id in people:
            deputy = presence.label(people[role.deputy_id]) if role.deputy_id in people else ""
            yield Away(presence.label(people[role.user_id]), tree.departments[role.department_id].name, max(until), deputy)


def span(days: Sequence[date]) -> str:
    """« mardi 1 décembre », « du mardi 1 au jeudi 3 décembre »."""
    last = date_format(days[-1], "l j F")
    if len(days) == 1:
        return last
    return _("from %(first)s to %(last)s") % {"first": date_format(days[0], "l j"), "last": last}


def table(found: ReachMap) -> list[list[str]]:
    """One line a subject, for a spreadsheet; no cell is taken for a formula."""
    head = [_("Department"), _("Subject"), _("State"), _("Referents"), _("Deputies")]
    rows = [
        [tile.department.name, one.topic, str(one.status.label), ", ".join(one.people), ", ".join(one.deputies)] for tile in found.tiles for one in tile.cells
    ]
    return [head, *([cell(value) for value in row] for row in rows)]

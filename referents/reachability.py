"""Who can be reached today: the directory of referents, its departments with counts, the services nobody answers for. Reading only.

Everything is read once, whatever the number of referents: the host's directory is asked for absences and telephone numbers in bulk.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.contrib.auth import get_user_model

from referents.colleagues import holds
from referents.conf import directory
from referents.directory import Away
from referents.host import Department, User
from referents.host import departments as chart
from referents.models import Referent, Topic
from referents.text import fold, words

PAGE_SIZE = 50
SHORT_TREE = 30
SHOWN = (Referent.State.ACTIVE, Referent.State.PAUSED)


@dataclass(frozen=True)
class Entry:
    """One referent today. `away` when absent; `deputy` stands in, by name and number. A paused referent is neither present nor absent;
    `off_duty` says that this is not a day they work."""

    referent: Referent
    name: str
    phone: str
    topics: tuple[str, ...]
    away: Away | None
    deputy: str
    deputy_phone: str
    deputy_away: bool
    off_duty: bool = False

    @property
    def paused(self) -> bool:
        return self.referent.state == Referent.State.PAUSED

    @property
    def reachable(self) -> bool:
        """Somebody answers: the referent, or the deputy who is in."""
        return not self.paused and not self.off_duty and (self.away is None or bool(self.deputy and not self.deputy_away))

    @property
    def place(self) -> str:
        """Where the entry stands in the list: unique, in the order of names."""
        return f"{fold(self.name)}\x1f{self.referent.pk:010d}"

    @property
    def read_as(self) -> str:
        """Everything a search looks into."""
        return " ".join([self.name, self.referent.department.name, *self.topics, self.deputy, self.phone, self.phone.replace(" ", "")])


@dataclass(frozen=True)
class Branch:
    """A department of the tree; `count` takes in everything below it."""

    department: Department
    depth: int
    count: int
    current: bool


@dataclass(frozen=True)
class Reach:
    """Services that can be reached today, among those that have a subject or a referent; `missing` are the others, by name."""

    reached: int
    services: int
    missing: tuple[Department, ...]


@dataclass(frozen=True)
class DirectoryPage:
    """`next` is the last referent shown when others follow."""

    entries: list[Entry]
    branches: list[Branch]
    everyone: int
    total: int
    department: Department | None
    reach: Reach
    next: Referent | None


class Tree:
    """The departments of the host, read in one query."""

    def __init__(self) -> None:
        self.departments: dict[int, Department] = {department.pk: department for department in chart().order_by("name", "pk")}
        self.children: dict[int | None, list[Department]] = defaultdict(list)
        for department in self.departments.values():
            self.children[department.parent_id].append(department)

    def above(self, pk: int | None) -> list[int]:
        """This department and those it lies in, the nearest first; a loop in the data ends it."""
        path: list[int] = []
        while pk in self.departments and pk not in path:
            path.append(pk)
            pk = self.departments[pk].parent_id
        return path

    def totals(self, pks: list[int]) -> dict[int, int]:
        """How many of these department ids stand in each department and below."""
        found: dict[int, int] = defaultdict(int)
        for pk in pks:
            for step in self.above(pk):
                found[step] += 1
        return found

    def branches(self, totals: dict[int, int], current: int | None) -> list[Branch]:
        """Those with somebody: the whole tree when it is short, else the top and the way down to `current` with what lies right below it."""
        path, found = set(self.above(current)), []
        if sum(pk in totals for pk in self.departments) <= SHORT_TREE:
            path = set(self.departments)

        def walk(parent: int | None, depth: int) -> None:
            for department in self.children[parent]:
                if totals.get(department.pk) or department.pk == current:
                    found.append(Branch(department, depth, totals.get(department.pk, 0), department.pk == current))
                if department.pk in path:
                    walk(department.pk, depth + 1)

        walk(None, 0)
        return found


def directory_page(user: User, *, on: date, query: str = "", department: int | None = None, after: int | None = None) -> DirectoryPage:
    """The referents `user` may see who match, fifty a page, in the order of names."""
    tree = Tree()
    everyone = entries(user, on=on)
    wanted = words(query)
    found = [entry for entry in everyone if holds(entry.read_as, wanted)]
    department = department if department in tree.departments else None
    shown = [entry for entry in found if department is None or department in tree.above(entry.referent.department_id)]
    rest = _after(shown, everyone, after)
    return DirectoryPage(
        entries=rest[:PAGE_SIZE],
        branches=tree.branches(tree.totals([entry.referent.department_id for entry in found]), department),
        everyone=len(found),
        total=len(shown),
        department=tree.departments.get(department) if department is not None else None,
        reach=reach(tree, everyone),
        next=rest[PAGE_SIZE - 1].referent if len(rest) > PAGE_SIZE else None,
    )


def _after(shown: list[Entry], everyone: list[Entry], after: int | None) -> list[Entry]:
    last = next((entry for entry in everyone if entry.referent.pk == after), None)
    return [entry for entry in shown if last is None or entry.place > last.place]


def entries(user: User, *, on: date, departments: Collection[int] | None = None) -> list[Entry]:
    """Every referent shown to colleagues, or those of some departments, with presence, number and deputy, in the order of names. Eight queries at
    most, whatever their number; one where there is nobody."""
    shown = Referent.objects.visible_to(user).filter(state__in=SHOWN)
    roles = list((shown if departments is None else shown.filter(department__in=departments)).select_related("user", "department", "deputy"))
    if not roles:
        return []
    host, topics = directory(), _topics(roles)
    people = {role.user_id: role.user for role in roles} | {role.deputy.pk: role.deputy for role in roles if role.deputy and role.deputy.is_active}
    away = {absence.user_id: absence for absence in host.absences(people.values(), on, on)}
    stand_ins = _stand_ins([role for role in roles if role.user_id in away], away, people)
    strangers = {person.pk: person for person in stand_ins.values() if person.pk not in people}
    if strangers:
        people |= strangers
        away |= {absence.user_id: absence for absence in host.absences(strangers.values(), on, on)}
    phones = host.phones(people.values())
    off = host.off_duty([role.user for role in roles], on)
    found = []
    for role in roles:
        deputy = stand_ins.get(role.pk)
        found.append(
            Entry(
                referent=role,
                name=host.label(role.user),
                phone=phones.get(role.user_id, ""),
                topics=topics.get(role.pk, ()),
                away=away.get(role.user_id),
                deputy=host.label(deputy) if deputy else "",
                deputy_phone=phones.get(deputy.pk, "") if deputy else "",
                deputy_away=deputy is not None and deputy.pk in away,
                off_duty=role.user_id in off,
            )
        )
    return sorted(found, key=lambda entry: entry.place)


def _topics(roles: list[Referent]) -> dict[int, tuple[str, ...]]:
    """Names of the subjects in use, by role: their words and examples, which are heavy, are left where they are."""
    names: dict[int, list[str]] = defaultdict(list)
    rows = Referent.topics.through._default_manager.filter(referent__state__in=SHOWN, topic__active=True).order_by("topic__name")
    for referent, name in rows.values_list("referent", "topic__name"):
        names[referent].append(name)
    return {role.pk: tuple(names[role.pk]) for role in roles if role.pk in names}


def _stand_ins(roles: list[Referent], away: dict[int, Away], people: dict[int, User]) -> dict[int, User]:
    """By role: who the absence names, else the referent's deputy, else the host's usual one."""
    named = {role.pk: away[role.user_id].deputy_id or role.deputy_id for role in roles}
    unnamed = [role.user for role in roles if not named[role.pk]]
    usual = directory().deputies(unnamed) if unnamed else {}
    strangers = {pk for pk in named.values() if pk and pk not in people}
    known = people | (get_user_model().objects.filter(is_active=True).in_bulk(strangers) if strangers else {})
    found = {role.pk: known.get(named[role.pk] or 0) or usual.get(role.user_id) for role in roles}
    return {pk: person for pk, person in found.items() if person}


def reach(tree: Tree, everyone: list[Entry]) -> Reach:
    """A service is reached when a referent of it, or of a department below it, can be: the rule by which a question is given."""
    services = set(Topic.objects.filter(active=True, department__isnull=False).values_list("department", flat=True))
    services |= {entry.referent.department_id for entry in everyone}
    reached = set(tree.totals([entry.referent.department_id for entry in everyone if entry.reachable]))
    missing = [department for pk, department in tree.departments.items() if pk in services - reached]
    return Reach(reached=len(services & reached), services=len(services), missing=tuple(missing))

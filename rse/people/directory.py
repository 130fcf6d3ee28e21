"""One page of the directory: its people with their presence, and the departments beside it. Read only, a fixed number of queries."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from rse.core.text import fold
from rse.people.conf import PAGE_SIZE
from rse.people.models import Agent, Department, User
from rse.people.presence import Presence, presence


@dataclass(frozen=True)
class Line:
    agent: Agent
    presence: Presence


@dataclass(frozen=True)
class Branch:
    """A department in the list beside the results. `count` includes everything below it."""

    department: Department
    depth: int
    count: int
    current: bool


@dataclass(frozen=True)
class DirectoryPage:
    """`next` is the last person shown when others follow, None on the last page."""

    lines: list[Line]
    branches: list[Branch]
    total: int
    everyone: int
    department: Department | None
    next: Agent | None


def directory_page(user: User, *, query: str, department: Department | None, after: Agent | None, at: datetime) -> DirectoryPage:
    """The people `user` may see who match; `department` takes everything below it, `after` continues a list."""
    found = Agent.objects.visible_to(user).matching(query)
    counts = dict(found.order_by().values_list("department").annotate(Count("pk")))
    departments = sorted(Department.objects.visible_to(user), key=lambda each: fold(each.name))
    totals = _totals(departments, counts)
    shown = found.in_departments(Department.objects.below(department)) if department else found
    rows = list((shown.after(after) if after else shown).listed()[: PAGE_SIZE + 1])
    people = rows[:PAGE_SIZE]
    presences = presence(people, at)
    return DirectoryPage(
        lines=[Line(agent, presences[agent.pk]) for agent in people],
        branches=_branches(departments, totals, department),
        total=totals[department.pk] if department else sum(counts.values()),
        everyone=sum(counts.values()),
        department=department,
        next=people[-1] if len(rows) > PAGE_SIZE else None,
    )


def _totals(departments: list[Department], counts: dict[int | None, int]) -> dict[int, int]:
    """How many people in each department and below."""
    parents = {department.pk: department.parent_id for department in departments}
    totals: dict[int, int] = defaultdict(int)
    for pk in parents:
        step: int | None = pk
        while step is not None:
            totals[step] += counts.get(pk, 0)
            step = parents.get(step)
    return totals


def _branches(departments: list[Department], totals: dict[int, int], current: Department | None) -> list[Branch]:
    """The departments at the top, and the way down to `current` with what lies right below it. Departments with nobody are left out."""
    by_pk = {department.pk: department for department in departments}
    children: dict[int | None, list[Department]] = defaultdict(list)
    for department in departments:
        children[department.parent_id].append(department)
    path = set()
    step = by_pk.get(current.pk) if current else None
    while step is not None:
        path.add(step.pk)
        step = by_pk.get(step.parent_id or 0)
    branches: list[Branch] = []

    def walk(parent_id: int | None, depth: int) -> None:
        for department in children[parent_id]:
            if totals[department.pk] or department.pk in path:
                branches.append(Branch(department, depth, totals[department.pk], current is not None and department.pk == current.pk))
            if department.pk in path:
                walk(department.pk, depth + 1)

    walk(None, 0)
    return branches

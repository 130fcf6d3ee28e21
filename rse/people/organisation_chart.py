"""The organisation chart around one department: who heads what, how many people, who can be asked. Read only, a fixed number of queries."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Case, Count, Value, When
from django.utils.translation import gettext as _

from rse.core.text import fold
from rse.people.chart import Chart
from rse.people.finding import find
from rse.people.models import Agent, Department, User
from rse.people.querysets import AgentQuerySet
from rse.people.search_key import letters

TEAM_SHOWN = 24
FOUND_SHOWN = 20


@dataclass(frozen=True)
class Mark:
    """What another room says of a department, in a few words: « 4 référents »; `url` tells more."""

    words: str
    url: str


Provider = Callable[[User, set[int]], dict[int, Mark]]

Door = Callable[[Department], Mark]

_providers: list[Provider] = []
_doors: list[Door] = []


def register_marks(provider: Provider) -> None:
    """`provider(user, departments)` answers the marks by department id, in a fixed number of queries. Harmless twice."""
    if provider not in _providers:
        _providers.append(provider)


def register_door(door: Door) -> None:
    """A link shown beside the department one looks at, never on the others. Harmless twice."""
    if door not in _doors:
        _doors.append(door)


@dataclass(frozen=True)
class Node:
    """One department. `count` includes everything below it; `below` is how many departments hang right under."""

    department: Department
    head: User | None
    count: int
    below: int
    marks: tuple[Mark, ...]

    @property
    def who(self) -> str:
        """The name of the head, or that the place is open."""
        return self.head.get_full_name() if self.head else _("no head at the moment")


@dataclass(frozen=True)
class Bough:
    """A department and all that hangs from it, for the nested list."""

    node: Node
    boughs: "list[Bough]"


@dataclass(frozen=True)
class OrganisationChart:
    """`above` goes from the top down to the parent of `focus`; without focus, `children` are the tops of several organisations."""

    above: list[Node]
    focus: Node | None
    children: list[Node]
    tree: list[Bough]
    team: list[Agent]
    team_size: int
    elected: int
    doors: list[Mark]


@dataclass(frozen=True)
class Found:
    """What a search inside the chart finds: departments by name or head, people by name, job or telephone."""

    departments: list[Department]
    people: list[Agent]


def organisation_chart(user: User, *, focus: Department | None) -> OrganisationChart:
    """The chart around `focus`, or from the top. Elected members are counted apart: they head nothing."""
    people = Agent.objects.visible_to(user)
    counts = dict(people.exclude(kind=Agent.Kind.ELECTED).order_by().values_list("department").annotate(Count("pk")))
    tree = Chart.read(user, counts)
    nodes = _nodes(user, tree)
    children = {pk: [nodes[each.pk] for each in below] for pk, below in tree.children.items()}
    tops = children.get(None, [])
    if focus is None and len(tops) == 1:
        focus = tops[0].department
    team = _team(people, focus) if focus else people.none()
    return OrganisationChart(
        above=_above(nodes, focus) if focus else [],
        focus=nodes[focus.pk] if focus else None,
        children=children.get(focus.pk if focus else None, []),
        tree=[_bough(node, children) for node in tops],
        team=list(team[:TEAM_SHOWN]),
        team_size=team.count(),
        elected=people.filter(kind=Agent.Kind.ELECTED).count(),
        doors=[door(focus) for door in _doors] if focus else [],
    )


def search(user: User, query: str) -> Found:
    """What answers to `query`, accents and capitals apart; a head's name finds the department, a person's name the person."""
    words = letters(query).split()
    if not words:
        return Found([], [])
    departments = [
        each
        for each in Department.objects.visible_to(user).select_related("head")
        if all(word in letters(f"{each.name} {each.code} {each.head or ''}") for word in words)
    ]
    ids = [row.pk for row in find(user, query).rows if row.department_id is not None][:FOUND_SHOWN]
    people = Agent.objects.visible_to(user).listed().in_bulk(ids)
    return Found(sorted(departments, key=lambda each: fold(each.name))[:FOUND_SHOWN], [people[pk] for pk in ids if pk in people])


def _nodes(user: User, tree: Chart) -> dict[int, Node]:
    """One node a department, in the order of names; two queries beside those of the other rooms."""
    heads = User.objects.filter(is_active=True, departments_headed__in=tree.departments).in_bulk()
    marks = [provider(user, set(tree.departments)) for provider in _providers]
    return {
        pk: Node(
            department=each,
            head=heads.get(each.head_id or 0),
            count=tree.total(each),
            below=len(tree.children.get(pk, [])),
            marks=tuple(found[pk] for found in marks if pk in found),
        )
        for pk, each in tree.departments.items()
    }


def _above(nodes: dict[int, Node], focus: Department) -> list[Node]:
    path: list[Node] = []
    step = nodes[focus.pk].department.parent_id
    while step is not None:
        path.append(nodes[step])
        step = nodes[step].department.parent_id
    return path[::-1]


def _bough(node: Node, children: dict[int | None, list[Node]]) -> Bough:
    return Bough(node, [_bough(child, children) for child in children.get(node.department.pk, [])])


def _team(people: AgentQuerySet, department: Department) -> AgentQuerySet:
    """The people of the department itself, its head first."""
    first = Case(When(user=department.head_id or 0, then=Value(0)), default=Value(1))
    return people.filter(department=department).exclude(kind=Agent.Kind.ELECTED).select_related("portrait").order_by(first, "folded", "pk")

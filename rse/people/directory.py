"""One page of the directory: its people with their presence, the departments beside it, the panel of filters. Read only, a fixed number of queries."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any, Self
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from rse.people.chart import Branch, Chart
from rse.people.conf import PAGE_SIZE
from rse.people.facets import PRESENCES, Chosen, Facet, Narrowing, roles
from rse.people.finding import Found, find
from rse.people.models import Agent, Department, User
from rse.people.presence import Presence, presence
from rse.people.querysets import AgentQuerySet


@dataclass(frozen=True)
class Line:
    agent: Agent
    presence: Presence


@dataclass(frozen=True)
class Asked:
    """What is asked of the directory, as it stands in the address. `elected` is None while nobody chose between agents and elected members."""

    query: str = ""
    elected: bool | None = None
    department: Department | None = None
    chosen: Chosen = field(default_factory=Chosen)
    after: Agent | None = None
    panel: bool = False

    def with_(self, **changes: Any) -> Self:  # Any: fields of this class
        """The same question from its first page, with other answers."""
        return replace(self, **{"after": None, **changes})

    @property
    def address(self) -> str:
        """« ?q=…&department=… »: only what is asked."""
        told = {
            "q": self.query,
            "qui": "" if self.elected is None else "elus" if self.elected else "agents",
            "department": self.department.pk if self.department else "",
            "skill": self.chosen.skill.pk if self.chosen.skill else "",
            "role": self.chosen.role,
            "presence": self.chosen.presence,
            "site": self.chosen.site,
            "filtres": "1" if self.panel else "",
            "after": self.after.pk if self.after else "",
        }
        return "?" + urlencode({name: value for name, value in told.items() if value})


@dataclass(frozen=True)
class Chip:
    """Something chosen, and the address of the page without it."""

    label: str
    address: str


@dataclass(frozen=True)
class DirectoryPage:
    """`next` is the address of what follows, "" on the last page. `near`: the very words found nobody, these people are close to them."""

    asked: Asked
    elected: bool
    lines: list[Line]
    branches: list[Branch]
    chips: list[Chip]
    facets: list[Facet]
    total: int
    agents: int
    elected_members: int
    near: bool
    next: str
    last: Agent | None

    @property
    def everyone(self) -> int:
        return self.elected_members if self.elected else self.agents


def directory_page(user: User, asked: Asked, *, at: datetime) -> DirectoryPage:
    """The people `user` may see who answer; a department takes everything below it, `after` continues a list."""
    return _Page(user, asked, at).page()


@dataclass
class _Page:
    user: User
    asked: Asked
    at: datetime

    def __post_init__(self) -> None:
        self.narrowing = Narrowing(self.asked.chosen, self.at)
        self.seen = Agent.objects.visible_to(self.user)

    @cached_property
    def found(self) -> Found | None:
        """The answers to a query among everybody, None when there is no query."""
        return find(self.user, self.asked.query) if self.asked.query else None

    @cached_property
    def kept(self) -> list[tuple[int, int | None, str]]:
        """(id, department, kind) of the answers that the panel keeps, best first."""
        rows = self.found.rows if self.found else []
        kept = set(self._answers(self.narrowing.narrow(self.seen)).values_list("pk", flat=True)) if self.asked.chosen and rows else None
        return [(row.pk, row.department_id, row.kind) for row in rows if kept is None or row.pk in kept]

    @cached_property
    def counts(self) -> Counter[tuple[str, int | None]]:
        """How many people by kind and department, whatever the department asked."""
        if self.found:
            return Counter((kind, department) for _pk, department, kind in self.kept)
        return Counter(dict(self.narrowing.narrow(self.seen).by_kind_and_department()))

    def page(self) -> DirectoryPage:
        agents, elected_members = (sum(count for (kind, _dept), count in self.counts.items() if kind == wanted) for wanted in Agent.Kind.values)
        elected = bool(elected_members and not agents and self.asked.query) if self.asked.elected is None else self.asked.elected
        asked = replace(self.asked, department=None) if elected else self.asked
        chart = Chart.read(self.user, {pk: count for (kind, pk), count in self.counts.items() if kind == Agent.Kind.AGENT})
        below = chart.below(asked.department) if asked.department else None
        kind = Agent.Kind.ELECTED if elected else Agent.Kind.AGENT
        people, more = self._people(asked, kind, below)
        presences = presence(people, self.at)
        here = self.seen.filter(kind=kind) if below is None else self.seen.filter(kind=kind, department__in=below)
        return DirectoryPage(
            asked=asked,
            elected=elected,
            lines=[Line(agent, presences[agent.pk]) for agent in people],
            branches=[] if elected else chart.branches(asked.department, address=lambda department: asked.with_(department=department).address),
            chips=_chips(asked),
            facets=self.narrowing.facets(self._answers(here)) if asked.panel else [],
            total=chart.total(asked.department) if asked.department else elected_members if elected else agents,
            agents=agents,
            elected_members=elected_members,
            near=bool(self.found and self.found.near),
            next=replace(asked, after=people[-1]).address if more else "",
            last=people[-1] if more else None,
        )

    def _people(self, asked: Asked, kind: str, below: set[int] | None) -> tuple[list[Agent], bool]:
        """One page of people, and whether others follow. A ranked list goes on after its last person, wherever that person stands."""
        if self.found is None:
            shown = self.narrowing.narrow(self.seen).filter(kind=kind)
            shown = shown if below is None else shown.filter(department__in=below)
            rows = list((shown.after(asked.after) if asked.after else shown).listed()[: PAGE_SIZE + 1])
            return rows[:PAGE_SIZE], len(rows) > PAGE_SIZE
        ids = [pk for pk, department, of_kind in self.kept if of_kind == kind and (below is None or department in below)]
        start = ids.index(asked.after.pk) + 1 if asked.after and asked.after.pk in ids else 0
        page = ids[start : start + PAGE_SIZE]
        people = self.seen.listed().in_bulk(page)
        return [people[pk] for pk in page if pk in people], len(ids) > start + PAGE_SIZE

    def _answers(self, agents: AgentQuerySet) -> AgentQuerySet:
        return agents if self.found is None else agents.filter(pk__in=self.found.ids)


def _chips(asked: Asked) -> list[Chip]:
    chosen = asked.chosen
    labels = {role.slug: str(role.label) for role in roles()}
    found = [
        (asked.department and asked.department.name, asked.with_(department=None)),
        (chosen.skill and chosen.skill.name, asked.with_(chosen=replace(chosen, skill=None))),
        (labels.get(chosen.role), asked.with_(chosen=replace(chosen, role=""))),
        (chosen.presence and str(PRESENCES[chosen.presence]), asked.with_(chosen=replace(chosen, presence=""))),
        (chosen.site, asked.with_(chosen=replace(chosen, site=""))),
        (asked.query and _("“%(query)s”") % {"query": asked.query}, asked.with_(query="")),
    ]
    return [Chip(label, without.address) for label, without in found if label]

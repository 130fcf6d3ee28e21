"""What the directory can be narrowed by beside the department: skill, role, presence, workplace. Rooms add roles from `AppConfig.ready()`."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rse.people.models import Agent, Department, Skill
from rse.people.presence import Attendance, attendance
from rse.people.querysets import AgentQuerySet

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MOST_SKILLS = 200
PRESENCES: dict[str, "StrOrPromise"] = {
    "now": gettext_lazy("at work right now"),
    "today": gettext_lazy("at work today"),
    "away": gettext_lazy("away today"),
}


@dataclass(frozen=True)
class Role:
    """What some people are, whatever their department. `holders()` narrows agents; it is asked at each page and reads nothing itself."""

    slug: str
    label: str | Promise
    holders: Callable[[], Q]
    order: int = 100


def heads() -> Q:
    return Q(user__in=Department.objects.filter(head__isnull=False).order_by().values("head"))


_roles: dict[str, Role] = {}


def register(role: Role) -> None:
    """Add a role, or say it again. A slug is a word of the address: it never changes."""
    _roles[role.slug] = role


def roles() -> list[Role]:
    return sorted(_roles.values(), key=lambda role: role.order)


register(Role("head", gettext_lazy("head of department"), heads, order=10))


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Facet:
    """One question of the panel, with how many people each answer would show, the other answers being kept."""

    name: str
    label: str
    choices: list[Choice]


@dataclass(frozen=True)
class Chosen:
    """What is chosen; empty means everybody. `presence` and `role` are slugs."""

    skill: Skill | None = None
    role: str = ""
    presence: str = ""
    site: str = ""

    def __bool__(self) -> bool:
        return bool(self.skill or self.role or self.presence or self.site)


@dataclass
class Narrowing:
    """Narrows agents at one moment; the presences of the moment are read once, when they are needed."""

    chosen: Chosen
    at: datetime

    @cached_property
    def attendance(self) -> Attendance:
        return attendance(self.at)

    def narrow(self, agents: AgentQuerySet, *, besides: str = "") -> AgentQuerySet:
        """The agents who answer to all that is chosen, one question left out when its own counts are wanted."""
        chosen = self.chosen
        if chosen.skill and besides != "skill":
            agents = agents.filter(skills=chosen.skill)
        if chosen.role in _roles and besides != "role":
            agents = agents.filter(_roles[chosen.role].holders())
        if chosen.presence and besides != "presence":
            agents = agents.filter(self.present(chosen.presence))
        if chosen.site and besides != "site":
            agents = agents.filter(site=chosen.site)
        return agents

    def present(self, slug: str) -> Q:
        return {"now": self.attendance.now, "today": self.attendance.today, "away": self.attendance.away}[slug]

    def facets(self, agents: AgentQuerySet) -> list[Facet]:
        """The panel: five queries whatever the number of people. Answers that would show nobody are left out, the chosen one never."""
        chosen = self.chosen
        named_roles = {role.slug: (str(role.label), role.holders()) for role in roles()}
        presences = {slug: (str(label), self.present(slug)) for slug, label in PRESENCES.items()}
        sites = self.narrow(agents, besides="site").exclude(site="").order_by().values_list("site").annotate(Count("pk"))
        return [
            Facet("presence", _("Presence"), _counted(self.narrow(agents, besides="presence"), presences, chosen.presence)),
            Facet("role", _("Role"), _counted(self.narrow(agents, besides="role"), named_roles, chosen.role)),
            Facet("skill", _("Skill"), self._skills(agents)),
            Facet("site", _("Workplace"), _kept(((site, site, count) for site, count in sorted(sites)), chosen.site)),
        ]

    def _skills(self, agents: AgentQuerySet) -> list[Choice]:
        held = Agent.skills.through.objects.filter(agent__in=self.narrow(agents, besides="skill").order_by().values("pk"))
        counts = Counter(held.values_list("skill", flat=True))
        named = Skill.objects.filter(pk__in=counts).order_by("folded").values_list("pk", "name")
        chosen = self.chosen.skill
        found = [(str(pk), name, counts[pk]) for pk, name in named][:MOST_SKILLS]
        if chosen and chosen.pk not in counts:
            found.append((str(chosen.pk), chosen.name, 0))
        return _kept(found, str(chosen.pk) if chosen else "")


def _counted(agents: AgentQuerySet, answers: dict[str, tuple[str, Q]], chosen: str) -> list[Choice]:
    counts = agents.aggregate(**{slug: Count("pk", filter=holds) for slug, (_label, holds) in answers.items()}) if answers else {}
    return _kept(((slug, label, counts[slug]) for slug, (label, _holds) in answers.items()), chosen)


def _kept(answers: Iterable[tuple[str, str, int]], chosen: str) -> list[Choice]:
    return [Choice(value, label, count, value == chosen) for value, label, count in answers if count or value == chosen]

"""People proposed while one writes a name: what picker.js shows of each. The same search and the same rights as the directory."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.urls import reverse

from rse.people.finding import find
from rse.people.models import Agent, User
from rse.people.presence import Presence, presence
from rse.people.querysets import AgentQuerySet

MOST = 12
FEWEST_LETTERS = 2


@dataclass(frozen=True)
class Suggestion:
    """One line of the list. `id` is the agent's; `here` says whether the presence is good news; `photo` is an address or ""."""

    id: int
    name: str
    detail: str
    presence: str
    here: bool
    initials: str
    photo: str
    url: str


@dataclass(frozen=True)
class Suggestions:
    people: list[Suggestion]
    near: bool

    def as_json(self) -> dict[str, object]:
        return {"people": [asdict(person) for person in self.people], "near": self.near}


@dataclass(frozen=True)
class Answers:
    people: list[tuple[Agent, Presence]]
    near: bool


def suggest(user: User, query: str, *, at: datetime, besides: int | None = None) -> Suggestions:
    """The best answers among everybody `user` may see, `besides` one person."""
    found = answers(user, query, at=at, among=Agent.objects.exclude(pk=besides) if besides else None)
    return Suggestions([_suggestion(agent, there) for agent, there in found.people], near=found.near)


def answers(user: User, query: str, *, at: datetime, among: AgentQuerySet | None = None) -> Answers:
    """The twelve best answers with their presence; nobody for fewer than two letters."""
    if len(query.strip()) < FEWEST_LETTERS:
        return Answers([], near=False)
    found = find(user, query, among=among)
    people = Agent.objects.visible_to(user).listed().in_bulk(found.ids[:MOST])
    shown = [people[pk] for pk in found.ids[:MOST] if pk in people]
    presences = presence(shown, at)
    return Answers([(agent, presences[agent.pk]) for agent in shown], near=found.near)


def _suggestion(agent: Agent, there: Presence) -> Suggestion:
    return Suggestion(
        id=agent.pk,
        name=agent.full_name,
        detail=detail_of(agent),
        presence=there.words,
        here=there.reachable,
        initials=agent.initials,
        photo=photo_of(agent),
        url=reverse("people:agent", args=[agent.pk]),
    )


def photo_of(agent: Agent) -> str:
    """The address of the photograph that the person shows, or nothing."""
    return agent.portrait.file.url if hasattr(agent, "portrait") else ""


def detail_of(agent: Agent) -> str:
    """« Jardinier · Espaces verts », to tell namesakes apart."""
    return " · ".join(part for part in (agent.job_title, agent.department.name if agent.department else "") if part)

"""Who an @name stands for: a colleague (« Karim.Benali », with a number between namesakes), a group (its address), a role."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q

from rse.communities.models import Community
from rse.core import text
from rse.core.text import fold, shown_name
from rse.feed import roles
from rse.feed.models import Post
from rse.feed.permissions import readers_of_place
from rse.people.models import Agent, User
from rse.people.search_key import letters

MOST_WORDS = 6


@dataclass(frozen=True)
class Unreached:
    """What a writer is told: `unread` are named and do not read the place; `unclear` are names that several colleagues bear."""

    unread: list[str]
    unclear: list[str]


@dataclass(frozen=True)
class Names:
    """What the handles of one text stand for. `unclear`: shared by several colleagues, hence nobody is named."""

    agents: dict[str, Agent] = field(default_factory=dict)
    communities: dict[str, Community] = field(default_factory=dict)
    roles: dict[str, list[User]] = field(default_factory=dict)
    unclear: list[str] = field(default_factory=list)


def handle_of(agent: Agent, *, alone: bool) -> str:
    """What is written after the @; `alone`: nobody else bears this name."""
    name = ".".join(agent.full_name.split())
    return name if alone else f"{name}.{agent.pk}"


def handles_of(agents: Iterable[Agent]) -> dict[int, str]:
    """The handle of each agent by id; one query tells the namesakes."""
    people = list(agents)
    wanted = Q(pk__in=())
    for agent in people:
        wanted |= Q(folded__startswith=letters(f"{agent.last_name} {agent.first_name}"))
    borne: dict[str, int] = defaultdict(int)
    for first, last in Agent.objects.filter(wanted, state=Agent.State.ACTIVE).order_by().values_list("first_name", "last_name"):
        borne[letters(f"{first} {last}")] += 1
    return {agent.pk: handle_of(agent, alone=borne[letters(agent.full_name)] < 2) for agent in people}


def resolve(handles: Iterable[str], *, writer: User) -> Names:
    """Who these handles name for `writer`: colleagues in post, groups whose existence the writer may know, roles. A word nobody bears is only a word."""
    found = Names()
    others: list[str] = []
    for handle in handles:
        role = roles.find(fold(handle))
        people = list(role[0].people(role[1])) if role else []
        if people:
            found.roles[handle] = people
        else:
            others.append(handle)
    slugs = {fold(handle): handle for handle in others}
    for community in Community.objects.visible_to(writer).filter(slug__in=slugs):
        found.communities[slugs[community.slug]] = community
    _resolve_people([handle for handle in others if handle not in found.communities], found)
    return found


def is_borne(name: str) -> bool:
    """Whether somebody in post is called so. One query."""
    found = Names()
    _resolve_people([".".join(name.split())], found)
    return bool(found.agents or found.unclear)


def unreached_by(post: Post, *, writer: User) -> Unreached:
    """Who is named in the words of `post` and will not be told."""
    names = resolve(text.named_in(f"{text.to_html(post.title)}{post.body}"), writer=writer)
    readers = set(readers_of_place(post).filter(pk__in=[agent.user_id for agent in names.agents.values()]).values_list("pk", flat=True))
    unread = [agent.full_name for agent in names.agents.values() if agent.user_id not in readers]
    return Unreached(unread, [text.shown_name(handle) for handle in names.unclear])


def _resolve_people(handles: list[str], found: Names) -> None:
    """Agents are kept by « last first »: every way to cut the handle in two is tried, in one query for all of them."""
    keys: dict[str, list[str]] = {handle: _keys(handle) for handle in handles}
    wanted = Q(pk__in=())
    for key in {key for tried in keys.values() for key in tried}:
        wanted |= Q(folded__startswith=key)
    if not any(keys.values()):
        return
    bearers: dict[str, list[Agent]] = defaultdict(list)
    for agent in Agent.objects.filter(wanted, state=Agent.State.ACTIVE).select_related("user"):
        bearers[letters(agent.full_name)].append(agent)
    for handle in handles:
        agents = bearers.get(letters(shown_name(handle)), [])
        number = handle.rpartition(".")[2]
        if number.isdigit():
            agents = [agent for agent in agents if agent.pk == int(number)]
        if len(agents) == 1:
            found.agents[handle] = agents[0]
        elif agents:
            found.unclear.append(handle)


def _keys(handle: str) -> list[str]:
    words = letters(shown_name(handle)).split()
    if not 1 < len(words) <= MOST_WORDS:
        return []
    return [" ".join([*words[cut:], *words[:cut]]) for cut in range(1, len(words))]

"""Groups for the tests, opened through the actions."""

from itertools import count

from rse.communities.actions import groups, rights
from rse.communities.models import Community, Membership
from rse.people.models import Agent
from tests.factories import AgentFactory

NUMBERS = count(1)


def open_group(owner: Agent | None = None, **facts: object) -> Community:
    """An open group; `visibility="closed"` and the like make another one."""
    owner = owner or AgentFactory(first_name="Odile", last_name=f"Owner {next(NUMBERS)}")
    facts.setdefault("name", f"Groupe {next(NUMBERS)}")
    return groups.create(owner.organisation, actor=owner.user, **facts)


def closed_group(owner: Agent | None = None, **facts: object) -> Community:
    return open_group(owner, visibility="closed", **facts)


def hidden_group(owner: Agent | None = None, **facts: object) -> Community:
    return open_group(owner, visibility="hidden", **facts)


def put_in(community: Community, *agents: Agent, role: str = "member") -> None:
    """These people are in the group, whatever its kind."""
    rights.begin(rights.locked(community), [agent.user for agent in agents], role=role, source=Membership.Source.JOINED, actor=None)
    community.refresh_from_db()


def role_of(community: Community, agent: Agent) -> str | None:
    return Membership.objects.filter(community=community, user=agent.user).values_list("role", flat=True).first()

"""Who speaks: « sonia » for those a visitor may be, « VOI.m3 » for the third man of the Voirie beside them, by sign-in number."""

from collections import defaultdict

from integrations.bridges.demo import cast
from integrations.bridges.demo.town import Town
from rse.people.models import Agent, User
from rse.people.search_key import letters


class UnknownVoice(LookupError):
    """A text names somebody whom the town does not have."""


def voices(town: Town) -> dict[str, User]:
    """By word of the texts. The same town gives the same people."""
    known = {role.number: letters(role.first_name) for role in cast.CAST}
    found: dict[str, User] = {}
    seats: dict[str, int] = defaultdict(int)
    agents = Agent.objects.filter(organisation=town.organisation, department__isnull=False, user__is_active=True).select_related("user", "department")
    for agent in agents.order_by("user__username"):
        if agent.user.username in known:
            found[known[agent.user.username]] = agent.user
            continue
        seat = f"{agent.department.code}.{'m' if agent.first_name in cast.MEN else 'f'}"  # type: ignore[union-attr]  # filtered above
        seats[seat] += 1
        found[f"{seat}{seats[seat]}"] = agent.user
    return found

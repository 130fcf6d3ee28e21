"""What groups add to a profile: those this person is in, as the reader may see them."""

from rse.communities.models import Community, Membership
from rse.people.models import Agent, User
from rse.people.sections import Section

SHOWN = 12


def groups_section(user: User, agent: Agent) -> list[Section]:
    """One query; nothing when there is nothing to show."""
    inside = Membership.objects.visible_to(user).filter(user=agent.user_id).order_by().values("community")
    groups = list(Community.objects.visible_to(user).alive().filter(pk__in=inside).listed()[: SHOWN + 1])
    return [Section("communities/partials/of_person.html", {"groups": groups[:SHOWN], "more": len(groups) > SHOWN}, 60)] if groups else []

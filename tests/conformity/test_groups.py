"""A non-visible group with one unheard-of word in each of its texts: no address of the project shows it to anybody outside, superusers included."""

import pytest

from integrations.bridges.demo import cast
from integrations.bridges.demo.town import Town
from rse.communities.actions import departments, groups, invitations, memberships
from rse.communities.models import Community
from rse.communities.permissions import (
    audience_of_automatic,
    audience_of_change,
    audience_of_community,
    audience_of_invitation,
    audience_of_membership,
    audience_of_request,
    readers_of_community,
)
from tests.conformity.exits import exits
from tests.conformity.test_audiences import agree, people
from tests.conformity.test_exits import CANARY, crawl

pytestmark = pytest.mark.django_db
OUTSIDERS = (cast.AGENT.number, cast.CM.number, cast.HR.number, cast.ADMINISTRATOR.number, cast.BUILDINGS.number)


@pytest.fixture
def secret(town: Town) -> Community:
    """Owned by Sonia; Rose moderates it, Lucie left it, Yann was excluded from it, Karim has not answered; a department comes of itself."""
    sonia = town.users[cast.REFERENT.number]
    words = f"{CANARY} entre nous"
    community = groups.create(town.organisation, name=words, purpose=words, welcome=words, visibility="hidden", actor=sonia)
    numbers = (cast.REVIEWER.number, cast.ROADS.number, cast.ROADS_DEPUTY.number, cast.MOBILITY.number)
    sent = invitations.invite(community, people=[town.users[number] for number in numbers], words=words, actor=sonia)
    for invitation in sent:
        if invitation.user.username != cast.MOBILITY.number:
            invitations.accept(invitation, actor=invitation.user)
    memberships.change_role(community, user=town.users[cast.REVIEWER.number], role="moderator", actor=sonia)
    memberships.leave(community, actor=town.users[cast.ROADS.number])
    memberships.exclude(community, user=town.users[cast.ROADS_DEPUTY.number], actor=sonia)
    departments.add_department(community, department=town.departments["PEN"], with_below=False, actor=sonia)
    return Community.objects.get(pk=community.pk)


def addresses(secret: Community) -> list[str]:
    ids = {secret.pk, secret.automatic.get().pk, *secret.invitations.values_list("pk", flat=True), *secret.memberships.values_list("pk", flat=True)[:3]}
    fill = {"slug": [secret.slug], "int": sorted(ids), "tab": ["idees", "agenda"]}
    elsewhere = {**fill, "int": [secret.pk]}
    found = [address for one in exits() if one.ours for address in one.addresses(fill if one.room == "communities" else elsewhere)]
    return [
        *found,
        *(
            f"{path}?q={CANARY}"
            for path in ("/groupes/", "/groupes/decouvrir/", "/annuaire/", "/annuaire/proposer/", "/chercher/", "/recherche/", "/recherche/suggestions/")
        ),
    ]


# An administrator, who holds every permission, and two ordinary readers: rights on groups come from no role of the town.
@pytest.mark.parametrize("number", [cast.AGENT.number, cast.ADMINISTRATOR.number, cast.ROADS.number])
def test_no_address_tells_an_outsider_of_a_non_visible_group(signed_in, secret: Community, number: str) -> None:
    leaks, _writes, errors = crawl(signed_in(number), addresses(secret))
    assert (leaks, errors) == ([], [])


def test_those_who_are_in_meet_the_word(signed_in, secret: Community) -> None:
    leaks, _writes, errors = crawl(signed_in(cast.REFERENT.number), addresses(secret))
    assert len(leaks) > 8
    assert errors == []


def test_groups_have_the_same_audience_both_ways(town: Town, secret: Community) -> None:
    users = people(town)
    everything = Community.objects.all()
    assert agree(everything, users, seen=everything.visible_to, audience=audience_of_community) == []
    assert agree(everything, users, seen=everything.readable_by, audience=readers_of_community) == []


def test_what_hangs_from_groups_has_the_same_audience_both_ways(town: Town, secret: Community) -> None:
    users = people(town)
    model = {name: Community._meta.get_field(name).related_model for name in ("memberships", "invitations", "requests", "automatic", "changes")}
    audiences = {
        "memberships": audience_of_membership,
        "invitations": audience_of_invitation,
        "requests": audience_of_request,
        "automatic": audience_of_automatic,
        "changes": audience_of_change,
    }
    for name, audience in audiences.items():
        rows = model[name].objects.select_related("community").order_by("-pk")[:60]
        assert agree(rows, users, seen=model[name].objects.visible_to, audience=audience) == [], name

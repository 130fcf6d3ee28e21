"""Opening, changing and archiving a group."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from rse.communities.actions import groups, invitations, requests
from rse.communities.exceptions import Archived, NameTaken, NameUnreadable
from rse.communities.models import Community, CommunityChange, FormerAddress, Invitation, JoinRequest, Membership
from rse.people.models import Agent
from tests.communities.factories import closed_group, hidden_group, open_group, put_in, role_of


def test_who_opens_a_group_owns_it(owner: Agent) -> None:
    community = groups.create(owner.organisation, name="  Plan   neige ", purpose="Les tournées", actor=owner.user)
    assert (community.name, community.slug, community.folded) == ("Plan neige", "plan-neige", "plan neige")
    assert role_of(community, owner) == "owner"
    assert community.member_count == 1
    assert list(CommunityChange.objects.order_by("pk").values_list("code", flat=True)) == ["created", "joined"]


def test_a_form_sent_twice_opens_one_group(owner: Agent) -> None:
    token = uuid4()
    first = groups.create(owner.organisation, name="Vélo", submission=token, actor=owner.user)
    again = groups.create(owner.organisation, name="Vélo", submission=token, actor=owner.user)
    assert first.pk == again.pk


@pytest.mark.parametrize("name", ["plan neige", "PLAN NEIGE", "Plan  Neigé"])
def test_two_groups_everybody_knows_never_have_one_name(owner: Agent, name: str) -> None:
    groups.create(owner.organisation, name="Plan neige", actor=owner.user)
    with pytest.raises(NameTaken):
        groups.create(owner.organisation, name=name, actor=owner.user)


@pytest.mark.parametrize("name", ["", "!", "❄️❄️", "a"])
def test_a_name_can_be_read(owner: Agent, name: str) -> None:
    with pytest.raises(NameUnreadable):
        groups.create(owner.organisation, name=name, actor=owner.user)


def test_the_name_and_address_of_a_non_visible_group_are_free_for_everybody(owner: Agent, outsider: Agent) -> None:
    hidden = hidden_group(owner, name="Cellule crue")
    assert "cellule" not in hidden.slug
    assert open_group(outsider, name="Cellule crue").slug == "cellule-crue"


def test_a_non_visible_group_that_shows_itself_needs_a_free_name(owner: Agent, outsider: Agent) -> None:
    hidden = hidden_group(owner, name="Cellule crue")
    open_group(outsider, name="Cellule crue")
    with pytest.raises(NameTaken):
        groups.change(hidden, changes={"visibility": "closed"}, actor=owner.user)


def test_groups_with_alike_names_have_addresses_of_their_own(owner: Agent) -> None:
    assert [open_group(owner, name=name).slug for name in ("L’accueil", "Laccueil")] == ["laccueil", "laccueil-2"]


def test_an_owner_changes_the_group_and_old_links_still_lead_to_it(owner: Agent) -> None:
    community = open_group(owner, name="Plan neige")
    changed = groups.change(community, changes={"name": "Viabilité hivernale", "posting": "moderators", "tools": ["files", "polls"]}, actor=owner.user)
    assert (changed.slug, changed.posting, changed.tools) == ("viabilite-hivernale", "moderators", ["polls", "files"])
    assert FormerAddress.objects.get().slug == "plan-neige"
    assert CommunityChange.objects.first().detail["fields"] == ["name", "posting", "tools"]


@pytest.mark.parametrize("role", ["moderator", "member", "reader", None])
def test_nobody_but_an_owner_changes_archives_or_reopens(owner: Agent, member: Agent, role: str | None) -> None:
    community = open_group(owner)
    if role:
        put_in(community, member, role=role)
    for action in (lambda: groups.change(community, changes={"purpose": "Rien"}, actor=member.user), lambda: groups.archive(community, actor=member.user)):
        with pytest.raises(PermissionDenied):
            action()


def test_an_administrator_changes_nothing_without_entering(owner: Agent, administrator: Agent) -> None:
    with pytest.raises(PermissionDenied):
        groups.change(open_group(owner), changes={"purpose": "Rien"}, actor=administrator.user)


def test_a_group_made_non_visible_keeps_its_members_and_vanishes_for_the_others(owner: Agent, member: Agent, outsider: Agent) -> None:
    community = closed_group(owner, name="Négociation")
    put_in(community, member)
    request = requests.ask(community, words="Je travaille sur ce sujet", actor=outsider.user)
    changed = groups.change(community, changes={"visibility": "hidden"}, actor=owner.user)
    assert Community.objects.visible_to(member.user).filter(pk=community.pk).exists()
    assert not Community.objects.visible_to(outsider.user).filter(pk=community.pk).exists()
    assert not JoinRequest.objects.visible_to(outsider.user).exists()
    request.refresh_from_db()
    assert request.state == "withdrawn"
    assert "negociation" not in changed.slug


def test_a_group_made_open_lets_in_those_who_were_asking(owner: Agent, outsider: Agent) -> None:
    community = closed_group(owner)
    requests.ask(community, words="", actor=outsider.user)
    changed = groups.change(community, changes={"visibility": "open"}, actor=owner.user)
    assert Membership.objects.get(community=community, user=outsider.user).source == "accepted"
    assert changed.member_count == 2


def test_a_group_made_closed_takes_back_what_simple_members_offered(owner: Agent, member: Agent, outsider: Agent) -> None:
    community = open_group(owner)
    put_in(community, member)
    [offered] = invitations.invite(community, people=[outsider.user], actor=member.user)
    groups.change(community, changes={"visibility": "closed"}, actor=owner.user)
    offered.refresh_from_db()
    assert offered.state == Invitation.State.WITHDRAWN


def test_an_archived_group_changes_no_more_until_it_is_reopened(owner: Agent, outsider: Agent) -> None:
    community = closed_group(owner)
    requests.ask(community, words="", actor=outsider.user)
    invitations.invite(community, people=[outsider.user], actor=owner.user)
    archived = groups.archive(groups.archive(community, actor=owner.user), actor=owner.user)
    assert archived.is_archived
    assert not Invitation.objects.waiting().exists()
    assert not JoinRequest.objects.waiting().exists()
    with pytest.raises(Archived):
        groups.change(community, changes={"purpose": "Autre"}, actor=owner.user)
    assert not groups.unarchive(community, actor=owner.user).is_archived
    assert list(CommunityChange.objects.filter(code__in=["archived", "reopened"]).order_by("pk").values_list("code", flat=True)) == ["archived", "reopened"]

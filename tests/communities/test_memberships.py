"""Joining, leaving, roles, exclusion, administrators who enter."""

import pytest
from django.core.exceptions import PermissionDenied

from rse.communities import permissions
from rse.communities.actions import groups, memberships
from rse.communities.exceptions import AlreadyIn, Archived, LastOwner, NotIn, NotOpen
from rse.communities.models import Community, CommunityChange, Membership
from rse.core.models import Frame
from rse.people.actions.sign_in import deactivate
from rse.people.models import Agent
from tests.communities.factories import closed_group, hidden_group, open_group, put_in, role_of


def test_an_open_group_is_joined_once(owner: Agent, outsider: Agent) -> None:
    community = open_group(owner)
    first = memberships.join(community, actor=outsider.user)
    assert memberships.join(community, actor=outsider.user).pk == first.pk
    assert permissions.can_post(outsider.user, community)


@pytest.mark.parametrize("kind", [closed_group, hidden_group])
def test_the_others_are_not_joined(owner: Agent, outsider: Agent, kind) -> None:
    community = kind(owner)
    with pytest.raises(NotOpen):
        memberships.join(community, actor=outsider.user)
    assert role_of(community, outsider) is None


def test_an_archived_group_is_not_joined(owner: Agent, outsider: Agent) -> None:
    community = groups.archive(open_group(owner), actor=owner.user)
    with pytest.raises(Archived):
        memberships.join(community, actor=outsider.user)


def test_one_leaves_when_one_likes(owner: Agent, member: Agent) -> None:
    community = closed_group(owner)
    put_in(community, member)
    memberships.leave(community, actor=member.user)
    memberships.leave(community, actor=member.user)
    assert not permissions.can_read(member.user, community)


def test_the_only_owner_names_another_one_before_leaving(owner: Agent, member: Agent, outsider: Agent) -> None:
    community = open_group(owner)
    put_in(community, member)
    for successor in (None, outsider.user, owner.user):
        with pytest.raises(LastOwner):
            memberships.leave(community, successor=successor, actor=owner.user)
    memberships.leave(community, successor=member.user, actor=owner.user)
    assert (role_of(community, owner), role_of(community, member)) == (None, "owner")


def test_one_owner_of_two_leaves_freely(owner: Agent, member: Agent) -> None:
    community = open_group(owner)
    put_in(community, member, role="owner")
    memberships.leave(community, actor=owner.user)
    with pytest.raises(LastOwner):
        memberships.leave(community, actor=member.user)


def test_an_owner_whose_account_is_closed_answers_for_nothing(owner: Agent, member: Agent) -> None:
    community = open_group(owner)
    put_in(community, member, role="owner")
    deactivate(member, actor=None)
    with pytest.raises(LastOwner):
        memberships.leave(community, actor=owner.user)


def test_a_role_changes_with_its_rights(owner: Agent, member: Agent) -> None:
    community = open_group(owner)
    put_in(community, member)
    for role in ("moderator", "owner", "reader", "member"):
        memberships.change_role(community, user=member.user, role=role, actor=owner.user)
        assert permissions.rights_in(member.user, community) == set(permissions.ROLES[role])
    assert CommunityChange.objects.filter(code="role_changed").count() == 4


def test_the_only_owner_does_not_step_down(owner: Agent) -> None:
    with pytest.raises(LastOwner):
        memberships.change_role(open_group(owner), user=owner.user, role="member", actor=owner.user)


def test_a_role_is_given_to_somebody_who_is_in(owner: Agent, outsider: Agent) -> None:
    with pytest.raises(NotIn):
        memberships.change_role(open_group(owner), user=outsider.user, role="member", actor=owner.user)


@pytest.mark.parametrize("role", ["moderator", "member", None])
def test_owners_alone_give_roles(owner: Agent, moderator: Agent, member: Agent, role: str | None) -> None:
    community = open_group(owner)
    put_in(community, member)
    if role:
        put_in(community, moderator, role=role)
    with pytest.raises(PermissionDenied):
        memberships.change_role(community, user=member.user, role="moderator", actor=moderator.user)


def test_moderators_exclude_members_and_owners_exclude_moderators(owner: Agent, moderator: Agent, member: Agent) -> None:
    community = closed_group(owner)
    put_in(community, member)
    put_in(community, moderator, role="moderator")
    memberships.exclude(community, user=member.user, actor=moderator.user)
    with pytest.raises(PermissionDenied):
        memberships.exclude(community, user=owner.user, actor=moderator.user)
    memberships.exclude(community, user=moderator.user, actor=owner.user)
    assert list(Membership.objects.filter(community=community).values_list("user", flat=True)) == [owner.user_id]
    with pytest.raises(LastOwner):
        memberships.exclude(community, user=owner.user, actor=owner.user)


def test_a_simple_member_excludes_nobody(owner: Agent, member: Agent, outsider: Agent) -> None:
    community = open_group(owner)
    put_in(community, member, outsider)
    with pytest.raises(PermissionDenied):
        memberships.exclude(community, user=outsider.user, actor=member.user)


def test_an_administrator_reads_nothing_before_entering_and_everybody_sees_it_after(owner: Agent, administrator: Agent) -> None:
    community = hidden_group(owner)
    assert not Community.objects.visible_to(administrator.user).exists()
    entered = memberships.enter_as_administrator(community, reason="report", actor=administrator.user)
    assert (entered.source, entered.reason) == ("administrator", "report")
    assert permissions.can_own(administrator.user, community)
    assert CommunityChange.objects.filter(code="administrator_entered", detail__reason="report").exists()
    assert Membership.objects.visible_to(owner.user).filter(user=administrator.user).exists()
    with pytest.raises(AlreadyIn):
        memberships.enter_as_administrator(community, reason="report", actor=administrator.user)
    memberships.leave(community, actor=administrator.user)
    assert not permissions.can_read(administrator.user, community)


def test_an_administrator_who_entered_is_no_owner_to_count_on(owner: Agent, administrator: Agent) -> None:
    community = open_group(owner)
    memberships.enter_as_administrator(community, reason="law", actor=administrator.user)
    with pytest.raises(LastOwner):
        memberships.leave(community, successor=administrator.user, actor=owner.user)


def test_nobody_else_enters_like_that(owner: Agent, outsider: Agent) -> None:
    with pytest.raises(PermissionDenied):
        memberships.enter_as_administrator(closed_group(owner), reason="law", actor=outsider.user)


def test_whoever_loses_the_group_is_told_on_open_pages_and_nobody_else(owner: Agent, member: Agent, outsider: Agent) -> None:
    community = hidden_group(owner)
    put_in(community, member)
    Frame.objects.all().delete()
    memberships.exclude(community, user=member.user, actor=owner.user)
    assert [entry for frame in Frame.objects.filter(kind="access") for entry in frame.entries] == [[member.user_id, community.pk, None]]


def test_a_group_that_closes_tells_every_open_page(owner: Agent, outsider: Agent) -> None:
    community = open_group(owner)
    Frame.objects.all().delete()
    groups.change(community, changes={"visibility": "closed"}, actor=owner.user)
    told = {entry[0] for frame in Frame.objects.filter(kind="access") for entry in frame.entries}
    assert {owner.user_id, outsider.user_id} <= told


def test_a_closed_account_is_counted_no_more_and_again_once_open(owner: Agent, member: Agent) -> None:
    community = open_group(owner)
    put_in(community, member)
    deactivate(member, actor=None)
    community.refresh_from_db()
    assert community.member_count == 1

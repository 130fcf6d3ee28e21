"""Invitations, requests, and departments whose people come of themselves."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from rse.communities import permissions
from rse.communities.actions import departments, groups, invitations, memberships, requests
from rse.communities.exceptions import AlreadyAnswered, AlreadyIn, Archived, NobodyToInvite, ReasonMissing
from rse.communities.models import CommunityChange, Invitation, JoinRequest, Membership
from rse.people.actions.agents import leave, move_agent
from rse.people.actions.departments import move_department
from rse.people.actions.sign_in import deactivate, issue_sign_in_code
from rse.people.models import Agent
from tests.communities.factories import closed_group, hidden_group, open_group, put_in, role_of
from tests.factories import AgentFactory, DepartmentFactory


def test_an_invitation_is_accepted_once(owner: Agent, outsider: Agent) -> None:
    community = hidden_group(owner)
    [invitation] = invitations.invite(community, people=[outsider.user], role="reader", words="Tu nous manques", actor=owner.user)
    assert invitations.invite(community, people=[outsider.user], actor=owner.user) == []
    first = invitations.accept(invitation, actor=outsider.user)
    assert invitations.accept(invitation, actor=outsider.user).pk == first.pk
    assert (first.role, first.source) == ("reader", "invited")
    assert not permissions.can_post(outsider.user, community)


def test_an_invitation_declined_is_over(owner: Agent, outsider: Agent) -> None:
    [invitation] = invitations.invite(hidden_group(owner), people=[outsider.user], actor=owner.user)
    invitations.decline(invitation, actor=outsider.user)
    invitations.decline(invitation, actor=outsider.user)
    with pytest.raises(AlreadyAnswered):
        invitations.accept(invitation, actor=outsider.user)
    assert not Invitation.objects.visible_to(outsider.user).exists()


def test_an_invitation_taken_back_opens_nothing(owner: Agent, outsider: Agent) -> None:
    community = hidden_group(owner)
    [invitation] = invitations.invite(community, people=[outsider.user], actor=owner.user)
    invitations.withdraw(invitation, actor=owner.user)
    with pytest.raises(AlreadyAnswered):
        invitations.accept(invitation, actor=outsider.user)
    assert role_of(community, outsider) is None


def test_nobody_answers_for_somebody_else(owner: Agent, member: Agent, outsider: Agent) -> None:
    [invitation] = invitations.invite(closed_group(owner), people=[outsider.user], actor=owner.user)
    for answer in (invitations.accept, invitations.decline, invitations.withdraw):
        with pytest.raises(PermissionDenied):
            answer(invitation, actor=member.user)


def test_members_call_into_an_open_group_and_moderators_into_the_others(owner: Agent, member: Agent, outsider: Agent) -> None:
    community, closed = open_group(owner), closed_group(owner)
    put_in(community, member)
    put_in(closed, member)
    assert len(invitations.invite(community, people=[outsider.user], actor=member.user)) == 1
    with pytest.raises(PermissionDenied):
        invitations.invite(closed, people=[outsider.user], actor=member.user)


def test_owners_alone_call_in_moderators(owner: Agent, moderator: Agent, outsider: Agent) -> None:
    community = closed_group(owner)
    put_in(community, moderator, role="moderator")
    with pytest.raises(PermissionDenied):
        invitations.invite(community, people=[outsider.user], role="moderator", actor=moderator.user)
    assert len(invitations.invite(community, people=[outsider.user], role="moderator", actor=owner.user)) == 1


def test_a_department_is_called_in_at_once_but_never_those_who_said_no(owner: Agent) -> None:
    community = open_group(owner)
    top = DepartmentFactory(organisation=owner.organisation)
    below = DepartmentFactory(organisation=owner.organisation, parent=top)
    here, there, closed, declined, gone = (AgentFactory(department=unit, organisation=owner.organisation) for unit in (top, below, top, top, below))
    deactivate(closed, actor=None)
    [said_no] = invitations.invite(community, people=[declined.user], actor=owner.user)
    invitations.decline(said_no, actor=declined.user)
    put_in(community, gone)
    memberships.leave(community, actor=gone.user)
    sent = invitations.invite(community, departments=[top], actor=owner.user)
    assert {row.user_id for row in sent} == {here.user_id, there.user_id}


def test_an_invitation_names_somebody(owner: Agent) -> None:
    with pytest.raises(NobodyToInvite):
        invitations.invite(open_group(owner), actor=owner.user)


def test_an_archived_group_calls_nobody(owner: Agent, outsider: Agent) -> None:
    with pytest.raises(Archived):
        invitations.invite(groups.archive(open_group(owner), actor=owner.user), people=[outsider.user], actor=owner.user)


def test_a_request_is_made_once_and_accepted_once(owner: Agent, outsider: Agent) -> None:
    community = closed_group(owner)
    request = requests.ask(community, words="Je suis concerné", actor=outsider.user)
    assert requests.ask(community, words="Encore", actor=outsider.user).pk == request.pk
    first = requests.accept(request, actor=owner.user)
    assert requests.accept(request, actor=owner.user).pk == first.pk
    assert first.source == "accepted"
    with pytest.raises(AlreadyAnswered):
        requests.refuse(request, reason="Trop tard", actor=owner.user)
    with pytest.raises(AlreadyIn):
        requests.ask(community, words="", actor=outsider.user)


def test_a_refusal_says_why(owner: Agent, outsider: Agent) -> None:
    request = requests.ask(closed_group(owner), words="", actor=outsider.user)
    with pytest.raises(ReasonMissing):
        requests.refuse(request, reason="  ", actor=owner.user)
    requests.refuse(request, reason="Réservé aux encadrants", actor=owner.user)
    with pytest.raises(AlreadyAnswered):
        requests.accept(request, actor=owner.user)
    assert JoinRequest.objects.visible_to(outsider.user).get().reason == "Réservé aux encadrants"


def test_members_decide_nothing_and_see_no_request(owner: Agent, member: Agent, outsider: Agent) -> None:
    community = closed_group(owner)
    put_in(community, member)
    request = requests.ask(community, words="", actor=outsider.user)
    for decide in (lambda: requests.accept(request, actor=member.user), lambda: requests.refuse(request, reason="Non", actor=member.user)):
        with pytest.raises(PermissionDenied):
            decide()
    assert not JoinRequest.objects.visible_to(member.user).exists()


@pytest.mark.parametrize("kind", [open_group, hidden_group])
def test_one_asks_for_closed_groups_only(owner: Agent, outsider: Agent, kind) -> None:
    with pytest.raises(PermissionDenied):
        requests.ask(kind(owner), words="", actor=outsider.user)


def test_a_request_is_taken_back_by_the_one_who_made_it(owner: Agent, member: Agent, outsider: Agent) -> None:
    request = requests.ask(closed_group(owner), words="", actor=outsider.user)
    with pytest.raises(PermissionDenied):
        requests.withdraw(request, actor=member.user)
    assert requests.withdraw(request, actor=outsider.user).state == "withdrawn"


def test_the_people_of_a_department_come_of_themselves_and_go_with_a_transfer(owner: Agent) -> None:
    community = closed_group(owner)
    top = DepartmentFactory(organisation=owner.organisation)
    below, elsewhere = DepartmentFactory(organisation=owner.organisation, parent=top), DepartmentFactory(organisation=owner.organisation)
    inside = AgentFactory(department=below, organisation=owner.organisation)
    departments.add_department(community, department=top, with_below=True, actor=owner.user)
    assert role_of(community, inside) == "member"
    newcomer = AgentFactory(department=elsewhere, organisation=owner.organisation)
    move_agent(newcomer, department=top, actor=None)
    move_agent(inside, department=elsewhere, actor=None)
    assert (role_of(community, newcomer), role_of(community, inside)) == ("member", None)
    assert CommunityChange.objects.filter(code="moved", subject=inside.user).exists()


def test_a_department_without_those_below(owner: Agent) -> None:
    community = closed_group(owner)
    top = DepartmentFactory(organisation=owner.organisation)
    below = AgentFactory(department=DepartmentFactory(organisation=owner.organisation, parent=top), organisation=owner.organisation)
    automatic = departments.add_department(community, department=top, with_below=False, actor=owner.user)
    assert role_of(community, below) is None
    departments.add_department(community, department=top, with_below=True, actor=owner.user)
    assert role_of(community, below) == "member"
    departments.remove_department(automatic, actor=owner.user)
    assert role_of(community, below) is None


def test_a_department_that_hangs_elsewhere_takes_its_people_along(owner: Agent) -> None:
    community = closed_group(owner)
    top, unit = DepartmentFactory(organisation=owner.organisation), DepartmentFactory(organisation=owner.organisation)
    agent = AgentFactory(department=unit, organisation=owner.organisation)
    departments.add_department(community, department=top, with_below=True, actor=owner.user)
    move_department(unit, parent=top, actor=None)
    assert role_of(community, agent) == "member"
    move_department(unit, parent=None, actor=None)
    assert role_of(community, agent) is None


def test_an_account_that_opens_comes_in(owner: Agent) -> None:
    community = closed_group(owner)
    department = DepartmentFactory(organisation=owner.organisation)
    newcomer = AgentFactory(department=department, organisation=owner.organisation, user__is_active=False)
    departments.add_department(community, department=department, with_below=True, actor=owner.user)
    assert role_of(community, newcomer) is None
    issue_sign_in_code(newcomer, actor=None)
    assert role_of(community, newcomer) == "member"


def test_whoever_left_is_not_brought_back_by_the_department(owner: Agent) -> None:
    community = open_group(owner)
    department = DepartmentFactory(organisation=owner.organisation)
    agent = AgentFactory(department=department, organisation=owner.organisation)
    departments.add_department(community, department=department, with_below=True, actor=owner.user)
    memberships.leave(community, actor=agent.user)
    departments.follow_person(agent.user, actor=None)
    departments.add_department(community, department=department, with_below=False, actor=owner.user)
    assert role_of(community, agent) is None
    assert memberships.join(community, actor=agent.user).source == "joined"


def test_an_owner_who_came_with_the_department_stays_until_another_is_named(owner: Agent) -> None:
    community = closed_group(owner)
    agent = AgentFactory(organisation=owner.organisation)
    departments.add_department(community, department=agent.department, with_below=True, actor=owner.user)
    memberships.change_role(community, user=agent.user, role="owner", actor=owner.user)
    move_agent(agent, department=DepartmentFactory(organisation=owner.organisation), actor=None)
    assert role_of(community, agent) == "owner"


def test_departments_are_chosen_by_owners(owner: Agent, member: Agent) -> None:
    community = open_group(owner)
    put_in(community, member, role="moderator")
    with pytest.raises(PermissionDenied):
        departments.add_department(community, department=member.department, with_below=True, actor=member.user)


def test_who_leaves_the_organisation_leaves_every_group_and_the_eldest_moderator_answers_for_it(owner: Agent, moderator: Agent, member: Agent) -> None:
    community = closed_group(owner)
    put_in(community, moderator, role="moderator")
    put_in(community, member)
    invitations.invite(closed_group(member), people=[owner.user], actor=member.user)
    leave(owner, on=timezone.localdate() - timedelta(days=1), actor=None)
    assert (role_of(community, owner), role_of(community, moderator), role_of(community, member)) == (None, "owner", "member")
    assert not Invitation.objects.waiting().exists()
    assert Membership.objects.filter(user=owner.user).count() == 0

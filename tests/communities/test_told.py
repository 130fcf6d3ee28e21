"""Whom groups tell of what."""

from rse.communities.actions import departments, invitations, memberships, requests
from rse.notifications import kinds
from rse.notifications.models import Notification
from rse.people.models import Agent, Follow
from tests.communities.factories import closed_group, hidden_group, open_group, put_in


def bell(agent: Agent) -> list[str]:
    """The sentences in this person's bell, newest first."""
    return [kinds.sentence(row) for row in Notification.objects.filter(recipient=agent.user).order_by("-seq")]


def test_an_invitation_is_told_to_the_person_invited(owner: Agent, outsider: Agent) -> None:
    community = closed_group(owner, name="Encadrants")
    [invitation] = invitations.invite(community, people=[outsider.user], actor=owner.user)
    assert bell(outsider) == ["Odile Martin vous invite dans le groupe «\u00a0Encadrants\u00a0»"]
    notification = Notification.objects.get(recipient=outsider.user)
    assert kinds.still_allowed(notification)
    invitations.decline(invitation, actor=outsider.user)
    assert not kinds.still_allowed(notification)


def test_a_request_is_told_to_moderators_and_its_answer_to_whoever_asked(owner: Agent, moderator: Agent, member: Agent, outsider: Agent) -> None:
    community = closed_group(owner, name="Encadrants")
    put_in(community, moderator, role="moderator")
    put_in(community, member)
    request = requests.ask(community, words="", actor=outsider.user)
    assert len(bell(owner)) == len(bell(moderator)) == 1
    assert bell(member) == []
    requests.refuse(request, reason="Réservé", actor=moderator.user)
    assert "refusée" in bell(outsider)[0]
    requests.accept(requests.ask(community, words="", actor=outsider.user), actor=owner.user)
    assert "acceptée" in bell(outsider)[0]


def test_every_member_is_told_that_an_administrator_entered(owner: Agent, member: Agent, administrator: Agent) -> None:
    community = hidden_group(owner)
    put_in(community, member)
    memberships.enter_as_administrator(community, reason="report", actor=administrator.user)
    for person in (owner, member):
        assert "en administrateur" in bell(person)[0]
    assert bell(administrator) == []


def test_a_new_open_group_is_told_to_those_who_follow_whoever_opens_it(owner: Agent, member: Agent, outsider: Agent) -> None:
    Follow.objects.create(follower=member.user, agent=owner)
    open_group(owner, name="Vélo-boulot")
    hidden_group(owner)
    closed_group(owner)
    assert bell(member) == ["Un nouveau groupe est ouvert\u00a0: «\u00a0Vélo-boulot\u00a0»"]
    assert bell(outsider) == []


def test_a_role_and_a_department_are_told_once(owner: Agent, member: Agent) -> None:
    community = closed_group(owner)
    departments.add_department(community, department=member.department, with_below=False, actor=owner.user)
    departments.add_department(community, department=member.department, with_below=True, actor=owner.user)
    assert len(bell(member)) == 1
    memberships.change_role(community, user=member.user, role="moderator", actor=owner.user)
    assert "un autre rôle" in bell(member)[0]

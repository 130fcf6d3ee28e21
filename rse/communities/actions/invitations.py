"""Calling colleagues in, one by one or a department at once, and what they answer."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from rse.communities import permissions
from rse.communities.actions.memberships import enter
from rse.communities.actions.rights import BATCH, locked, record, require
from rse.communities.exceptions import AlreadyAnswered, Archived, NobodyToInvite
from rse.communities.models import Community, Invitation, Membership, OptOut
from rse.communities.signals import invitation_answered, invitation_sent
from rse.people.models import Agent, Department, User

FROM_OWNERS_ONLY = frozenset({Membership.Role.MODERATOR, Membership.Role.OWNER})


@transaction.atomic
def invite(
    community: Community,
    *,
    actor: User | None,
    people: Iterable[User] = (),
    departments: Iterable[Department] = (),
    role: str = Membership.Role.MEMBER,
    words: str = "",
) -> list[Invitation]:
    """Call in these people and everybody who works in these departments or below. Who is in, or was called already, is left alone;
    with a department, so is who left the group or said no once. Owners alone call in moderators and owners.

    Raises NobodyToInvite when nothing is named, Archived. Answers the invitations that this call sent.
    """
    community = locked(community)
    if community.is_archived:
        raise Archived
    require(actor is None or permissions.can_invite(actor, community))
    require(role not in FROM_OWNERS_ONLY or actor is None or permissions.can_own(actor, community))
    named = {user.pk: user for user in people if user.is_active}
    units = list(departments)
    if not named and not units:
        raise NobodyToInvite
    now = timezone.now()
    drafts = [
        Invitation(community=community, user=user, invited_by=actor, role=role, words=words.strip(), sent_at=now) for user in _new(community, named.values())
    ]
    for department in units:
        taken = {draft.user_id for draft in drafts}
        drafts += [
            Invitation(community=community, user=user, invited_by=actor, department=department, role=role, words=words.strip(), sent_at=now)
            for user in _new(community, _of_department(community, department))
            if user.pk not in taken
        ]
    sent = Invitation.objects.bulk_create(drafts, batch_size=BATCH)
    if sent:
        record(community, "invited", actor=actor, people=[row.user_id for row in sent][:BATCH], departments=[unit.pk for unit in units], role=role)
    for row in sent:
        invitation_sent.send(Invitation, invitation=row, actor=actor)
    return sent


@transaction.atomic
def accept(invitation: Invitation, *, actor: User) -> Membership:
    """Come in, with the role of the invitation; harmless twice. Only the person invited. Raises AlreadyAnswered, Archived."""
    community = locked(invitation.community)
    row = _again(invitation)
    require(actor.pk == row.user_id and actor.is_active)
    already = Membership.objects.select_related("community", "user").filter(community=community, user=actor).first()
    if already is not None and row.state == Invitation.State.ACCEPTED:
        return already
    if row.state != Invitation.State.WAITING:
        raise AlreadyAnswered
    if community.is_archived:
        raise Archived
    _answer(row, Invitation.State.ACCEPTED, actor=actor)
    return already or enter(community, actor, role=row.role, source=Membership.Source.INVITED, actor=actor)


@transaction.atomic
def decline(invitation: Invitation, *, actor: User) -> Invitation:
    """Say no, without a reason; nobody is told. Harmless twice. Only the person invited."""
    locked(invitation.community)
    row = _again(invitation)
    require(actor.pk == row.user_id and actor.is_active)
    if row.state == Invitation.State.ACCEPTED:
        raise AlreadyAnswered
    return row if row.state != Invitation.State.WAITING else _answer(row, Invitation.State.DECLINED, actor=actor)


@transaction.atomic
def withdraw(invitation: Invitation, *, actor: User | None) -> Invitation:
    """Take the invitation back: who sent it, and the moderators. Harmless twice."""
    community = locked(invitation.community)
    row = _again(invitation)
    require(actor is None or (actor.is_active and actor.pk == row.invited_by_id) or permissions.can_moderate(actor, community))
    return row if row.state != Invitation.State.WAITING else _answer(row, Invitation.State.WITHDRAWN, actor=actor)


def _answer(row: Invitation, state: str, *, actor: User | None) -> Invitation:
    row.state, row.answered_at = state, timezone.now()
    row.save(update_fields=["state", "answered_at"])
    record(row.community, f"invitation_{state}", actor=actor, subject=row.user)
    invitation_answered.send(Invitation, invitation=row, actor=actor)
    return row


def _again(invitation: Invitation) -> Invitation:
    return Invitation.objects.select_related("community", "user").get(pk=invitation.pk)


def _new(community: Community, users: Iterable[User]) -> list[User]:
    """Those who are neither in nor called already."""
    people = {user.pk: user for user in users}
    known = set(Membership.objects.filter(community=community, user__in=people).values_list("user_id", flat=True))
    known |= set(Invitation.objects.filter(community=community, user__in=people).waiting().values_list("user_id", flat=True))
    return [user for pk, user in sorted(people.items()) if pk not in known]


def _of_department(community: Community, department: Department) -> list[User]:
    refused = Q(pk__in=OptOut.objects.filter(community=community).values("user"))
    refused |= Q(pk__in=Invitation.objects.filter(community=community, state=Invitation.State.DECLINED).values("user"))
    agents = Agent.objects.filter(state=Agent.State.ACTIVE).in_departments(department.descendants())
    return list(User.objects.filter(agent__in=agents, is_active=True).exclude(refused))

"""Asking to come into a closed group, and the answer."""

from django.db import transaction
from django.utils import timezone

from rse.communities import permissions
from rse.communities.actions.memberships import enter
from rse.communities.actions.rights import locked, record, require
from rse.communities.exceptions import AlreadyAnswered, AlreadyIn, Archived, ReasonMissing
from rse.communities.models import Community, JoinRequest, Membership
from rse.communities.signals import request_decided, request_made
from rse.people.models import User


@transaction.atomic
def ask(community: Community, *, words: str, actor: User) -> JoinRequest:
    """Ask to come into a closed group; asked twice, one request. Raises AlreadyIn, Archived; PermissionDenied for a group one does not ask for."""
    community = locked(community)
    if Membership.objects.filter(community=community, user=actor).exists():
        raise AlreadyIn
    if community.is_archived and community.visibility != Community.Visibility.HIDDEN:
        raise Archived
    require(permissions.can_ask(actor, community))
    if already := JoinRequest.objects.filter(community=community, user=actor).waiting().first():
        return already
    row = JoinRequest.objects.create(community=community, user=actor, words=words.strip(), asked_at=timezone.now())
    record(community, "asked", actor=actor, subject=actor)
    request_made.send(JoinRequest, request=row, actor=actor)
    return row


@transaction.atomic
def accept(request_: JoinRequest, *, actor: User | None) -> Membership:
    """Let the person in. Moderators. Harmless twice. Raises AlreadyAnswered, Archived."""
    community = locked(request_.community)
    row = _again(request_)
    require(actor is None or permissions.can_moderate(actor, community))
    already = Membership.objects.select_related("community", "user").filter(community=community, user=row.user).first()
    if already is not None and row.state == JoinRequest.State.ACCEPTED:
        return already
    if row.state != JoinRequest.State.WAITING:
        raise AlreadyAnswered
    if community.is_archived:
        raise Archived
    _decide(row, JoinRequest.State.ACCEPTED, reason="", actor=actor)
    return already or enter(community, row.user, role=Membership.Role.MEMBER, source=Membership.Source.ACCEPTED, actor=actor)


@transaction.atomic
def refuse(request_: JoinRequest, *, reason: str, actor: User | None) -> JoinRequest:
    """Say no and why: the person reads it. Moderators. Harmless twice. Raises ReasonMissing, AlreadyAnswered."""
    community = locked(request_.community)
    row = _again(request_)
    require(actor is None or permissions.can_moderate(actor, community))
    if not reason.strip():
        raise ReasonMissing
    if row.state == JoinRequest.State.REFUSED:
        return row
    if row.state != JoinRequest.State.WAITING:
        raise AlreadyAnswered
    return _decide(row, JoinRequest.State.REFUSED, reason=reason.strip(), actor=actor)


@transaction.atomic
def withdraw(request_: JoinRequest, *, actor: User) -> JoinRequest:
    """Ask no more: the person themselves. Harmless twice."""
    locked(request_.community)
    row = _again(request_)
    require(actor.is_active and actor.pk == row.user_id)
    return row if row.state != JoinRequest.State.WAITING else _decide(row, JoinRequest.State.WITHDRAWN, reason="", actor=actor)


def _decide(row: JoinRequest, state: str, *, reason: str, actor: User | None) -> JoinRequest:
    row.state, row.reason, row.decided_by, row.decided_at = state, reason, actor, timezone.now()
    row.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    record(row.community, f"request_{state}", actor=actor, subject=row.user)
    request_decided.send(JoinRequest, request=row, actor=actor)
    return row


def _again(row: JoinRequest) -> JoinRequest:
    return JoinRequest.objects.select_related("community", "user").get(pk=row.pk)

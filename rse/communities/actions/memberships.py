"""Who is in a group: joining, leaving, roles, exclusion, administrators who enter."""

from typing import Any

from django.db import transaction

from rse.communities import permissions
from rse.communities.actions.rights import begin, finish, locked, record, require, tell_pages, write_rights
from rse.communities.exceptions import AccountClosed, AlreadyIn, Archived, LastOwner, NotIn, NotOpen
from rse.communities.models import Community, Invitation, Membership, OptOut
from rse.communities.signals import role_changed
from rse.people.models import User


@transaction.atomic
def join(community: Community, *, actor: User) -> Membership:
    """Come into an open group; harmless twice. Raises NotOpen, Archived."""
    community = locked(community)
    if already := _membership(community, actor):
        return already
    if community.is_archived:
        raise Archived
    if not permissions.can_join(actor, community):
        raise NotOpen
    return enter(community, actor, role=Membership.Role.MEMBER, source=Membership.Source.JOINED, actor=actor)


@transaction.atomic
def leave(community: Community, *, actor: User, successor: User | None = None) -> None:
    """Go; harmless twice. The only owner names a `successor` among the members first (LastOwner). One's department brings nobody back."""
    community = locked(community)
    membership = _membership(community, actor)
    if membership is None:
        return
    if is_last_owner(membership):
        heir = _membership(community, successor) if successor else None
        if heir is None or heir.pk == membership.pk or not heir.user.is_active or heir.source == Membership.Source.ADMINISTRATOR:
            raise LastOwner
        give_role(heir, role=Membership.Role.OWNER, actor=actor)
    _stay_out(membership)
    finish(community, [membership], reason="left", actor=actor)


@transaction.atomic
def change_role(community: Community, *, user: User, role: str, actor: User | None) -> Membership:
    """Give a role to somebody who is in. Its owners only. Raises NotIn, LastOwner."""
    community = locked(community)
    require(actor is None or permissions.can_own(actor, community))
    membership = _membership(community, user)
    if membership is None:
        raise NotIn
    if membership.role == role:
        return membership
    if membership.source == Membership.Source.ADMINISTRATOR:
        raise AlreadyIn
    if is_last_owner(membership):
        raise LastOwner
    if role == Membership.Role.OWNER and not user.is_active:
        raise AccountClosed
    return give_role(membership, role=role, actor=actor)


@transaction.atomic
def exclude(community: Community, *, user: User, actor: User | None) -> None:
    """Put somebody out: moderators exclude members and readers, owners everybody but the only owner. Harmless twice. Their pages close at once."""
    community = locked(community)
    rights = permissions.rights_in(actor, community) if actor else frozenset({permissions.MODERATE, permissions.OWN})
    require(permissions.MODERATE in rights)
    membership = _membership(community, user)
    if membership is None:
        return
    require(permissions.OWN in rights or membership.role in {Membership.Role.MEMBER, Membership.Role.READER})
    if is_last_owner(membership):
        raise LastOwner
    _stay_out(membership)
    finish(community, [membership], reason="excluded", actor=actor)


@transaction.atomic
def enter_as_administrator(community: Community, *, reason: str, actor: User) -> Membership:
    """Come into any group with the rights of its owners. Every member is told, the journal keeps it, the list of members shows it.

    Administrators only. Raises AlreadyIn for somebody who is in already, whatever the role.
    """
    require(permissions.can_enter(actor))
    community = locked(community)
    if Membership.objects.filter(community=community, user=actor).exists():
        raise AlreadyIn
    record(community, "administrator_entered", actor=actor, subject=actor, reason=Membership.Reason(reason).value)
    return enter(community, actor, role=Membership.Role.OWNER, source=Membership.Source.ADMINISTRATOR, reason=reason, actor=actor)


def enter(community: Community, user: User, *, role: str, source: str, actor: User | None, **how: Any) -> Membership:
    """Let one person in and answer the membership. The group is locked. An invitation that waited is answered with it. Raises AccountClosed."""
    if not user.is_active:
        raise AccountClosed
    begin(community, [user], role=role, source=source, actor=actor, **how)
    return Membership.objects.select_related("community", "user").get(community=community, user=user)


def give_role(membership: Membership, *, role: str, actor: User | None) -> Membership:
    """The row and the guardian rows together. The group is locked and the right to do it decided."""
    community, previous = membership.community, membership.role
    membership.role = role
    membership.save(update_fields=["role"])
    write_rights(community, [membership.user], role)
    record(community, "role_changed", actor=actor, subject=membership.user, before=previous, after=role)
    tell_pages(community, [membership.user_id])
    role_changed.send(Membership, membership=membership, previous=previous, actor=actor)
    return membership


def is_last_owner(membership: Membership) -> bool:
    """Whether nobody else would answer for the group."""
    if membership.role != Membership.Role.OWNER or membership.source == Membership.Source.ADMINISTRATOR:
        return False
    return not Membership.objects.filter(community=membership.community_id).owners().exclude(pk=membership.pk).exists()


def _membership(community: Community, user: User) -> Membership | None:
    return Membership.objects.select_related("community", "user").filter(community=community, user=user).first()


def _stay_out(membership: Membership) -> None:
    """Neither the department nor an old invitation brings the person back."""
    Invitation.objects.filter(community=membership.community, user=membership.user).waiting().update(state=Invitation.State.WITHDRAWN)
    if membership.source != Membership.Source.ADMINISTRATOR:
        OptOut.objects.get_or_create(community=membership.community, user=membership.user)

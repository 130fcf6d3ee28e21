"""Opening a group, changing what it is, archiving it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.text import slugify

from rse.communities import permissions
from rse.communities.actions.rights import begin, locked, record, require, tell_pages
from rse.communities.exceptions import Archived, NameTaken, NameUnreadable, UnknownTool
from rse.communities.models import TOOLS, Community, FormerAddress, Invitation, JoinRequest, Membership
from rse.communities.signals import community_archived, community_changed, community_created, community_reopened, request_decided
from rse.people.models import Organisation, User
from rse.people.search_key import letters

CHANGEABLE = frozenset({"name", "purpose", "welcome", "visibility", "posting", "tools"})
# Words that stand where the address of a group could (see urls.py).
RESERVED = frozenset({"decouvrir", "creer", "entrer", "invitations"})
HIDDEN, CLOSED, OPEN = Community.Visibility.HIDDEN, Community.Visibility.CLOSED, Community.Visibility.OPEN


@transaction.atomic
def create(
    organisation: Organisation,
    *,
    name: str,
    actor: User | None,
    purpose: str = "",
    welcome: str = "",
    visibility: str = Community.Visibility.OPEN,
    posting: str = Community.Posting.MEMBERS,
    tools: list[str] | None = None,
    owner: User | None = None,
    submission: UUID | None = None,
) -> Community:
    """Open a group that `owner` (by default the actor) answers for. `submission` is the token of the form: sent twice, one group.

    Raises NameTaken for the name of a group that everybody knows; a non-visible one refuses nobody its name.
    """
    require(actor is None or permissions.can_create(actor))
    _one_at_a_time(organisation.pk)
    if submission and (already := Community.objects.filter(submission=submission, created_by=actor).first()):
        return already
    community = Community(organisation=organisation, purpose=purpose.strip(), welcome=welcome.strip(), visibility=visibility, posting=posting)
    community.created_by, community.created_at, community.submission = actor or owner, timezone.now(), submission
    community.tools = known_tools(list(TOOLS) if tools is None else tools)
    rename(community, name)
    community.slug = free_address(community)
    community.save()
    record(community, "created", actor=actor, visibility=visibility)
    community_created.send(Community, community=community, actor=actor)
    if founder := owner or actor:
        begin(community, [founder], role=Membership.Role.OWNER, source=Membership.Source.CREATED, actor=actor)
    return community


@transaction.atomic
def change(community: Community, *, changes: Mapping[str, Any], actor: User | None) -> Community:
    """Write the changed fields among `changes` (see CHANGEABLE). Its owners only. Raises NameTaken, Archived.

    Made non-visible, the group keeps its members and vanishes for everybody else; made open, those who were asking are in.
    """
    _one_at_a_time(community.organisation_id)
    community = locked(community)
    require(actor is None or permissions.can_own(actor, community))
    if community.is_archived:
        raise Archived
    wanted = {name: value for name, value in changes.items() if name in CHANGEABLE}
    if "tools" in wanted:
        wanted["tools"] = known_tools(wanted["tools"])
    for name in {"name", "purpose", "welcome"} & set(wanted):
        wanted[name] = wanted[name].strip()
    previous = {name: getattr(community, name) for name, value in wanted.items() if getattr(community, name) != value}
    if not previous:
        return community
    for name in previous:
        setattr(community, name, wanted[name])
    rename(community, community.name)
    if {"name", "visibility"} & set(previous):
        _change_address(community)
    community.save(update_fields=[*previous, "folded", "keywords", "slug"])
    record(community, "changed", actor=actor, fields=sorted(previous), visibility=community.visibility)
    if "visibility" in previous:
        _visibility_changed(community, before=previous["visibility"], actor=actor)
    community_changed.send(Community, community=community, fields=sorted(previous), previous=previous, actor=actor)
    return community


@transaction.atomic
def archive(community: Community, *, actor: User | None) -> Community:
    """Nobody writes, joins or is invited any more; who read it still does. Its owners only; harmless twice."""
    community = locked(community)
    require(actor is None or permissions.can_own(actor, community))
    if community.is_archived:
        return community
    community.archived_at = timezone.now()
    community.save(update_fields=["archived_at"])
    _give_up_waiting(community, actor=actor)
    record(community, "archived", actor=actor)
    tell_pages(community, members(community))
    community_archived.send(Community, community=community, actor=actor)
    return community


@transaction.atomic
def unarchive(community: Community, *, actor: User | None) -> Community:
    """The group is alive again, as it was. Its owners only; harmless twice."""
    community = locked(community)
    require(actor is None or permissions.can_own(actor, community))
    if not community.is_archived:
        return community
    community.archived_at = None
    community.save(update_fields=["archived_at"])
    record(community, "reopened", actor=actor)
    tell_pages(community, members(community))
    community_reopened.send(Community, community=community, actor=actor)
    return community


def _one_at_a_time(organisation: int) -> None:
    """Two groups of one organisation never choose the same name in the same instant."""
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation)


def members(community: Community) -> list[int]:
    return list(Membership.objects.filter(community=community).values_list("user_id", flat=True))


def known_tools(tools: list[str]) -> list[str]:
    """In the order of TOOLS. Raises UnknownTool."""
    if not set(tools) <= set(TOOLS):
        raise UnknownTool
    return [tool for tool in TOOLS if tool in tools]


def rename(community: Community, name: str) -> None:
    """Write the name and what it is found by. Raises NameUnreadable, NameTaken."""
    community.name = " ".join(name.split())
    community.folded = letters(community.name)[:80]
    community.keywords = letters(f"{community.name} {community.purpose}")
    if len(community.folded) < 2:
        raise NameUnreadable
    namesakes = Community.objects.filter(organisation=community.organisation_id, folded=community.folded).exclude(visibility=HIDDEN)
    if community.visibility != HIDDEN and namesakes.exclude(pk=community.pk).exists():
        raise NameTaken


def free_address(community: Community) -> str:
    """The address the name gives. A non-visible group has one that nobody guesses and that takes no word from anybody."""
    if community.visibility == HIDDEN:
        said = f"{community.organisation_id}:{community.folded}:{community.created_at.isoformat()}"
        return f"g-{salted_hmac('communities.address', said, algorithm='sha256').hexdigest()[:20]}"
    base = slugify(community.name)[:80] or "groupe"
    taken = set(Community.objects.filter(slug__startswith=base).exclude(pk=community.pk).values_list("slug", flat=True)) | RESERVED
    return next(slug for slug in (base, *(f"{base}-{number}" for number in range(2, len(taken) + 3))) if slug not in taken)


def _change_address(community: Community) -> None:
    """Old links still lead to the group, for those who may know that it exists."""
    before, community.slug = community.slug, free_address(community)
    if community.slug != before:
        FormerAddress.objects.update_or_create(community=community, slug=before, defaults={"until": timezone.now()})
        FormerAddress.objects.filter(community=community, slug=community.slug).delete()


def _visibility_changed(community: Community, *, before: str, actor: User | None) -> None:
    waiting = JoinRequest.objects.filter(community=community).waiting().select_related("user")
    now = timezone.now()
    if community.visibility == OPEN:
        asking = list(waiting)
        waiting.update(state=JoinRequest.State.ACCEPTED, decided_by=actor, decided_at=now)
        begin(community, [row.user for row in asking], role=Membership.Role.MEMBER, source=Membership.Source.ACCEPTED, actor=actor)
        _tell_decided(asking, actor=actor)
    elif community.visibility == HIDDEN:
        asking = list(waiting)
        waiting.update(state=JoinRequest.State.WITHDRAWN, decided_by=None, decided_at=now)
        _tell_decided(asking, actor=actor)
    if community.visibility != OPEN:
        _withdraw_unentitled(community, now)
    if before != HIDDEN:
        tell_pages(community, User.objects.filter(is_active=True).values_list("pk", flat=True))
    else:
        tell_pages(community, members(community))


def _withdraw_unentitled(community: Community, now: datetime) -> None:
    """While it was open every member called people in; from now on its moderators do."""
    waiting = Invitation.objects.filter(community=community).waiting()
    waiting.exclude(invited_by=None).exclude(invited_by__in=permissions.moderators_of(community).values("pk")).update(
        state=Invitation.State.WITHDRAWN, answered_at=now
    )


def _give_up_waiting(community: Community, *, actor: User | None) -> None:
    now = timezone.now()
    Invitation.objects.filter(community=community).waiting().update(state=Invitation.State.WITHDRAWN, answered_at=now)
    asking = list(JoinRequest.objects.filter(community=community).waiting())
    JoinRequest.objects.filter(community=community).waiting().update(state=JoinRequest.State.WITHDRAWN, decided_at=now)
    _tell_decided(asking, actor=actor)


def _tell_decided(asking: list[JoinRequest], *, actor: User | None) -> None:
    for row in JoinRequest.objects.filter(pk__in=[row.pk for row in asking]).select_related("community", "user"):
        request_decided.send(JoinRequest, request=row, actor=actor)

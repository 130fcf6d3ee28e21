"""Coming in and going out, written once: the membership, the guardian rows of its role, the count, the journal, open pages.

Called by the actions of this package, in their transaction and with the group locked, once they have decided who may.
"""

from collections.abc import Iterable

from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from rse.communities.models import Community, CommunityChange, CommunityUserObjectPermission, Invitation, JoinRequest, Membership, OptOut
from rse.communities.permissions import ROLES
from rse.communities.signals import membership_began, membership_ended
from rse.core import frames
from rse.people.models import Department, User

ACCESS = "access"
BATCH = 500


def locked(community: Community) -> Community:
    """The group as it is now, its row locked: every coming and going of one group waits for the one before."""
    return Community.objects.select_for_update(of=("self",), no_key=True).get(pk=community.pk)


def require(allowed: bool) -> None:
    """Raise PermissionDenied unless `allowed`."""
    if not allowed:
        raise PermissionDenied


def record(community: Community, code: str, *, actor: User | None, subject: User | None = None, **detail: object) -> CommunityChange:
    """One line of the journal. `detail` holds codes and ids, never personal text."""
    return CommunityChange.objects.create(community=community, code=code, actor=actor, subject=subject, detail=detail, at=timezone.now())


def begin(
    community: Community,
    users: Iterable[User],
    *,
    role: str,
    source: str,
    actor: User | None,
    department: Department | None = None,
    reason: str = "",
) -> list[Membership]:
    """Let in those who are not in yet, in a constant number of statements a batch, and say so. What they were asked, or were asking,
    is answered with it. Answers the memberships that began."""
    people = {user.pk: user for user in users}
    inside = set(Membership.objects.filter(community=community, user__in=people).values_list("user_id", flat=True))
    now = timezone.now()
    rows = [
        Membership(community=community, user=user, role=role, source=source, department=department, reason=reason, joined_at=now)
        for pk, user in sorted(people.items())
        if pk not in inside
    ]
    if not rows:
        return []
    Membership.objects.bulk_create(rows, batch_size=BATCH)
    write_rights(community, [row.user for row in rows], role)
    OptOut.objects.filter(community=community, user__in=people).delete()
    Invitation.objects.filter(community=community, user__in=people).waiting().update(state=Invitation.State.ACCEPTED, answered_at=now)
    asking = JoinRequest.objects.filter(community=community, user__in=people).waiting()
    asking.update(state=JoinRequest.State.ACCEPTED, decided_by=actor, decided_at=now)
    journal = [
        CommunityChange(community=community, code="joined", actor=actor, subject=row.user, detail={"role": role, "source": source}, at=now) for row in rows
    ]
    CommunityChange.objects.bulk_create(journal, batch_size=BATCH)
    recount(community)
    tell_pages(community, people)
    for row in rows:
        membership_began.send(Membership, membership=row, actor=actor)
    return rows


def finish(community: Community, memberships: Iterable[Membership], *, reason: str, actor: User | None) -> int:
    """Let these go: rights first, then the row; their open pages close. Answers how many went."""
    rows = list(memberships)
    if not rows:
        return 0
    people = [row.user_id for row in rows]
    CommunityUserObjectPermission.objects.filter(content_object=community, user__in=people).delete()
    Membership.objects.filter(pk__in=[row.pk for row in rows]).delete()
    now = timezone.now()
    journal = [
        CommunityChange(community=community, code=reason, actor=actor, subject=row.user, detail={"role": row.role, "source": row.source}, at=now)
        for row in rows
    ]
    CommunityChange.objects.bulk_create(journal, batch_size=BATCH)
    recount(community)
    tell_pages(community, people)
    for row in rows:
        membership_ended.send(Membership, community=community, user=row.user, role=row.role, source=row.source, reason=reason, actor=actor)
    return len(rows)


def write_rights(community: Community, users: list[User], role: str) -> None:
    """Make the guardian rows of these people exactly those of `role`."""
    CommunityUserObjectPermission.objects.filter(content_object=community, user__in=users).delete()
    found = Permission.objects.filter(codename__in=ROLES[role], content_type__app_label="communities", content_type__model="community")
    rights = list(found)
    rows = [CommunityUserObjectPermission(content_object=community, user=user, permission=right) for user in users for right in rights]
    CommunityUserObjectPermission.objects.bulk_create(rows, batch_size=BATCH)


def recount(community: Community) -> None:
    """How many open accounts are in the group, counted again: exact because the group is locked."""
    community.member_count = Membership.objects.filter(community=community).active().count()
    Community.objects.filter(pk=community.pk).update(member_count=community.member_count)


def tell_pages(community: Community, users: Iterable[int]) -> None:
    """Open pages of these people (user ids) ask again whether they may stay; a page of a group that is lost closes at once."""
    frames.announce(sorted(users), kind=ACCESS, id=community.pk)

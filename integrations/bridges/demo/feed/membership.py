"""Coming into groups in bulk: memberships, the guardian rows of their role, the count of members. Without journal nor notice."""

from collections.abc import Iterable

from django.contrib.auth.models import Permission

from rse.communities.models import Community, CommunityUserObjectPermission, Membership
from rse.communities.permissions import ROLES
from rse.people.models import User

BATCH = 2000


def let_in(group: Community, users: Iterable[User], *, role: str) -> None:
    """Those who are not in yet come in with `role`; members whose role is a lesser one are given it."""
    wanted = {user.pk: user for user in users}
    inside = {row.user_id: row for row in Membership.objects.filter(community=group, user__in=wanted)}
    lesser = [row for row in inside.values() if set(ROLES[row.role]) < set(ROLES[role])]
    for row in lesser:
        row.role = role
    Membership.objects.bulk_update(lesser, ["role"])
    CommunityUserObjectPermission.objects.filter(content_object=group, user__in=[row.user_id for row in lesser]).delete()
    began = [Membership(community=group, user=user, role=role, joined_at=group.created_at) for pk, user in sorted(wanted.items()) if pk not in inside]
    write(began, [*began, *lesser])
    recount(group)


def write(began: list[Membership], roles: list[Membership]) -> None:
    """Create `began`, and the rights of `roles`."""
    rights = rights_by_role()
    Membership.objects.bulk_create(began, batch_size=BATCH)
    rows = [
        CommunityUserObjectPermission(content_object_id=row.community_id, user_id=row.user_id, permission=right) for row in roles for right in rights[row.role]
    ]
    CommunityUserObjectPermission.objects.bulk_create(rows, batch_size=BATCH)


def rights_by_role() -> dict[str, list[Permission]]:
    """The permissions of each role."""
    found = Permission.objects.filter(content_type__app_label="communities", content_type__model="community")
    by_code = {right.codename: right for right in found}
    return {role: [by_code[code] for code in codes] for role, codes in ROLES.items()}


def recount(group: Community) -> None:
    """Open accounts alone are counted."""
    group.member_count = Membership.objects.filter(community=group, user__is_active=True).count()
    Community.objects.filter(pk=group.pk).update(member_count=group.member_count)

"""Who may read the library before the intranet's own rules are installed, and what an attachment belongs to."""

from typing import TYPE_CHECKING, TypeVar

from django.db.models import Model, Q, QuerySet
from wagtail.models import CollectionViewRestriction

if TYPE_CHECKING:
    from rse.people.models import User

M = TypeVar("M", bound=Model)


def in_readable_collections(user: "User", rows: "QuerySet[M]", *, path: str = "collection__path") -> "QuerySet[M]":
    """`rows` (images, documents, or what hangs from them) whose collection, and every collection above it, is open to `user`.

    Nobody but an active account reads the library; Wagtail's shared passwords open nothing.
    """
    if not user.is_active:
        return rows.none()
    if user.is_superuser:
        return rows
    groups = set(user.groups.values_list("pk", flat=True))
    closed = Q()
    for restriction in CollectionViewRestriction.objects.select_related("collection").prefetch_related("groups"):
        by_group = restriction.restriction_type == CollectionViewRestriction.GROUPS and groups & {group.pk for group in restriction.groups.all()}
        if not by_group and restriction.restriction_type != CollectionViewRestriction.LOGIN:
            closed |= Q(**{f"{path}__startswith": restriction.collection.path})
    return rows.exclude(closed) if closed else rows

"""Who writes in the name of a department: named by its heads or HR, with a line in the journal of people."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from rse.feed.models import Spokesperson
from rse.feed.signals import spokesperson_changed
from rse.feed.writing import can_name_spokespeople
from rse.people.actions.journal import record
from rse.people.models import Department, User


@transaction.atomic
def name_spokesperson(department: Department, *, user: User, actor: User | None) -> Spokesperson:
    """`user` may write in the name of `department` from now on. Harmless twice. Raises PermissionDenied."""
    if actor is not None and not can_name_spokespeople(actor, department):
        raise PermissionDenied
    if not user.is_active:
        raise PermissionDenied
    row, created = Spokesperson.objects.get_or_create(department=department, user=user, defaults={"given_by": actor})
    if created:
        record("spokesperson_named", actor=actor, subject=user, department=department)
        spokesperson_changed.send(Spokesperson, spokesperson=row, code="named", actor=actor)
    return row


@transaction.atomic
def remove_spokesperson(spokesperson: Spokesperson, *, actor: User | None) -> None:
    """What was said in the name of the department stays. Raises PermissionDenied."""
    department, user = spokesperson.department, spokesperson.user
    if actor is not None and not can_name_spokespeople(actor, department):
        raise PermissionDenied
    if Spokesperson.objects.filter(pk=spokesperson.pk).delete()[0]:
        record("spokesperson_removed", actor=actor, subject=user, department=department)
        spokesperson_changed.send(Spokesperson, spokesperson=spokesperson, code="removed", actor=actor)

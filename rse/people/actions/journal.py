"""The journal of people, and the one way to refuse."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from rse.people.models import Department, PersonChange, User
from rse.people.permissions import can_manage_people


def record(code: str, *, actor: User | None, subject: User | None = None, department: Department | None = None, **detail: object) -> PersonChange:
    """One line of the journal. `detail` holds codes, ids and dates, never personal text."""
    return PersonChange.objects.create(code=code, actor=actor, subject=subject, department=department, detail=detail, at=timezone.now())


def require(allowed: bool) -> None:
    """Raise PermissionDenied unless `allowed`."""
    if not allowed:
        raise PermissionDenied


def require_hr(actor: User | None) -> None:
    """HR, or the program itself. Raises PermissionDenied."""
    require(actor is None or can_manage_people(actor))

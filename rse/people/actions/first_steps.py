"""Putting a first step away."""

from django.db import transaction

from rse.people.models import DismissedStep, User


@transaction.atomic
def dismiss_step(code: str, *, actor: User) -> DismissedStep:
    """It is offered to `actor` no more. Harmless twice."""
    return DismissedStep.objects.get_or_create(user=actor, code=code)[0]

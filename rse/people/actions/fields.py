"""The questions that an organisation asks of everybody. HR, administrators or the program."""

from typing import Any

from django.db import transaction

from rse.people.actions.journal import record, require_hr
from rse.people.exceptions import KindIsSettled, LabelTaken, ListIsEmpty
from rse.people.models import ProfileChange, ProfileField, User


@transaction.atomic
def create_field(*, label: str, kind: str, actor: User | None, **facts: Any) -> ProfileField:
    """Ask something new. `facts` among help, choices, editor, shown, required, order. Raises LabelTaken, ListIsEmpty."""
    require_hr(actor)
    field = ProfileField(label=label, kind=kind, **facts)
    _refuse(field)
    field.save()
    record("field_created", actor=actor, field=field.pk)
    return field


@transaction.atomic
def change_field(field: ProfileField, *, changes: dict[str, Any], actor: User | None) -> ProfileField:
    """Ask it otherwise. Raises LabelTaken, ListIsEmpty, and KindIsSettled once somebody has answered: an answer keeps its sense."""
    require_hr(actor)
    fields = sorted(name for name, value in changes.items() if getattr(field, name) != value)
    if not fields:
        return field
    if "kind" in fields and field.values.exists():
        raise KindIsSettled
    for name in fields:
        setattr(field, name, changes[name])
    _refuse(field)
    field.save(update_fields=fields)
    record("field_changed", actor=actor, field=field.pk, fields=fields)
    return field


@transaction.atomic
def delete_field(field: ProfileField, *, actor: User | None) -> None:
    """Ask it no longer: the answers go with the question, and what they were is forgotten too."""
    require_hr(actor)
    record("field_deleted", actor=actor, field=field.pk)
    ProfileChange.objects.filter(field=field.name).delete()
    field.delete()


def _refuse(field: ProfileField) -> None:
    if ProfileField.objects.exclude(pk=field.pk).filter(label__iexact=field.label).exists():
        raise LabelTaken
    if field.kind == ProfileField.Kind.CHOICE and len(field.options) < 2:
        raise ListIsEmpty

"""A day and an hour before: whoever comes is reminded, once."""

from django.db import transaction
from django.utils import timezone

from rse.events import conf, telling
from rse.events.models import Event
from rse.people.models import User


@transaction.atomic
def remind(event: Event, *, actor: User | None) -> list[str]:
    """Remind what is due now, among "day" and "hour"; answers which. Nothing leaves outside anybody's working hours: notifications see to it.

    Harmless twice, and from two processes at once.
    """
    found = Event.objects.select_for_update(of=("self",), skip_locked=True).with_post().filter(pk=event.pk, cancelled_at=None).first()
    now = timezone.now()
    if found is None or now >= found.starts_at:
        return []
    due = []
    if found.hour_told_at is None and found.starts_at <= now + conf.HOUR_BEFORE:
        due.append("hour")
        found.day_told_at = found.day_told_at or now
        found.hour_told_at = now
    elif found.day_told_at is None and found.starts_at <= now + conf.DAY_BEFORE:
        due.append("day")
        found.day_told_at = now
    for span in due:
        telling.tell_reminder(found, span=span)
    found.save(update_fields=["day_told_at", "hour_told_at"])
    return due

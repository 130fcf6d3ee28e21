"""What falls due among events: reminders a day and an hour before."""

from django.db.models import Q
from django.utils import timezone

from rse.events import actions, conf
from rse.events.models import Event


def remind_due() -> int:
    """Called every few seconds, harmless twice; answers how many events were spoken of."""
    now = timezone.now()
    due = Q(day_told_at=None, starts_at__lte=now + conf.DAY_BEFORE) | Q(hour_told_at=None, starts_at__lte=now + conf.HOUR_BEFORE)
    events = list(Event.objects.standing().filter(due, starts_at__gt=now).order_by("starts_at")[: conf.REMINDED_AT_ONCE])
    return sum(bool(actions.remind(event, actor=None)) for event in events)

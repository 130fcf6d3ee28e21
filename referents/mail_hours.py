"""When a mail may leave: colleagues read it in their working hours, outside contacts in opening hours. Right to disconnect (Code du travail, L2242-17)."""

from datetime import datetime, timedelta

from django.utils import timezone

from referents import calendars
from referents.conf import directory
from referents.host import User

LOOKED_AHEAD = 60


def for_contact(now: datetime) -> datetime:
    """Now when the service is open, else its next opening; now too where the calendar never opens."""
    try:
        return calendars.usual().next_open(now)
    except calendars.NeverOpen:
        return now


def for_colleague(user: User, now: datetime) -> datetime:
    """Now when this person works, else when they begin again; the service's hours where the host does not know theirs."""
    host, today = directory(), timezone.localdate(now)
    for ahead in range(LOOKED_AHEAD):
        hours = host.working_hours(user, today + timedelta(days=ahead))
        if hours is None:
            return for_contact(now)
        to_come = [max(now, start) for start, end in hours if end > now]
        if to_come:
            return min(to_come)
    return for_contact(now)

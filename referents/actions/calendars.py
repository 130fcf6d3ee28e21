"""Opening time and clock policies, as administrators keep them. A policy is never edited: a change is a new version, open clocks keep theirs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from referents import clocks
from referents.exceptions import ReferentsError
from referents.host import User
from referents.models import ClockPolicy, Closure, ServiceCalendar

Hours = Mapping[str, list[list[str]]]


@dataclass(frozen=True)
class Closing:
    """A local closing time, both ends included."""

    start: date
    end: date
    label: str


@transaction.atomic
def keep_calendar(calendar: ServiceCalendar, *, hours: Hours, closures: Iterable[Closing], is_default: bool, actor: User | None) -> ServiceCalendar:
    """Write the calendar as it stands with these hours and closures; the due times of open clocks follow. Being the default is taken from
    the one that was. Raises ReferentsError when no default would be left, NeverOpen when the calendar has no opening."""
    if actor is not None and not actor.has_perm(f"referents.{'change' if calendar.pk else 'add'}_servicecalendar"):
        raise PermissionDenied
    others = ServiceCalendar.objects.select_for_update().filter(is_default=True).exclude(pk=calendar.pk)
    if not is_default and not others.exists():
        raise ReferentsError({"is_default": _("Make another calendar the default one first.")})
    if is_default:
        others.update(is_default=None)
    calendar.hours = {weekday: slots for weekday, slots in hours.items() if slots}
    calendar.is_default = True if is_default else None
    calendar.save()
    _close(calendar, set(closures))
    clocks.recompute(ServiceCalendar.objects.get(pk=calendar.pk))
    return calendar


def _close(calendar: ServiceCalendar, wanted: set[Closing]) -> None:
    kept = set()
    for closure in calendar.closures.all():
        closing = Closing(closure.start, closure.end, closure.label)
        if closing in wanted and closing not in kept:
            kept.add(closing)
        else:
            closure.delete()
    Closure.objects.bulk_create(Closure(calendar=calendar, start=one.start, end=one.end, label=one.label) for one in sorted(wanted - kept, key=str))


@transaction.atomic
def new_policy(*, metric: str, minutes: int, urgent_minutes: int, steps: list[list[int | str]], calendar: ServiceCalendar, actor: User | None) -> ClockPolicy:
    """The next version for one clock; clocks that run keep the version they started with."""
    if actor is not None and not actor.has_perm("referents.add_clockpolicy"):
        raise PermissionDenied
    list(ServiceCalendar.objects.select_for_update().filter(pk=calendar.pk))
    last = ClockPolicy.objects.filter(metric=metric).order_by("-version").first()
    return ClockPolicy.objects.create(
        metric=metric, version=(last.version if last else 0) + 1, minutes=minutes, urgent_minutes=urgent_minutes, steps=sorted(steps), calendar=calendar
    )

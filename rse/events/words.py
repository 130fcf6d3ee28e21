"""When and where, as people say it."""

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from rse.core.days import spell_day
from rse.events.models import Event
from rse.people.presence import spell_hour


def days_of(event: Event) -> tuple[date, date]:
    """The first and the last day, local."""
    first = timezone.localtime(event.starts_at)
    last = timezone.localtime(event.ends_at)
    ends = last.date() - timedelta(days=1) if last.time() == last.time().min and last > first else last.date()
    return first.date(), max(first.date(), ends)


def spell_when(event: Event) -> str:
    """« jeudi 3 décembre, de 12 h à 13 h 30 », « du lundi 7 au mardi 8 décembre »."""
    first, last = days_of(event)
    if event.all_day:
        return _day(first) if first == last else _("from %(first)s to %(last)s") % {"first": _day(first), "last": _day(last)}
    start, end = timezone.localtime(event.starts_at), timezone.localtime(event.ends_at)
    if first == last:
        return _("%(day)s, from %(start)s to %(end)s") % {"day": _day(first), "start": spell_hour(start), "end": spell_hour(end)}
    return _("from %(first)s at %(start)s to %(last)s at %(end)s") % {
        "first": _day(first),
        "start": spell_hour(start),
        "last": _day(last),
        "end": spell_hour(end),
    }


def spell_hours(event: Event) -> str:
    """« 12 h », « toute la journée »: for a line of the agenda."""
    return _("all day") if event.all_day else spell_hour(timezone.localtime(event.starts_at))


def spell_where(event: Event) -> str:
    return event.place or _("by video")


def _day(day: date) -> str:
    """The year is said when it is not this one."""
    return spell_day(day, "l j F" if day.year == timezone.localdate().year else "l j F Y").lower()


def local_midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))

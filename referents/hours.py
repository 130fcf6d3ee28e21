"""Hours as people say them: « 10 h 21 », « demain 9 h », « avant 12 h 30 ». Pure: the present is given."""

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

NEAR = 6
DAY_OF_MONTH = re.compile(r"(?<!\\)j")


def hour(at: datetime) -> str:
    """The hour alone: « 10 h 21 », « 9 h »."""
    local = timezone.localtime(at)
    if local.minute == 0:
        return _("%(hour)d:00") % {"hour": local.hour}
    return _("%(hour)d:%(minute)02d") % {"hour": local.hour, "minute": local.minute}


def moment(at: datetime, *, now: datetime) -> str:
    """An hour, with its day when that is not today: « 10 h 21 », « hier 10 h 21 », « lundi 8 h 30 », « 3 décembre 9 h »."""
    day, today = timezone.localdate(at), timezone.localdate(now)
    away = (day - today).days
    if away == 0:
        return hour(at)
    return f"{_day(at, away, year=day.year != today.year)}\u00a0{hour(at)}"


def when(at: datetime, *, now: datetime) -> str:
    """What follows « reçue », « demandé »: « à 10 h 21 », « hier à 10 h 21 », « lundi à 8 h 30 », « le 3 décembre à 9 h »."""
    day, today = timezone.localdate(at), timezone.localdate(now)
    away = (day - today).days
    if away == 0:
        return _("at %(hour)s") % {"hour": hour(at)}
    name = _day(at, away, year=day.year != today.year)
    named = -1 <= away <= NEAR
    return _("%(day)s at %(hour)s") % {"day": name if named else _("on %(day)s") % {"day": name}, "hour": hour(at)}


def _day(at: datetime, away: int, *, year: bool) -> str:
    if away == 1:
        return _("tomorrow")
    if away == -1:
        return _("yesterday")
    if 0 < away <= NEAR:
        return str(WEEKDAYS[timezone.localtime(at).weekday()])
    return _written(timezone.localdate(at), year, get_language() or "")


@lru_cache(maxsize=512)
def _written(day: date, year: bool, _language: str) -> str:
    """« 3 décembre », in the active language. A list says the same few days on every line."""
    return spell(day, "j F Y" if year else "j F")


def spell(day: date, form: str) -> str:
    """`day` in a format of Django; in French the first of a month is « 1er »."""
    first = day.day == 1 and (get_language() or "").startswith("fr")
    return date_format(day, DAY_OF_MONTH.sub(r"j\\e\\r", form) if first else form)


def promise(at: datetime, *, now: datetime) -> str:
    """The hour a citizen was promised: « avant 12 h 30 », « avant demain 9 h »."""
    return _("before %(hour)s") % {"hour": moment(at, now=now)}


def promised(at: datetime, *, now: datetime) -> str:
    """The same inside a sentence for the citizen: « avant 12 h 30 », « demain avant 10 h », « lundi avant 9 h », « le 3 décembre avant 9 h »."""
    day, today = timezone.localdate(at), timezone.localdate(now)
    away = (day - today).days
    if away == 0:
        return _("before %(hour)s") % {"hour": hour(at)}
    name = _day(at, away, year=day.year != today.year)
    return _("%(day)s before %(hour)s") % {"day": name if -1 <= away <= NEAR else _("on %(day)s") % {"day": name}, "hour": hour(at)}


def span(start: datetime, end: datetime, *, now: datetime) -> str:
    """From when to when: « aujourd’hui de 9 h à 12 h », « jeudi de 9 h à 12 h », « du 3 décembre 9 h au 5 décembre 18 h »."""
    first, last, today = timezone.localdate(start), timezone.localdate(end), timezone.localdate(now)
    if first == last:
        away = (first - today).days
        day = _("today") if away == 0 else _day(start, away, year=first.year != today.year)
        named = -1 <= away <= NEAR
        return _("%(day)s from %(start)s to %(end)s") % {"day": day if named else _("on %(day)s") % {"day": day}, "start": hour(start), "end": hour(end)}
    far = [date_format(timezone.localtime(at), "j F" if day.year == today.year else "j F Y") for at, day in ((start, first), (end, last))]
    words = {"first": far[0], "start": hour(start), "last": far[1], "end": hour(end)}
    return _("from %(first)s, %(start)s to %(last)s, %(end)s") % words


def late_by(at: datetime, *, now: datetime) -> str:
    """How long a promise to a citizen has been past due: « 20 min », « 3 h », « 2 jours »; empty when it is not."""
    if at >= now:
        return ""
    late = now - at
    if late < timedelta(hours=1):
        return _("%(count)d min") % {"count": max(1, late // timedelta(minutes=1))}
    if late < timedelta(days=1):
        return _("%(count)d h") % {"count": late // timedelta(hours=1)}
    return ngettext("%(count)d day", "%(count)d days", late.days) % {"count": late.days}

"""« il y a 12 min »: an hour as one says it, without any script."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rse.core.days import spell_day

MINUTE, HOUR = 60, 3600
SOON = 6 * HOUR


def ago(at: datetime, now: datetime) -> str:
    """A few minutes or hours ago; then yesterday, a day of the week, a date."""
    seconds = (now - at).total_seconds()
    if seconds < MINUTE:
        return _("just now")
    if seconds < HOUR:
        return _("%(number)s min ago") % {"number": int(seconds // MINUTE)}
    here, today = timezone.localtime(at), timezone.localdate(now)
    days = (today - here.date()).days
    if seconds < SOON or days == 0:
        return _("%(number)s h ago") % {"number": int(seconds // HOUR)}
    hour = date_format(here, "G\\ \\h\\ i")
    if days == 1:
        return _("yesterday at %(hour)s") % {"hour": hour}
    if days < 7:
        return _("%(day)s at %(hour)s") % {"day": date_format(here, "l").lower(), "hour": hour}
    return spell_day(here, "j F" if here.year == today.year else "j F Y").replace(" ", "\xa0", 1)

"""The sentence of a notification, days and moments, for templates."""

from datetime import date, datetime, timedelta

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rse.core.days import spell_day
from rse.notifications import kinds
from rse.notifications.models import Notification

register = template.Library()


@register.filter
def sentence(notification: Notification) -> str:
    """Plain text in the reader's language: the template escapes it."""
    return kinds.sentence(notification)


@register.filter
def day_name(day: date) -> str:
    """« Aujourd’hui », « Hier », « Lundi 3 mai », with the year when it is another one."""
    today = timezone.localdate()
    if day == today:
        return _("Today")
    if day == today - timedelta(days=1):
        return _("Yesterday")
    return spell_day(day, "l j F" if day.year == today.year else "l j F Y").capitalize()


@register.filter
def moment(at: datetime) -> str:
    """« aujourd’hui à 14 h 30 », « lundi 3 mai à 14 h 30 »."""
    local = timezone.localtime(at)
    day = _("today") if local.date() == timezone.localdate() else spell_day(local, "l j F")
    return _("%(day)s at %(hour)s") % {"day": day, "hour": date_format(local, "G\\ \\h\\ i")}

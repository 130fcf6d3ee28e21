"""What a profile shows beside the person's own words: who heads them and which days they work."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rse.people.models import Agent, Department
from rse.people.presence import spell_hours, zone_of
from rse.people.working_time import OFFICE_WEEK, hours_on


@dataclass(frozen=True)
class WorkingDays:
    """Days that follow each other with the same hours, in words: « du lundi au vendredi »."""

    days: str
    hours: str


def head_of(agent: Agent) -> Agent | None:
    """The nearest head above who is not the person, still in post; None at the top or while the place is open."""
    step: Department | None = agent.department
    while step is not None:
        if step.head_id is not None and step.head_id != agent.user_id:
            return Agent.objects.filter(user=step.head_id, state=Agent.State.ACTIVE).first()
        step = step.parent
    return None


def week_of(agent: Agent) -> list[WorkingDays]:
    """The days worked, in order, with their hours in words; days alike are said together."""
    zone = zone_of(agent.organisation)
    today = timezone.localdate(timezone=zone)
    monday = today - timedelta(days=today.weekday())
    slots = agent.pattern.slots if agent.pattern else OFFICE_WEEK
    week = [(day, spell_hours(hours_on(slots, day, zone))) for day in (monday + timedelta(days=offset) for offset in range(7))]
    runs = [(hours, [day for day, _hours in run]) for hours, run in groupby(week, key=itemgetter(1))]
    return [WorkingDays(_spell_days(days), hours) for hours, days in runs if hours]


def _spell_days(days: list[date]) -> str:
    names = [date_format(day, "l").lower() for day in days]
    if len(names) < 3:
        return _(" and ").join(names)
    return _("%(first)s to %(last)s") % {"first": names[0], "last": names[-1]}

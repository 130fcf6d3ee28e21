"""What a profile shows beside the person's own words: who heads them and which days they work."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.formats import date_format

from rse.people.models import Agent, Department
from rse.people.presence import spell_hours, zone_of
from rse.people.working_time import OFFICE_WEEK, hours_on


@dataclass(frozen=True)
class WorkingDay:
    name: str
    hours: str


def head_of(agent: Agent) -> Agent | None:
    """The nearest head above who is not the person, still in post; None at the top or while the place is open."""
    step: Department | None = agent.department
    while step is not None:
        if step.head_id is not None and step.head_id != agent.user_id:
            return Agent.objects.filter(user=step.head_id, state=Agent.State.ACTIVE).first()
        step = step.parent
    return None


def week_of(agent: Agent) -> list[WorkingDay]:
    """The days worked, in order, with their hours in words."""
    zone = zone_of(agent.organisation)
    today = timezone.localdate(timezone=zone)
    monday = today - timedelta(days=today.weekday())
    slots = agent.pattern.slots if agent.pattern else OFFICE_WEEK
    days = [(day, hours_on(slots, day, zone)) for day in (monday + timedelta(days=offset) for offset in range(7))]
    return [WorkingDay(date_format(day, "l").lower(), spell_hours(hours)) for day, hours in days if hours]

"""When a person may be disturbed: their own working hours, minus absences and public holidays (right to disconnect, Code du travail L2242-17)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import holidays
from django.utils import timezone

from rse.people.models import Agent
from rse.people.working_time import OFFICE_WEEK, Slots, hours_on

if TYPE_CHECKING:
    from rse.people.models import User

HORIZON = 400
# Alsace-Moselle keeps two more days; `holidays` names the territory otherwise than people do, and silently ignores other names.
TERRITORIES = {"57": "57", "67": "6AE", "68": "6AE", "6AE": "6AE", **{code: code for code in ("971", "972", "973", "974", "976")}}


@dataclass(frozen=True)
class Schedule:
    """Everything needed to say when one person works."""

    slots: Slots
    zone: ZoneInfo
    away: tuple[tuple[date, date], ...] = ()
    territory: str = ""

    def intervals(self, day: date) -> list[tuple[datetime, datetime]]:
        """The aware intervals worked on `day`; none on a public holiday or during an absence."""
        if any(start <= day <= end for start, end in self.away) or day in _public_holidays(self.territory):
            return []
        return hours_on(self.slots, day, self.zone)

    def is_open(self, at: datetime) -> bool:
        return any(start <= at < end for start, end in self._around(at, days=1))

    def next_opening(self, at: datetime) -> datetime:
        """`at` itself during working hours, otherwise the start of the next interval; the horizon of 400 days when there is none."""
        for start, end in self._around(at, days=HORIZON):
            if at < end:
                return max(at, start)
        return at + timedelta(days=HORIZON)

    def _around(self, at: datetime, *, days: int) -> Iterator[tuple[datetime, datetime]]:
        # The day before too: a night shift written « 22:00–24:00 » ends at the next midnight.
        today = at.astimezone(self.zone).date()
        for offset in range(-1, days + 1):
            yield from self.intervals(today + timedelta(days=offset))


def schedules(users: "Iterable[User]", *, at: datetime) -> dict[int, Schedule]:
    """The schedule of each user id, in two queries. Without an agent or a pattern: office hours."""
    users = list(users)
    found: dict[int, Schedule] = {}
    agents = Agent.objects.filter(user__in=users).select_related("organisation", "pattern").prefetch_related("absences")
    for agent in agents:
        away = [(absence.start, absence.end) for absence in agent.absences.all() if absence.end >= at.date() - timedelta(days=2)]
        found[agent.user_id] = schedule_of(agent, away)
    default = Schedule(OFFICE_WEEK, ZoneInfo(timezone.get_default_timezone_name()))
    return {user.pk: found.get(user.pk, default) for user in users}


def schedule_of(agent: Agent, away: Iterable[tuple[date, date]]) -> Schedule:
    """From the pattern, the time zone and the holidays of the employer; `away` are absences, first and last day included."""
    slots = agent.pattern.slots if agent.pattern else OFFICE_WEEK
    organisation = agent.organisation
    return Schedule(slots, ZoneInfo(organisation.time_zone), tuple(away), TERRITORIES.get(organisation.holiday_area, ""))


def leaves_at(schedule: Schedule, *, at: datetime, quiet_until: datetime | None = None, urgent: bool = False) -> datetime:
    """When a message written `at` may leave: the one rule of the right to disconnect, asked when it is queued and again when it could go."""
    return at if urgent else schedule.next_opening(max(at, quiet_until or at))


def off_hours(users: "Iterable[User]", *, at: datetime) -> dict[int, datetime]:
    """For whoever writes outside hours: the readers who are not at work `at`, by user id, with their next opening. Two queries."""
    openings = {pk: schedule.next_opening(at) for pk, schedule in schedules(users, at=at).items()}
    return {pk: opening for pk, opening in openings.items() if opening > at}


@lru_cache(maxsize=16)
def _public_holidays(territory: str) -> holidays.HolidayBase:
    """Filled year by year as days are asked."""
    return holidays.country_holidays("FR", subdiv=territory or None)

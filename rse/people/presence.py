"""Who is at work: working pattern, public holidays, absences and substitutes, computed in bulk.

A presence says what helps to reach somebody today, in words without gender, and nothing about anybody's habits.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import holidays
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rse.core.prepared import Prepared
from rse.people.models import Absence, Agent, Organisation, WorkingPattern
from rse.people.working_time import OFFICE_WEEK, Slots, hours_on

if TYPE_CHECKING:
    from django.db.models import QuerySet

ALSACE = {"67": "6AE", "68": "6AE"}
FULL_DAY = timedelta(hours=6)
NOBODY = Q(pk__in=())


class State(StrEnum):
    AT_WORK = "at_work"
    LATER = "later"
    DAY_OVER = "day_over"
    DAY_OFF = "day_off"
    HOLIDAY = "holiday"
    AWAY = "away"


@dataclass(frozen=True)
class Presence:
    """What to say of one person on one day. `until` is the last day away; `substitute` stands in; `hours` are what is worked that day."""

    state: State
    words: str
    until: date | None = None
    substitute: Agent | None = None
    hours: tuple[tuple[datetime, datetime], ...] = ()

    @property
    def reachable(self) -> bool:
        return self.state in (State.AT_WORK, State.LATER)


def presence(agents: Iterable[Agent], at: datetime) -> dict[int, Presence]:
    """The presence of each agent at `at` (aware), by agent id: one query, plus what `Agent.objects.listed()` would have loaded."""
    people = list(agents)
    away = _running_absences(people, at)
    return {agent.pk: _presence_of(agent, away[agent.pk], at) for agent in people}


@dataclass(frozen=True)
class Attendance:
    """The same answers for everybody at once, as conditions on agents: at work at this minute, at work on this day, away on this day."""

    now: Q
    today: Q
    away: Q


def attendance(at: datetime) -> Attendance:
    """Two queries, whatever the number of people: the organisations and their working patterns."""
    now, today, away = NOBODY, NOBODY, NOBODY
    patterns: dict[int, list[tuple[int | None, Slots]]] = defaultdict(list)
    for pk, organisation_id, slots in WorkingPattern.objects.order_by().values_list("pk", "organisation", "slots"):
        patterns[organisation_id].append((pk, slots))
    for organisation in Organisation.objects.order_by("pk"):
        zone = zone_of(organisation)
        day = at.astimezone(zone).date()
        here = Q(organisation=organisation)
        absent = here & Q(pk__in=Absence.objects.on(day).order_by().values("agent"))
        away |= absent
        if is_holiday(organisation, day):
            continue
        hours = [(pk, hours_on(slots, day, zone)) for pk, slots in [(None, OFFICE_WEEK), *patterns[organisation.pk]]]
        today |= here & ~absent & _keeping(pk for pk, slots in hours if slots)
        now |= here & ~absent & _keeping(pk for pk, slots in hours if any(start <= at < end for start, end in slots))
    return Attendance(now, today, away)


def _keeping(patterns: Iterable[int | None]) -> Q:
    """The agents who keep one of these patterns; None stands for those who have none."""
    named = list(patterns)
    return Q(pattern__in=[pk for pk in named if pk is not None]) | (Q(pattern=None) if None in named else NOBODY)


def zone_of(organisation: Organisation) -> ZoneInfo:
    return ZoneInfo(organisation.time_zone)


def is_holiday(organisation: Organisation, day: date) -> bool:
    """A public holiday where this organisation stands (Alsace-Moselle and overseas have their own)."""
    return day in _calendar(organisation.holiday_area)


@lru_cache(maxsize=32)
def _calendar(area: str) -> holidays.HolidayBase:
    subdivision = ALSACE.get(area, area)
    return holidays.France(subdiv=subdivision if subdivision in holidays.France.subdivisions else None)


def _running_absences(agents: Sequence[Agent], at: datetime) -> dict[int, list[Absence]]:
    """Absences not over yet, in order; a day of margin covers the organisations that are on the other side of midnight."""
    found: dict[int, list[Absence]] = defaultdict(list)
    for absence in _absences(agents, at.date() - timedelta(days=1)):
        found[absence.agent_id].append(absence)
    return found


def _absences(agents: Sequence[Agent], since: date) -> Iterable[Absence]:
    """Of these agents, over on this day or later. For what is asked of today, the SQL is written once."""
    people = [agent.pk for agent in agents]
    if since == _yesterday():
        return RUNNING.objects(None, agents=people)
    return _not_over(people, since)


def _yesterday() -> date:
    return timezone.localdate() - timedelta(days=1)


def _not_over(agents: Iterable[int], since: date) -> "QuerySet[Absence]":
    return Absence.objects.filter(agent__in=agents).not_over(since).select_related("substitute").order_by("start")  # type: ignore[no-any-return]  # an untyped queryset


RUNNING = Prepared(lambda _user, _now, agents: _not_over(agents, _yesterday()))


def _presence_of(agent: Agent, absences: list[Absence], at: datetime) -> Presence:
    zone = zone_of(agent.organisation)
    local = at.astimezone(zone)
    today = local.date()
    running = next((absence for absence in absences if absence.start <= today <= absence.end), None)
    if running is not None:
        return _away(running, absences)
    if is_holiday(agent.organisation, today):
        return Presence(State.HOLIDAY, _("public holiday today"))
    hours = tuple(hours_on(agent.pattern.slots if agent.pattern else OFFICE_WEEK, today, zone))
    if not hours:
        return Presence(State.DAY_OFF, _("not at work on %(weekday)s") % {"weekday": date_format(today, "l").lower()})
    if local >= hours[-1][1]:
        return Presence(State.DAY_OVER, _("day over"), hours=hours)
    if sum((end - start for start, end in hours), timedelta()) < FULL_DAY:
        return Presence(State.AT_WORK if local >= hours[0][0] else State.LATER, _("at work today %(hours)s") % {"hours": spell_hours(hours)}, hours=hours)
    if local < hours[0][0]:
        return Presence(State.LATER, _("at work today from %(hour)s") % {"hour": spell_hour(hours[0][0])}, hours=hours)
    return Presence(State.AT_WORK, _("at work today"), hours=hours)


def _away(running: Absence, absences: list[Absence]) -> Presence:
    """Absences that follow each other make one: the last day said is the last day away."""
    until = running.end
    for absence in absences:
        if absence.start <= until + timedelta(days=1):
            until = max(until, absence.end)
    day = f"{until.day}/{until.month}"
    if running.substitute is None:
        return Presence(State.AWAY, _("away until %(day)s") % {"day": day}, until=until)
    words = _("away until %(day)s, see %(substitute)s") % {"day": day, "substitute": running.substitute.full_name}
    return Presence(State.AWAY, words, until=until, substitute=running.substitute)


def spell_hour(at: datetime | time) -> str:
    """« 13 h 30 », « 17 h »: with no-break spaces."""
    return f"{at.hour}\N{NO-BREAK SPACE}h" + (f"\N{NO-BREAK SPACE}{at.minute:02}" if at.minute else "")


def spell_hours(hours: Sequence[tuple[datetime, datetime]]) -> str:
    """« de 8 h 30 à 12 h et de 13 h 30 à 17 h »."""
    spans = [_("from %(start)s to %(end)s") % {"start": spell_hour(start), "end": spell_hour(end)} for start, end in hours]
    return _(" and ").join(spans)

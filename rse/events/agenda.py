"""The agenda of one person: weeks as a list, a month as a table. A fixed number of queries."""

from calendar import Calendar
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils import timezone

from rse.communities.models import Community
from rse.core.prepared import Prepared
from rse.events import conf
from rse.events.models import Event, Registration
from rse.events.querysets import EventQuerySet
from rse.events.words import days_of, local_midnight, spell_hours, spell_when, spell_where
from rse.people.models import User

ALL, MINE = "tous", "miens"


@dataclass(frozen=True)
class Line:
    """An event as the agenda shows it; `mine` is the state of one's own registration, "" without one."""

    event: Event
    hours: str
    when: str
    where: str
    mine: str


@dataclass(frozen=True)
class Day:
    date: date
    lines: list[Line] = field(default_factory=list)
    outside: bool = False


@dataclass(frozen=True)
class Week:
    monday: date
    days: list[Day]

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)


def chosen(user: User, who: str) -> EventQuerySet:
    """The events of the filter: everything `user` sees, their own, or those of one group they are in (its id)."""
    events = Event.objects.visible_to(user).with_post().in_order()
    if who == MINE:
        return events.of(user)
    return events.filter(post__community=int(who)) if who.isascii() and who.isdigit() and len(who) < 16 else events


def groups_of(user: User) -> list[Community]:
    """The groups `user` is in that keep an agenda."""
    return [group for group in Community.objects.joined_by(user).alive() if "events" in group.tools]


def weeks(user: User, *, start: date, who: str) -> list[Week]:
    """Six weeks from the Monday of `start`; days without an event are left out, and so are weeks."""
    monday = start - timedelta(days=start.weekday())
    by_day = _by_day(user, who, monday, monday + timedelta(weeks=conf.WEEKS_SHOWN), spread=False)
    found: dict[date, list[Day]] = defaultdict(list)
    for day in sorted(by_day):
        found[day - timedelta(days=day.weekday())].append(Day(day, by_day[day]))
    return [Week(first, found[first]) for first in sorted(found)]


def month(user: User, *, first: date, who: str) -> list[Week]:
    """The weeks of a month, whole; an event of several days stands on each."""
    grid = Calendar(firstweekday=0).monthdatescalendar(first.year, first.month)
    by_day = _by_day(user, who, grid[0][0], grid[-1][-1] + timedelta(days=1), spread=True)
    return [Week(week[0], [Day(day, by_day.get(day, []), day.month != first.month) for day in week]) for week in grid]


def today(user: User) -> list[Line]:
    """What `user` comes to or organises today, for the home page: nothing that is over or cancelled. Two queries."""
    return lines_of(user, TODAY.objects(user))


def _today(user: User, now: datetime) -> EventQuerySet:
    end = local_midnight(timezone.localdate() + timedelta(days=1))
    return Event.objects.visible_to(user).of(user).standing().between(now, end).with_post().in_order()[:5]


TODAY = Prepared(_today)


def lines_of(user: User, events: Iterable[Event]) -> list[Line]:
    """With one's own registration; one query more."""
    shown = list(events)
    own = Registration.objects.filter(user=user, event__in=[event.pk for event in shown]).active().values_list("event", "state")
    mine = dict(own)
    return [Line(event, spell_hours(event), spell_when(event), spell_where(event), mine.get(event.pk, "")) for event in shown]


def _by_day(user: User, who: str, start: date, end: date, *, spread: bool) -> dict[date, list[Line]]:
    events = chosen(user, who).between(local_midnight(start), local_midnight(end))[: conf.LIST_MOST]
    found: dict[date, list[Line]] = defaultdict(list)
    for line in lines_of(user, events):
        first, last = days_of(line.event)
        day = max(first, start)
        while day <= (last if spread else day) and day < end:
            found[day].append(line)
            day += timedelta(days=1)
            if not spread:
                break
    return found

"""Opening time: when the service is open, and arithmetic in it.

Own arithmetic on purpose: every opening is a half-open interval of instants, so that midnight is midnight (never 23:59), a night
when the clocks change lasts as long as it really lasts, and no naive time gets in. Results are aware, in UTC.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext as _
from holidays import country_holidays

from referents.exceptions import ReferentsError
from referents.models import ServiceCalendar

ONE_DAY = timedelta(days=1)
ONE_MINUTE = timedelta(minutes=1)
FAR_DAYS = 3 * 366
END_OF_TIME = date(9998, 12, 31)
OFFICE_WEEK: Mapping[str, Sequence[Sequence[str]]] = {str(day): [["08:30", "12:00"], ["13:30", "17:30"]] for day in range(5)}

# Département or territory → subdivision of the library. It refuses "67" and "68" and is silently wrong for "GES";
# whatever is not here follows metropolitan France.
SUBDIVISIONS: Mapping[str, str] = {
    "57": "57",
    "67": "6AE",
    "68": "6AE",
    "971": "971",
    "972": "972",
    "973": "973",
    "974": "974",
    "975": "PM",
    "976": "976",
    "977": "BL",
    "978": "MF",
    "984": "TF",
    "986": "WF",
    "987": "PF",
    "988": "NC",
}
ALSACE_MOSELLE = frozenset({"57", "6AE"})
EASTER_MONDAY = "Lundi de Pâques"
GOOD_FRIDAY = "Vendredi saint"

Interval = tuple[datetime, datetime]
Slots = tuple[tuple[int, int], ...]


class CalendarError(ReferentsError):
    """Root of what is wrong with a calendar, or with a time given to it."""


class NeverOpen(CalendarError):
    """The calendar has no opening within three years."""

    def __init__(self) -> None:
        super().__init__(_("This calendar is never open: check its hours and its closures."))


class HoursUnreadable(CalendarError):
    """Opening hours are not increasing "HH:MM" pairs by weekday, or the time zone does not exist."""

    def __init__(self, what: str) -> None:
        super().__init__(_("Write hours as 08:30–12:00, in order: “%(what)s” cannot be read.") % {"what": what})


class NaiveTime(CalendarError):
    """A time without a time zone means nothing here."""

    def __init__(self) -> None:
        super().__init__(_("This time has no time zone."))


@lru_cache(maxsize=512)
def public_holidays(area: str, *, good_friday: bool, year: int) -> Mapping[date, str]:
    """The public holidays of a year with their French names, for a département ("57", "971"); "" or unknown is metropolitan France.

    In Alsace-Moselle Good Friday is a holiday only in communes with a Protestant or mixed church (ordinance of 16 August 1892):
    `good_friday` says so. Ticked elsewhere, the day is added; overseas, where custom has it, it stays.
    """
    subdivision = SUBDIVISIONS.get(area.strip().upper())
    days = dict(country_holidays("FR", subdiv=subdivision, years=year, language="fr"))
    for friday in [day - timedelta(days=3) for day, name in days.items() if EASTER_MONDAY in name]:
        if good_friday:
            days.setdefault(friday, GOOD_FRIDAY)
        elif subdivision in ALSACE_MOSELLE:
            days.pop(friday, None)
    return MappingProxyType(days)


@dataclass(frozen=True)
class OpeningTime:
    """A calendar read once: pure, hashable, good for any number of questions. `week` holds, from Monday, minutes after midnight."""

    zone: ZoneInfo
    week: tuple[Slots, ...]
    area: str = ""
    good_friday: bool = False
    closures: tuple[tuple[date, date], ...] = ()

    @classmethod
    def of(cls, calendar: ServiceCalendar) -> Self:
        """The opening time of a calendar and its closures (one query). Raises HoursUnreadable."""
        return cls.from_hours(
            calendar.hours,
            time_zone=calendar.time_zone,
            area=calendar.holiday_area,
            good_friday=calendar.good_friday,
            closures=[(closure.start, closure.end) for closure in calendar.closures.all()],
        )

    @classmethod
    def from_hours(
        cls,
        hours: Mapping[str, Sequence[Sequence[str]]],
        *,
        time_zone: str = "Europe/Paris",
        area: str = "",
        good_friday: bool = False,
        closures: Iterable[tuple[date, date]] = (),
    ) -> Self:
        """From plain data: weekday "0" (Monday) … "6" → ["08:30", "12:00"] pairs; both ends of a closure included. Raises HoursUnreadable."""
        try:
            zone = ZoneInfo(time_zone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise HoursUnreadable(time_zone) from error
        if not isinstance(hours, Mapping) or set(hours) - set("0123456"):
            raise HoursUnreadable(str(hours))
        week = tuple(_slots(hours.get(str(weekday), ())) for weekday in range(7))
        return cls(zone, week, area, good_friday, tuple(sorted(closures)))

    def is_open(self, at: datetime) -> bool:
        """Open at the first instant of an interval, closed at the last."""
        at = _aware(at)
        day = at.astimezone(self.zone).date()
        return any(start <= at < end for near in (day - ONE_DAY, day) for start, end in self.on(near))

    def next_open(self, at: datetime) -> datetime:
        """`at` itself when open, else the next opening. Raises NeverOpen."""
        return self.add(at, 0)

    def add(self, at: datetime, minutes: float) -> datetime:
        """The instant when `minutes` of opening time have passed since `at`; always an open one: an end of day becomes the next opening.

        A negative length counts as none. Raises NeverOpen.
        """
        return self.shift(at, timedelta(minutes=minutes))

    def shift(self, at: datetime, length: timedelta) -> datetime:
        """`add`, for a length known to the microsecond."""
        at, length = _aware(at), max(length, timedelta())
        for opening, end in self._intervals(at):
            start = max(opening, at)
            if length < end - start:
                return start + length
            length -= end - start
        raise NeverOpen

    def between(self, start: datetime, end: datetime) -> float:
        """Minutes of opening time from `start` to `end`, seconds kept as decimals; negative when `end` comes first."""
        return self.length(start, end) / ONE_MINUTE

    def length(self, start: datetime, end: datetime) -> timedelta:
        """`between`, to the microsecond."""
        start, end = _aware(start), _aware(end)
        if end < start:
            return -self.length(end, start)
        total = timedelta()
        day, last = start.astimezone(self.zone).date() - ONE_DAY, end.astimezone(self.zone).date()
        while day <= last:
            for opening, closing in self.on(day):
                total += max(min(closing, end) - max(opening, start), timedelta())
            day += ONE_DAY
        return total

    def after_days(self, at: datetime, days: int) -> datetime:
        """The first opening once `days` whole opening days have passed after the day of `at`. Raises NeverOpen."""
        at = _aware(at)
        last, passed = at.astimezone(self.zone).date(), 0
        for opening, _end in self._intervals(at):
            day = opening.astimezone(self.zone).date()
            if day > last and passed == days:
                return opening
            passed += day > last
            last = max(day, last)
        raise NeverOpen

    def on(self, day: date) -> list[Interval]:
        """The intervals open on a local day, in UTC and in order; none on holidays and closures."""
        slots = self.week[day.weekday()]
        if not slots or any(first <= day <= last for first, last in self.closures):
            return []
        if day in public_holidays(self.area, good_friday=self.good_friday, year=day.year):
            return []
        intervals = [(_instant(day, start, self.zone), _instant(day, end, self.zone)) for start, end in slots]
        return [(start, end) for start, end in intervals if start < end]

    def _intervals(self, at: datetime) -> Iterator[Interval]:
        """What is open from `at` on, starting a day earlier because a night may be lived twice; ends after three years without any."""
        day, closed = at.astimezone(self.zone).date() - ONE_DAY, 0
        while closed < FAR_DAYS and day < END_OF_TIME:
            intervals = [interval for interval in self.on(day) if interval[1] > at]
            yield from intervals
            closed = 0 if intervals else closed + 1
            day += ONE_DAY


def usual() -> OpeningTime:
    """The default calendar's opening time; a plain office week for a host that has set none."""
    calendar = ServiceCalendar.objects.filter(is_default=True).prefetch_related("closures").first()
    return OpeningTime.of(calendar) if calendar else OpeningTime.from_hours(OFFICE_WEEK)


def _aware(at: datetime) -> datetime:
    """In UTC: two times of one zone compare by their wall clocks, which is wrong in the night when the clocks change."""
    if at.tzinfo is None:
        raise NaiveTime
    return at.astimezone(UTC)


def _slots(pairs: Sequence[Sequence[str]]) -> Slots:
    found: list[tuple[int, int]] = []
    try:
        for start, end in pairs:
            first, last = _minutes(start), _minutes(end)
            if first >= last or (found and first < found[-1][1]):
                raise HoursUnreadable(f"{start}–{end}")
            found.append((first, last))
    except (TypeError, ValueError, AttributeError) as error:
        raise HoursUnreadable(str(pairs)) from error
    return tuple(found)


def _minutes(clock: str) -> int:
    hours, colon, rest = clock.partition(":")
    if not (colon and len(hours) == len(rest) == 2 and (hours + rest).isascii() and (hours + rest).isdigit()):
        raise HoursUnreadable(clock)
    value = int(hours) * 60 + int(rest)
    if int(rest) > 59 or value > 24 * 60:
        raise HoursUnreadable(clock)
    return value


def _instant(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    """The first instant whose wall clock reads at least this: the first of the two in a repeated hour, the jump itself in a skipped one.

    So later wall clocks never give earlier instants, and neighbouring intervals neither overlap nor leave a hole.
    """
    wall = datetime.combine(day, time()) + minutes * ONE_MINUTE
    instant = wall.replace(tzinfo=zone).astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) == wall:
        return instant
    low, high = wall.replace(tzinfo=zone, fold=1).astimezone(UTC), instant
    before = low.astimezone(zone).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = (low + (high - low) // 2).replace(microsecond=0)
        low, high = (middle, high) if middle.astimezone(zone).utcoffset() == before else (low, middle)
    return high

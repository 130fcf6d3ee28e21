"""A whole year of the right to disconnect, played hour by hour: invented people of several weeks are told something every hour, and a sender runs
every quarter of an hour. When each message may leave is said by the functions that really decide (`hours.schedule_of`, `hours.leaves_at`); a
judge that shares nothing with them says whether the slot was open.
"""

import heapq
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from rse.notifications import hours
from rse.people.models import Agent, Organisation, WorkingPattern
from rse.people.working_time import OFFICE_WEEK, Slots

ROUND = timedelta(minutes=15)
HOUR = timedelta(hours=1)
LONGEST = timedelta(days=60)
ALSACE_MOSELLE = {"57", "67", "68"}
ZONES = {"971": "America/Guadeloupe", "972": "America/Martinique", "973": "America/Cayenne", "974": "Indian/Reunion", "976": "Indian/Mayotte"}

MORNINGS: Slots = {str(day): [["08:00", "12:00"]] for day in range(5)}
WITHOUT_WEDNESDAY: Slots = {day: slots for day, slots in OFFICE_WEEK.items() if day != "2"}
WEEKEND: Slots = {"5": [["07:00", "13:00"]], "6": [["07:00", "13:00"]]}
NIGHTS: Slots = {**{str(day): [["00:00", "05:30"], ["21:30", "24:00"]] for day in range(1, 5)}, "0": [["21:30", "24:00"]], "5": [["00:00", "05:30"]]}
ONE_DAY: Slots = {"3": [["09:00", "12:30"], ["14:00", "17:00"]]}
BROKEN: Slots = {str(day): [["06:30", "08:30"], ["11:30", "14:00"], ["16:30", "18:30"]] for day in (0, 1, 3, 4)}


@dataclass
class Person:
    """`away`: first and last day of absences; `sudden` ones are known on their first morning only, when messages already wait for that day."""

    name: str
    slots: Slots
    away: list[tuple[date, date]] = field(default_factory=list)
    sudden: list[tuple[date, date]] = field(default_factory=list)

    def known(self, on: date) -> list[tuple[date, date]]:
        return self.away + [absence for absence in self.sudden if absence[0] <= on]


@dataclass(frozen=True)
class Outcome:
    """`hours`: how many were played; the sender then goes on until the last message has left in the next year."""

    year: int
    calendar: str
    hours: int
    people: int
    told: int
    sent: int
    closed: int
    lost: int
    disordered: int
    late: int

    @property
    def holds(self) -> bool:
        return not (self.closed or self.lost or self.disordered or self.late)

    def as_json(self) -> dict[str, object]:
        return asdict(self) | {"holds": self.holds}


def invented(year: int) -> list[Person]:
    """Office, part-time, weekend, night, split shifts, one day a week; leave in summer, an absence decided in the middle of the year."""
    summer, winter = (date(year, 7, 26), date(year, 8, 15)), (date(year, 2, 15), date(year, 2, 26))
    return [
        Person("office", OFFICE_WEEK),
        Person("office, on leave", OFFICE_WEEK, [summer, (date(year, 12, 24), date(year, 12, 31))]),
        Person("mornings", MORNINGS, [winter], sudden=[(date(year, 5, 12), date(year, 5, 21))]),
        Person("without Wednesday", WITHOUT_WEDNESDAY, [(date(year, 4, 5), date(year, 4, 16))]),
        Person("weekend", WEEKEND),
        Person("nights", NIGHTS, [summer]),
        Person("one day a week", ONE_DAY),
        Person("split shifts", BROKEN, [(date(year, 10, 18), date(year, 10, 31))]),
    ]


def play(year: int, calendar: str, *, people: list[Person] | None = None, start: date | None = None, days: int | None = None) -> Outcome:
    """Every hour of `year` in the département `calendar`, or `days` of it from `start`."""
    zone = ZoneInfo(ZONES.get(calendar, "Europe/Paris"))
    first = datetime.combine(start or date(year, 1, 1), time(), tzinfo=zone).astimezone(UTC)
    last = datetime.combine(date(year + 1, 1, 1), time(), tzinfo=zone).astimezone(UTC) if days is None else first + timedelta(days=days)
    cast = people if people is not None else invented(year)
    employer = Organisation(name="Technopole", time_zone=zone.key, holiday_area=calendar)
    told = sent = closed = lost = disordered = late = 0
    for person in cast:
        agent = Agent(organisation=employer, pattern=WorkingPattern(name=person.name, slots=person.slots))
        tally = _live(person, agent, Judge(person, zone, calendar), first, last)
        told, sent = told + tally.told, sent + len(tally.sent)
        closed, late, disordered = closed + tally.closed, late + tally.late, disordered + (tally.sent != sorted(tally.sent))
        lost += tally.told - len(set(tally.sent))
    return Outcome(year, calendar, int((last - first) / HOUR), len(cast), told, sent, closed, lost, disordered, late)


@dataclass
class Tally:
    told: int = 0
    sent: list[int] = field(default_factory=list)
    closed: int = 0
    late: int = 0


def _live(person: Person, agent: Agent, judge: "Judge", first: datetime, last: datetime) -> Tally:
    """One person: told every hour at the tenth minute, a round of the sender every quarter; each is asked again when it could leave."""
    tally, at = Tally(), first
    waiting: list[tuple[datetime, int]] = []
    today: date | None = None
    while at < last or (waiting and at < last + LONGEST):
        if at.astimezone(judge.zone).date() != today:
            today = at.astimezone(judge.zone).date()
            schedule = hours.schedule_of(agent, person.known(today))
        if at.minute == 0 and at < last:
            heapq.heappush(waiting, (hours.leaves_at(schedule, at=at + timedelta(minutes=10)), tally.told))
            tally.told += 1
        moved = []
        while waiting and waiting[0][0] <= at:
            _due, number = heapq.heappop(waiting)
            opening = hours.leaves_at(schedule, at=at)
            if opening > at:
                moved.append((opening, number))
                continue
            tally.sent.append(number)
            tally.closed += not judge.is_open(at)
        for again in moved:
            heapq.heappush(waiting, again)
        # Open, something told before this round, and still here: it should have left.
        tally.late += bool(waiting) and judge.is_open(at) and judge.is_open(at - ROUND) and waiting[0][1] < tally.told - 1
        at += ROUND
    return tally


class Judge:
    """Says whether a moment is worked from the calendar itself: its own Easter, its own list of holidays, minutes counted on the wall clock."""

    def __init__(self, person: Person, zone: ZoneInfo, calendar: str) -> None:
        self.person, self.zone, self.calendar = person, zone, calendar
        self._holidays: dict[int, set[date]] = {}

    def is_open(self, at: datetime) -> bool:
        local = at.astimezone(self.zone)
        day, minute = local.date(), local.hour * 60 + local.minute
        if day in self._of(day.year) or any(start <= day <= end for start, end in self.person.known(day)):
            return False
        return any(_minutes(start) <= minute < _minutes(end) for start, end in self.person.slots.get(str(day.weekday()), ()))

    def _of(self, year: int) -> set[date]:
        if year not in self._holidays:
            self._holidays[year] = public_holidays(year, self.calendar)
        return self._holidays[year]


def public_holidays(year: int, calendar: str) -> set[date]:
    """Code du travail L3133-1, L3134-13 for Alsace-Moselle, L3422-2 for the abolition of slavery overseas."""
    easter = _easter(year)
    found = {date(year, month, day) for month, day in ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))}
    found |= {easter + timedelta(days=days) for days in (1, 39, 50)}
    if calendar in ALSACE_MOSELLE:
        found |= {easter - timedelta(days=2), date(year, 12, 26)}
    abolition = {"971": (5, 27), "972": (5, 22), "973": (6, 10), "974": (12, 20), "976": (4, 27)}
    if calendar in abolition:
        found.add(date(year, *abolition[calendar]))
    # Days off by local custom in the Antilles.
    if calendar in {"971", "972"}:
        found.add(date(year, 7, 21))
    if calendar == "971":
        found |= {easter - timedelta(days=24), easter - timedelta(days=2)}
    return found


def _minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


def _easter(year: int) -> date:
    """Gauss's computus as Meeus writes it."""
    century, rest = divmod(year, 100)
    golden = year % 19
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    correction = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * correction + 114, 31)
    return date(year, month, day + 1)

"""Days of the texts: « J-12 » is the twelfth working day before today, so that nobody posts on a Sunday whatever the day of the visit."""

import re
from datetime import date, datetime, timedelta

from django.utils import timezone

from integrations.bridges.demo.town import moment
from referents import calendars
from rse.core.days import spell_day

FURTHEST = 90
DAY = re.compile(r"J([+-]\d+)$")
EVENING, MORNING = "18:20", "08:10"


class WorkingDays:
    """The days around `now` on which the town hall is open. A text names them by « J-3 » or « J+5 »; a bare number counts minutes before now."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.today = timezone.localdate(now)
        self._before = self._open(-1)
        self._after = self._open(1)

    def day(self, word: str) -> date:
        """Raises LookupError for anything but « J-3 » and « J+5 »."""
        found = DAY.match(word)
        if found is None:
            raise LookupError(word)
        step = int(found[1])
        return self.today if step == 0 else self._after[step - 1] if step > 0 else self._before[-step - 1]

    def hour(self, words: str) -> datetime:
        """« J-12 09:40 », « J+3 » (its evening), « 95 » (minutes ago)."""
        if words.isdigit():
            return self.now - timedelta(minutes=int(words))
        day, _space, clock = words.partition(" ")
        return moment(self.day(day), clock or EVENING)

    def later(self, at: datetime, minutes: int) -> datetime:
        """So many minutes after `at`, never at night: what would fall after the evening is said the next working morning, and nothing is said after now."""
        said = at + timedelta(minutes=minutes)
        evening = moment(timezone.localdate(at), EVENING)
        if timezone.localdate(at) != self.today and said > evening:
            said = moment(self._next(timezone.localdate(at)), MORNING) + min(said - evening, timedelta(hours=6))
        return min(said, self.now - timedelta(minutes=1))

    def told(self, word: str) -> str:
        """As people say it: « jeudi 3 décembre »."""
        return spell_day(self.day(word), "l j F")

    def _next(self, day: date) -> date:
        return min((one for one in (*self._before, self.today) if one > day), default=self.today)

    def _open(self, way: int) -> list[date]:
        opening = calendars.usual()
        days = (self.today + timedelta(days=way * step) for step in range(1, 2 * FURTHEST))
        return [day for day in days if opening.is_open(moment(day, "10:00"))][:FURTHEST]

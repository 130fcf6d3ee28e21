"""How long something took, as a citizen lives it and in opening time. Pure."""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import datetime, timedelta

from referents.calendars import ONE_DAY, OpeningTime

NOTHING = timedelta()
Pause = tuple[datetime, datetime]


class Ruler:
    """The openings between two instants laid end to end, so that any number of spans is measured without walking through their days.

    Says what `OpeningTime.length` says, for instants between `start` and `end`; a test compares them.
    """

    def __init__(self, opening: OpeningTime, start: datetime, end: datetime) -> None:
        self.starts: list[datetime] = []
        self.ends: list[datetime] = []
        self.before: list[timedelta] = []
        total = NOTHING
        day, last = start.astimezone(opening.zone).date() - ONE_DAY, end.astimezone(opening.zone).date() + ONE_DAY
        while day <= last:
            for opens, closes in opening.on(day):
                self.starts.append(opens)
                self.ends.append(closes)
                self.before.append(total)
                total += closes - opens
            day += ONE_DAY

    def length(self, start: datetime, end: datetime) -> timedelta:
        """Opening time from `start` to `end`."""
        return self._until(end) - self._until(start)

    def is_open(self, at: datetime) -> bool:
        place = bisect_right(self.starts, at) - 1
        return place >= 0 and at < self.ends[place]

    def _until(self, at: datetime) -> timedelta:
        place = bisect_right(self.starts, at) - 1
        return self.before[place] + min(at, self.ends[place]) - self.starts[place] if place >= 0 else NOTHING


def business(start: datetime, stop: datetime, *, pauses: Iterable[Pause], ruler: Ruler) -> timedelta:
    """Opening time from `start` to `stop`, less the time spent waiting for the citizen.

    Begun and ended within one closed period (a night, a Sunday): the real time, for somebody did work then.
    """
    inside = [(max(begun, start), min(over, stop)) for begun, over in pauses if begun < stop and over > start]
    if not ruler.is_open(stop) and ruler.length(start, stop) == NOTHING:
        return stop - start - sum((over - begun for begun, over in inside), NOTHING)
    return ruler.length(start, stop) - sum((ruler.length(begun, over) for begun, over in inside), NOTHING)

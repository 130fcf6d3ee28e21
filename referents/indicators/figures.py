"""The definitions of ENQUIRY « Figures », as arithmetic. Pure; frozen by tests: a figure that changes meaning changes name.

A cycle is one question of a citizen, or its return after an answer. It counts as received in the period it began in, as answered in the
period its answer was published in; a duration counts in the period it ended in. What happens later changes no period that is over.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from referents.indicators.periods import Period
from referents.indicators.suppression import LEAST
from referents.models.calendars import Metric

MEASURED = (Metric.FIRST_CONTACT, Metric.ANSWER, Metric.EXPERT_ANSWER, Metric.REVIEW)
# What one colleague does: shown only when several did it, or it would be somebody's speed.
PERSONAL = (Metric.EXPERT_ANSWER, Metric.REVIEW)


class Dimension(StrEnum):
    DEPARTMENT = "department"
    TOPIC = "topic"
    ACCOUNT = "account"
    NETWORK = "network"


@dataclass(frozen=True)
class Span:
    """One measure of a cycle: from `start` to `stop`. `people` is who did it; only their number is ever read."""

    metric: str
    stop: datetime
    business: timedelta
    calendar: timedelta
    in_time: bool
    people: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Cycle:
    """What figures need of one cycle. `keys` are its subject, department, account and network; `ended_at` is when nothing more was awaited."""

    begun_at: datetime
    keys: dict[Dimension, int | str | None]
    reopened: bool = False
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    handed_over: bool = False
    no_reply: bool = False
    reviewed: bool = False
    reused: bool = False
    redirected: bool = False
    unsure: bool = False
    by_hand: bool = False
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Spread:
    """One half is at most `median`, nine tenths at most `most`. None with fewer than five measures, or fewer than five people where one does it."""

    count: int
    median: timedelta
    most: timedelta


@dataclass(frozen=True)
class Duration:
    """The same measures twice: in opening time, and as the citizen lives it."""

    business: Spread
    calendar: Spread


@dataclass(frozen=True)
class Figures:
    """One line of figures: a period, for everything or for one group. Shares are of 1, None under five cases."""

    received: int
    answered: int
    durations: dict[str, Duration | None] = field(default_factory=dict)
    shares: dict[str, float | None] = field(default_factory=dict)


def median(values: Sequence[timedelta]) -> timedelta:
    """The middle one; with an even number, halfway between the two in the middle."""
    ordered, half = sorted(values), len(values) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def ninth_tenth(values: Sequence[timedelta]) -> timedelta:
    """The smallest value that nine tenths do not exceed (nearest rank)."""
    return sorted(values)[math.ceil(len(values) * 9 / 10) - 1]


def spread(values: Sequence[timedelta]) -> Spread:
    return Spread(len(values), median(values), ninth_tenth(values))


def share(count: int, of: int) -> float | None:
    """None under five cases."""
    return count / of if of >= LEAST else None


def begun(cycles: Iterable[Cycle], period: Period) -> list[Cycle]:
    start, end = period.bounds
    return [cycle for cycle in cycles if start <= cycle.begun_at < end]


def answered(cycles: Iterable[Cycle], period: Period) -> list[Cycle]:
    start, end = period.bounds
    return [cycle for cycle in cycles if cycle.answered_at is not None and start <= cycle.answered_at < end]


def still_open(cycles: Iterable[Cycle], period: Period) -> int:
    """Cycles begun before the end of the period that nobody had ended by then."""
    _start, end = period.bounds
    return sum(cycle.begun_at < end and (cycle.ended_at is None or cycle.ended_at >= end) for cycle in cycles)


def spans(cycles: Iterable[Cycle], period: Period, metric: str) -> list[Span]:
    """The measures that ended in the period."""
    start, end = period.bounds
    return [span for cycle in cycles for span in cycle.spans if span.metric == metric and start <= span.stop < end]


def duration(measures: Sequence[Span], metric: str) -> Duration | None:
    """None under five measures, and under five people for what one colleague does."""
    people = frozenset().union(*(span.people for span in measures))
    if len(measures) < LEAST or (metric in PERSONAL and len(people) < LEAST):
        return None
    return Duration(spread([span.business for span in measures]), spread([span.calendar for span in measures]))


SHARES: dict[str, Callable[[Cycle], bool]] = {
    "without_review": lambda cycle: not cycle.reviewed,
    "reused": lambda cycle: cycle.reused,
    "redirected": lambda cycle: cycle.redirected,
    "unsure": lambda cycle: cycle.unsure,
    "by_hand": lambda cycle: cycle.by_hand,
}
OF_RECEIVED: dict[str, Callable[[Cycle], bool]] = {
    "reopened": lambda cycle: cycle.reopened,
    "handed_over": lambda cycle: cycle.handed_over,
    "no_reply": lambda cycle: cycle.no_reply,
}


def of(cycles: Sequence[Cycle], period: Period) -> Figures:
    """Every figure of these cycles for the period."""
    came, left = begun(cycles, period), answered(cycles, period)
    durations: dict[str, Duration | None] = {}
    shares: dict[str, float | None] = {}
    for metric in MEASURED:
        measures = spans(cycles, period, metric)
        durations[metric] = duration(measures, metric)
        if metric in (Metric.FIRST_CONTACT, Metric.ANSWER):
            shares[f"{metric}_in_time"] = share(sum(span.in_time for span in measures), len(measures))
    shares |= {code: share(sum(map(holds, left)), len(left)) for code, holds in SHARES.items()}
    shares |= {code: share(sum(map(holds, came)), len(came)) for code, holds in OF_RECEIVED.items()}
    return Figures(len(came), len(left), durations, shares)


LIMITS = tuple(timedelta(hours=hours) for hours in (1, 2, 4, 7, 14, 35))


@dataclass(frozen=True)
class Step:
    """How many answers took more than `low` and up to `high` opening hours; the last step has no `high`."""

    low: int
    high: int | None
    count: int


def distribution(measures: Iterable[Span]) -> list[Step]:
    """Up to 1, 2, 4, 7, 14, 35 opening hours, and more; seven hours are a working day. A step with fewer than five answers joins its
    neighbour: none is shown alone."""
    hours = [0, *(int(limit / timedelta(hours=1)) for limit in LIMITS)]
    counts = [0] * len(hours)
    for span in measures:
        counts[sum(span.business > limit for limit in LIMITS)] += 1
    steps = [Step(low, high, count) for low, high, count in zip(hours, [*hours[1:], None], counts, strict=True)]
    while len(steps) > 1 and any(0 < step.count < LEAST for step in steps):
        small = next(place for place in reversed(range(len(steps))) if 0 < steps[place].count < LEAST)
        first = max(small - 1, 0)
        left, right = steps[first], steps[first + 1]
        steps[first : first + 2] = [Step(left.low, right.high, left.count + right.count)]
    return steps

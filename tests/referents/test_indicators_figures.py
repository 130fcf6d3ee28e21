"""The definitions of the figures, each on a dataset small enough to be computed by hand."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referents.calendars import OFFICE_WEEK, OpeningTime
from referents.indicators import figures
from referents.indicators.figures import Cycle, Dimension, Span
from referents.indicators.periods import Period, recent
from referents.indicators.spans import Ruler, business

PARIS = ZoneInfo("Europe/Paris")
OFFICE = OpeningTime.from_hours(OFFICE_WEEK, closures=[(date(2026, 12, 24), date(2026, 12, 31))])
NIGHT_DESK = OpeningTime.from_hours({str(day): [["00:00", "24:00"]] for day in range(7)})
OCTOBER = Period.month(date(2026, 10, 1))
NOWHERE: dict[Dimension, int | str | None] = dict.fromkeys(Dimension)


def at(text: str, *, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS, fold=fold).astimezone(UTC)


def minutes(*values: float) -> list[timedelta]:
    return [timedelta(minutes=value) for value in values]


def worked(start: str, stop: str, *, pauses=(), opening: OpeningTime = OFFICE) -> float:
    begun, over = at(start), at(stop)
    waits = [(at(first), at(last)) for first, last in pauses]
    return business(begun, over, pauses=waits, ruler=Ruler(opening, begun, over)) / timedelta(minutes=1)


def span(minutes: float, *, metric: str = "answer", stop: str = "2026-10-15T10:00", in_time: bool = True, people: frozenset[int] = frozenset()) -> Span:
    return Span(metric, at(stop), timedelta(minutes=minutes), timedelta(minutes=minutes * 2), in_time, people)


def cycle(begun: str = "2026-10-15T09:00", answered: str | None = "2026-10-15T10:00", **fields: object) -> Cycle:
    return Cycle(begun_at=at(begun), keys=NOWHERE, answered_at=at(answered) if answered else None, ended_at=at(answered) if answered else None, **fields)


def test_median_and_nine_tenths_are_the_middle_and_the_nearest_rank() -> None:
    assert figures.median(minutes(9, 1, 5)) == timedelta(minutes=5)
    assert figures.median(minutes(1, 3, 5, 9)) == timedelta(minutes=4)
    assert figures.ninth_tenth(minutes(*range(1, 11))) == timedelta(minutes=9)
    assert figures.ninth_tenth(minutes(1, 2, 3, 4, 5)) == timedelta(minutes=5)


def test_opening_time_leaves_out_noon_nights_and_weekends() -> None:
    assert worked("2026-10-16T11:30", "2026-10-16T13:45") == 45
    assert worked("2026-10-16T17:00", "2026-10-19T09:00") == 60


def test_opening_time_leaves_out_public_holidays_and_closures() -> None:
    assert worked("2026-11-10T17:00", "2026-11-12T09:00") == 60  # 11 November
    assert worked("2026-12-23T17:00", "2027-01-04T09:00") == 60  # closed from the 24th, 1 January, a weekend


def test_the_nights_when_the_clocks_change_last_as_long_as_they_last() -> None:
    assert worked("2026-10-25T00:00", "2026-10-26T00:00", opening=NIGHT_DESK) == 25 * 60
    assert worked("2026-03-29T00:00", "2026-03-30T00:00", opening=NIGHT_DESK) == 23 * 60
    assert worked("2026-10-25T02:30", "2026-10-25T12:00", opening=NIGHT_DESK) == 10.5 * 60


def test_the_time_spent_waiting_for_the_citizen_is_not_counted() -> None:
    assert worked("2026-10-15T09:00", "2026-10-15T11:00", pauses=[("2026-10-15T09:30", "2026-10-15T10:30")]) == 60
    assert worked("2026-10-15T11:30", "2026-10-15T14:00", pauses=[("2026-10-15T11:45", "2026-10-15T13:45")]) == 30
    assert worked("2026-10-15T09:00", "2026-10-15T10:00", pauses=[("2026-10-15T08:00", "2026-10-15T09:30")]) == 30


def test_begun_and_ended_in_the_same_closed_period_counts_the_real_time() -> None:
    assert worked("2026-10-17T10:00", "2026-10-17T10:20") == 20
    assert worked("2026-10-17T10:00", "2026-10-18T10:00") == 24 * 60
    assert worked("2026-10-17T10:00", "2026-10-17T11:00", pauses=[("2026-10-17T10:15", "2026-10-17T10:45")]) == 30
    assert worked("2026-10-16T17:29", "2026-10-17T10:00") == 1  # one opening minute: not the same period
    assert worked("2026-10-17T10:00", "2026-10-19T08:30") == 0  # ended as the doors opened


@given(
    start=st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1)),
    length=st.timedeltas(timedelta(), timedelta(days=12)),
    opening=st.sampled_from([OFFICE, NIGHT_DESK, OpeningTime.from_hours({"5": [["22:00", "24:00"]], "6": [["00:00", "03:00"]]})]),
)
def test_the_ruler_measures_what_the_calendar_measures(start: datetime, length: timedelta, opening: OpeningTime) -> None:
    begun = start.replace(tzinfo=UTC)
    ruler = Ruler(opening, begun, begun + length)
    assert ruler.length(begun, begun + length) == opening.length(begun, begun + length)
    assert ruler.is_open(begun + length) == opening.is_open(begun + length)


def test_a_cycle_counts_where_it_begins_and_where_it_is_answered() -> None:
    late = cycle(begun="2026-09-30T23:59", answered="2026-10-01T00:00", spans=(span(5, stop="2026-10-01T00:00"),))
    assert figures.begun([late], OCTOBER) == []
    assert figures.answered([late], OCTOBER) == [late]
    assert len(figures.spans([late], OCTOBER, "answer")) == 1
    assert figures.spans([late], OCTOBER.previous, "answer") == []


def test_what_was_still_open_when_the_month_ended() -> None:
    rows = [
        cycle(answered=None),
        cycle(answered="2026-11-02T09:00"),
        cycle(answered="2026-10-31T23:59"),
        cycle(begun="2026-11-01T00:00", answered=None),
    ]
    assert figures.still_open(rows, OCTOBER) == 2


def test_shares_by_hand() -> None:
    rows = [
        cycle(reviewed=True, reused=True, spans=(span(10), span(1, metric="first_contact"))),
        cycle(redirected=True, by_hand=True, spans=(span(20, in_time=False), span(2, metric="first_contact"))),
        cycle(unsure=True, by_hand=True, spans=(span(30), span(3, metric="first_contact", in_time=False))),
        cycle(by_hand=True, spans=(span(40), span(4, metric="first_contact"))),
        cycle(by_hand=True, spans=(span(50), span(5, metric="first_contact"))),
        cycle(answered=None, reopened=True),
        cycle(answered=None, handed_over=True),
        cycle(answered=None, no_reply=True),
    ]
    found = figures.of(rows, OCTOBER)
    assert (found.received, found.answered) == (8, 5)
    assert found.shares == {
        "first_contact_in_time": 0.8,
        "answer_in_time": 0.8,
        "without_review": 0.8,
        "reused": 0.2,
        "redirected": 0.2,
        "unsure": 0.2,
        "by_hand": 0.8,
        "reopened": 0.125,
        "handed_over": 0.125,
        "no_reply": 0.125,
    }
    answer = found.durations["answer"]
    assert answer is not None
    assert (answer.business.count, answer.business.median, answer.business.most) == (5, timedelta(minutes=30), timedelta(minutes=50))
    assert answer.calendar.median == timedelta(minutes=60)


def test_under_five_cases_no_share_and_no_duration() -> None:
    found = figures.of([cycle(spans=(span(10),)) for _turn in range(4)], OCTOBER)
    assert found.shares["without_review"] is None
    assert found.durations["answer"] is None


@pytest.mark.parametrize("metric", figures.PERSONAL)
def test_what_one_colleague_does_is_shown_when_five_did_it_and_not_when_four_did(metric: str) -> None:
    """A hundred technical answers by one person are a person's speed, however many they are."""
    four = [cycle(spans=(span(10, metric=metric, people=frozenset({turn % 4})),)) for turn in range(100)]
    five = [cycle(spans=(span(10, metric=metric, people=frozenset({turn % 5})),)) for turn in range(100)]
    assert figures.of(four, OCTOBER).durations[metric] is None
    assert figures.of(five, OCTOBER).durations[metric] is not None


def steps(*minutes: float) -> list[tuple[int, int | None, int]]:
    return [(step.low, step.high, step.count) for step in figures.distribution([span(value) for value in minutes])]


def test_the_distribution_counts_up_to_and_including_its_limits() -> None:
    assert steps(*[60] * 5, *[61] * 5, *[2100] * 5, *[2101] * 5) == [(0, 1, 5), (1, 2, 5), (2, 4, 0), (4, 7, 0), (7, 14, 0), (14, 35, 5), (35, None, 5)]


def test_a_step_of_the_distribution_under_five_joins_its_neighbour() -> None:
    assert steps(*[30] * 9, *[90] * 6, 200) == [(0, 1, 9), (1, 4, 7), (4, 7, 0), (7, 14, 0), (14, 35, 0), (35, None, 0)]


@given(st.lists(st.floats(1, 5000), min_size=5, max_size=60))
def test_the_distribution_loses_nobody_and_shows_no_small_step(minutes: list[float]) -> None:
    found = steps(*minutes)
    assert sum(count for _low, _high, count in found) == len(minutes)
    assert all(count == 0 or count >= 5 for _low, _high, count in found)
    assert [high for _low, high, _count in found[:-1]] == [low for low, _high, _count in found[1:]]


def test_periods_are_read_from_their_key_and_written_back() -> None:
    for key in ("2026-10", "2026-T4", "2026", "2026-03..2026-08"):
        period = Period.read(key)
        assert period is not None
        assert period.key == key
    for wrong in ("", "2026-13", "2026-T5", "octobre", "1999-01", "2026-03..", "2026..2027", "٢٠٢٦-10", "2026-10\n"):
        assert Period.read(wrong) is None


def test_a_period_knows_the_one_before_and_what_it_is_made_of() -> None:
    assert Period.read("2026-01").previous.key == "2025-12"
    assert Period.read("2026-T1").previous.key == "2025-T4"
    assert [part.key for part in Period.read("2026").parts] == ["2026-T1", "2026-T2", "2026-T3", "2026-T4"]
    assert [part.key for part in Period.read("2026-T2").parts] == ["2026-04", "2026-05", "2026-06"]
    assert Period.read("2026-08..2026-03").previous.key == "2025-09..2026-02"
    assert Period.read("2024-02").last == date(2024, 2, 29)
    assert [one.key for one in recent(date(2026, 1, 15))["quarter"][:2]] == ["2026-T1", "2025-T4"]


def test_the_bounds_of_a_month_are_local_midnights() -> None:
    start, end = OCTOBER.bounds
    assert (start, end) == (at("2026-10-01T00:00"), at("2026-11-01T00:00"))
    assert end - start == timedelta(days=31, hours=1)

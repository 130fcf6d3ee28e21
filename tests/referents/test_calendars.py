"""Opening time: DST nights, midnight, leap days, overseas, closures, and laws proved on random calendars."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from referents.calendars import OFFICE_WEEK, HoursUnreadable, NaiveTime, NeverOpen, OpeningTime, public_holidays, usual
from referents.models import Closure, ServiceCalendar

PARIS = ZoneInfo("Europe/Paris")
ALWAYS = {str(day): [["00:00", "24:00"]] for day in range(7)}
OFFICE = OpeningTime.from_hours(OFFICE_WEEK)
ZONES = ["Europe/Paris", "America/Martinique", "Indian/Reunion", "America/Miquelon", "Pacific/Auckland", "UTC"]


def paris(text: str, *, fold: int = 0) -> datetime:
    """In UTC, because Python never finds times of a repeated hour equal across zones (PEP 495)."""
    return datetime.fromisoformat(text).replace(tzinfo=PARIS, fold=fold).astimezone(UTC)


def clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


@st.composite
def slots(draw: st.DrawFn) -> list[list[str]]:
    marks = sorted(draw(st.sets(st.integers(0, 1440), max_size=6)))
    return [[clock(start), clock(end)] for start, end in zip(marks[::2], marks[1::2], strict=False)]


@st.composite
def calendars(draw: st.DrawFn) -> OpeningTime:
    """Calendars that open at least one hour a week, in zones with and without summer time, closed for a while or not."""
    hours = {str(day): draw(slots()) for day in range(7)}
    hours[str(draw(st.integers(0, 6)))] = [["10:00", "11:00"]]
    first = draw(st.dates(date(2027, 8, 1), date(2028, 7, 31)))
    return OpeningTime.from_hours(
        hours,
        time_zone=draw(st.sampled_from(ZONES)),
        area=draw(st.sampled_from(["", "57", "67", "971", "974", "988", "75"])),
        good_friday=draw(st.booleans()),
        closures=[(first, first + timedelta(days=draw(st.integers(0, 40))))],
    )


moments = st.datetimes(datetime(2027, 8, 1), datetime(2028, 7, 31), timezones=st.just(UTC))
lengths = st.integers(0, 6000) | st.integers(0, 360_000).map(lambda seconds: seconds / 60)
laws = settings(max_examples=100, deadline=None)


@laws
@given(calendars(), moments, lengths)
def test_adding_then_measuring_gives_the_length_back(opening: OpeningTime, at: datetime, minutes: float) -> None:
    assert opening.between(at, opening.add(at, minutes)) == pytest.approx(minutes, abs=1e-4)


@laws
@given(calendars(), moments, lengths)
def test_a_due_time_is_never_in_closed_time(opening: OpeningTime, at: datetime, minutes: float) -> None:
    assert opening.is_open(opening.add(at, minutes))


@laws
@given(calendars(), moments, st.timedeltas(timedelta(), timedelta(days=60)))
def test_measuring_then_adding_comes_back_to_the_next_opening(opening: OpeningTime, start: datetime, gap: timedelta) -> None:
    assert opening.shift(start, opening.length(start, start + gap)) == opening.next_open(start + gap)


@laws
@given(calendars(), moments, moments, lengths)
def test_starting_later_never_ends_sooner(opening: OpeningTime, one: datetime, other: datetime, minutes: float) -> None:
    first, second = sorted((one, other))
    assert opening.add(first, minutes) <= opening.add(second, minutes)


@laws
@given(calendars(), moments, st.integers(0, 3000), st.integers(0, 3000))
def test_two_lengths_one_after_the_other_are_their_sum(opening: OpeningTime, at: datetime, one: int, other: int) -> None:
    assert opening.add(opening.add(at, one), other) == opening.add(at, one + other)
    assert opening.add(at, one) <= opening.add(at, one + other)


@laws
@given(calendars(), moments, moments, moments)
def test_a_stretch_is_the_sum_of_its_parts(opening: OpeningTime, one: datetime, two: datetime, three: datetime) -> None:
    assert opening.length(one, two) + opening.length(two, three) == opening.length(one, three)
    assert opening.length(one, two) == -opening.length(two, one)


@laws
@given(calendars(), moments)
def test_the_next_opening_is_the_first_open_instant(opening: OpeningTime, at: datetime) -> None:
    found = opening.next_open(at)
    assert opening.is_open(found)
    assert opening.length(at, found) == timedelta()
    assert found == at or not opening.is_open(at)


@laws
@given(st.sampled_from(ZONES), moments, st.timedeltas(timedelta(), timedelta(days=12)))
def test_a_service_open_day_and_night_follows_the_sun(zone: str, start: datetime, gap: timedelta) -> None:
    """No hole and no overlap at midnight or when the clocks change: every instant outside holidays counts once."""
    opening = OpeningTime.from_hours(ALWAYS, time_zone=zone)
    first, last = (moment.astimezone(ZoneInfo(zone)).date() for moment in (start, start + gap))
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    assume(not any(day in public_holidays("", good_friday=False, year=day.year) for day in days))
    assert opening.length(start, start + gap) == gap


def test_the_service_opens_on_the_first_instant_and_closes_on_the_last() -> None:
    assert OFFICE.is_open(paris("2026-11-23T08:30"))
    assert not OFFICE.is_open(paris("2026-11-23T12:00"))
    assert OFFICE.is_open(paris("2026-11-23T11:59:59.999999"))
    assert not OFFICE.is_open(paris("2026-11-22T10:00"))


def test_two_hours_asked_before_lunch_end_after_it() -> None:
    assert OFFICE.add(paris("2026-11-23T10:21"), 120) == paris("2026-11-23T13:51")


def test_what_ends_with_the_day_is_due_at_the_next_opening() -> None:
    assert OFFICE.add(paris("2026-11-20T15:30"), 120) == paris("2026-11-23T08:30")
    assert OFFICE.add(paris("2026-11-23T10:00"), 120) == paris("2026-11-23T13:30")


def test_seconds_are_kept() -> None:
    assert OFFICE.between(paris("2026-11-23T11:59:30"), paris("2026-11-23T13:30:15")) == 0.75
    assert OFFICE.add(paris("2026-11-23T10:00:07"), 1.5) == paris("2026-11-23T10:01:37")


def test_the_night_that_loses_an_hour_is_three_hours_long_before_four() -> None:
    night = OpeningTime.from_hours(ALWAYS)
    assert night.between(paris("2026-03-29T00:00"), paris("2026-03-29T04:00")) == 180
    assert night.add(paris("2026-03-29T01:30"), 60) == paris("2026-03-29T03:30")


def test_the_night_that_gains_an_hour_is_five_hours_long_before_four() -> None:
    night = OpeningTime.from_hours(ALWAYS)
    assert night.between(paris("2026-10-25T00:00"), paris("2026-10-25T04:00")) == 300
    assert night.add(paris("2026-10-25T02:30"), 60) == paris("2026-10-25T02:30", fold=1)
    assert night.between(paris("2026-10-25T02:30"), paris("2026-10-25T02:30", fold=1)) == 60


def test_hours_that_do_not_exist_this_night_are_not_open() -> None:
    """Sunday 02:15–02:45 is skipped in March; neighbours touch without overlap."""
    skipped = OpeningTime.from_hours({"6": [["01:00", "02:15"], ["02:15", "02:45"], ["02:45", "04:00"]]})
    assert skipped.between(paris("2026-03-29T00:00"), paris("2026-03-29T23:00")) == 120
    assert skipped.on(date(2026, 3, 29)) == [(paris("2026-03-29T01:00"), paris("2026-03-29T03:00")), (paris("2026-03-29T03:00"), paris("2026-03-29T04:00"))]


def test_hours_lived_twice_are_cut_once() -> None:
    twice = OpeningTime.from_hours({"6": [["01:00", "02:30"], ["02:30", "04:00"]]})
    assert twice.between(paris("2026-10-25T00:00"), paris("2026-10-25T23:00")) == 240
    assert twice.is_open(paris("2026-10-25T02:15", fold=1))


def test_midnight_is_midnight() -> None:
    evening = OpeningTime.from_hours({"0": [["22:00", "24:00"]], "1": [["00:00", "02:00"]]})
    assert evening.is_open(paris("2026-11-23T23:59:59.999999"))
    assert evening.is_open(paris("2026-11-24T00:00"))
    assert evening.between(paris("2026-11-23T20:00"), paris("2026-11-24T08:00")) == 240
    assert evening.add(paris("2026-11-23T23:00"), 60) == paris("2026-11-24T00:00")


def test_a_day_that_ends_at_24_00_is_due_at_the_next_opening() -> None:
    monday = OpeningTime.from_hours({"0": [["22:00", "24:00"]]})
    assert not monday.is_open(paris("2026-11-24T00:00"))
    assert monday.add(paris("2026-11-23T23:00"), 60) == paris("2026-11-30T22:00")


def test_the_29th_of_february_is_worked_in_leap_years() -> None:
    assert OFFICE.between(paris("2028-02-28T17:00"), paris("2028-03-01T09:00")) == 30 + 450 + 30
    assert OFFICE.between(paris("2027-02-26T17:00"), paris("2027-03-01T09:00")) == 30 + 30
    assert OFFICE.add(paris("2028-02-28T17:00"), 60) == paris("2028-02-29T09:00")


def test_the_31st_of_december_leads_to_the_2nd_of_january() -> None:
    assert OFFICE.add(paris("2026-12-31T17:00"), 60) == paris("2027-01-04T09:00")
    assert OFFICE.next_open(paris("2025-12-31T17:30")) == paris("2026-01-02T08:30")


def test_midnight_of_a_holiday_is_local() -> None:
    """In Martinique the 1st of May begins at 04:00 UTC."""
    martinique = OpeningTime.from_hours(ALWAYS, time_zone="America/Martinique", area="972")
    assert martinique.is_open(datetime(2026, 5, 1, 3, 59, tzinfo=UTC))
    assert not martinique.is_open(datetime(2026, 5, 1, 4, 0, tzinfo=UTC))
    assert martinique.is_open(datetime(2026, 5, 2, 4, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    ("area", "day"),
    [
        ("971", date(2026, 5, 27)),
        ("972", date(2026, 5, 22)),
        ("973", date(2026, 6, 10)),
        ("974", date(2026, 12, 20)),
        ("976", date(2026, 4, 27)),
        ("977", date(2026, 10, 9)),
        ("978", date(2026, 5, 28)),
        ("986", date(2026, 7, 29)),
        ("987", date(2026, 3, 5)),
        ("988", date(2026, 9, 24)),
    ],
)
def test_overseas_has_its_own_days(area: str, day: date) -> None:
    assert day in public_holidays(area, good_friday=False, year=2026)
    assert day not in public_holidays("", good_friday=False, year=2026)


@pytest.mark.parametrize("area", ["57", "67", "68"])
def test_alsace_moselle_has_the_26th_of_december_and_good_friday_only_where_there_is_a_protestant_church(area: str) -> None:
    without, with_friday = public_holidays(area, good_friday=False, year=2026), public_holidays(area, good_friday=True, year=2026)
    assert without[date(2026, 12, 26)] == "Saint-Étienne"
    assert date(2026, 4, 3) not in without
    assert with_friday[date(2026, 4, 3)] == "Vendredi saint"
    assert len(without) == 12
    assert len(with_friday) == 13


@pytest.mark.parametrize("area", ["", "31", "2A", "GES", "75", "nowhere"])
def test_everywhere_else_has_the_eleven_national_days_in_french(area: str) -> None:
    days = public_holidays(area, good_friday=False, year=2026)
    assert len(days) == 11
    assert days[date(2026, 7, 14)] == "Fête nationale"
    assert date(2026, 12, 26) not in days


def test_a_year_the_library_does_not_know_has_no_holiday_and_no_error() -> None:
    assert public_holidays("67", good_friday=True, year=1700) == {}


def test_a_closure_closes_both_its_ends() -> None:
    closed = OpeningTime.from_hours(OFFICE_WEEK, closures=[(date(2026, 11, 23), date(2026, 11, 24))])
    assert closed.add(paris("2026-11-20T17:00"), 60) == paris("2026-11-25T09:00")
    assert not closed.is_open(paris("2026-11-24T10:00"))


@pytest.mark.parametrize("hours", [{}, {"0": []}])
def test_a_calendar_that_never_opens_says_so(hours: dict[str, list[list[str]]]) -> None:
    never = OpeningTime.from_hours(hours)
    with pytest.raises(NeverOpen):
        never.add(paris("2026-11-23T10:00"), 1)
    with pytest.raises(NeverOpen):
        never.after_days(paris("2026-11-23T10:00"), 1)
    assert not never.is_open(paris("2026-11-23T10:00"))
    assert never.between(paris("2026-11-23T10:00"), paris("2026-12-23T10:00")) == 0


def test_a_closure_without_end_counts_as_never_open() -> None:
    never = OpeningTime.from_hours(OFFICE_WEEK, closures=[(date(2020, 1, 1), date(9999, 12, 31))])
    with pytest.raises(NeverOpen):
        never.next_open(paris("2026-11-23T10:00"))


@pytest.mark.parametrize(
    "hours",
    [
        {"0": [["12:00", "08:30"]]},
        {"0": [["08:30", "12:00"], ["11:00", "13:00"]]},
        {"0": [["8:30", "12:00"]]},
        {"0": [["08:60", "12:00"]]},
        {"0": [["08:30", "24:01"]]},
        {"0": [["08:30"]]},
        {"0": "08:30"},
        {"7": [["08:30", "12:00"]]},
        {"0": [[8, 12]]},
        {"0": [["08:00", "²³:00"]]},
        [],
    ],
)
def test_hours_that_cannot_be_read_are_refused(hours: object) -> None:
    with pytest.raises(HoursUnreadable):
        OpeningTime.from_hours(hours)


@pytest.mark.parametrize("zone", ["Europe/Atlantis", "", "../etc/passwd"])
def test_a_time_zone_that_does_not_exist_is_refused(zone: str) -> None:
    with pytest.raises(HoursUnreadable):
        OpeningTime.from_hours(OFFICE_WEEK, time_zone=zone)


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(NaiveTime):
        OFFICE.is_open(datetime(2026, 11, 23, 10, 0))  # noqa: DTZ001
    with pytest.raises(NaiveTime):
        OFFICE.between(paris("2026-11-23T10:00"), datetime(2026, 11, 23, 11, 0))  # noqa: DTZ001


def test_opening_days_are_whole_days_and_skip_what_is_closed() -> None:
    assert OFFICE.after_days(paris("2026-11-20T10:00"), 3) == paris("2026-11-26T08:30")
    assert OFFICE.after_days(paris("2026-11-20T23:00"), 3) == paris("2026-11-26T08:30")
    assert OFFICE.after_days(paris("2026-11-21T10:00"), 1) == paris("2026-11-24T08:30")
    assert OFFICE.after_days(paris("2026-04-30T10:00"), 10) == paris("2026-05-20T08:30")


@pytest.mark.django_db
def test_a_calendar_is_read_with_its_closures_in_one_query(django_assert_num_queries) -> None:
    calendar = ServiceCalendar.objects.create(name="Ville", hours=dict(OFFICE_WEEK), holiday_area="67", good_friday=True, is_default=True)
    Closure.objects.create(calendar=calendar, label="Pont", start=date(2026, 11, 23), end=date(2026, 11, 23))
    with django_assert_num_queries(1):
        opening = OpeningTime.of(calendar)
    assert opening == OpeningTime.from_hours(OFFICE_WEEK, area="67", good_friday=True, closures=[(date(2026, 11, 23), date(2026, 11, 23))])
    assert usual() == opening


@pytest.mark.django_db
def test_a_host_without_a_calendar_keeps_office_hours() -> None:
    assert usual() == OFFICE

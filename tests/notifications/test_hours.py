"""Outside working hours nothing rings."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from rse.notifications.hours import Schedule, schedules
from tests.factories import AbsenceFactory, AgentFactory, OrganisationFactory, UserFactory, WorkingPatternFactory

PARIS = ZoneInfo("Europe/Paris")
OFFICE_WEEK = {str(day): [["08:30", "12:00"], ["13:30", "17:30"]] for day in range(5)}
OFFICE = Schedule(OFFICE_WEEK, PARIS)


def paris(*when: int) -> datetime:
    return datetime(*when, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("at", "opening"),
    [
        (paris(2026, 11, 24, 10, 0), paris(2026, 11, 24, 10, 0)),
        (paris(2026, 11, 24, 12, 30), paris(2026, 11, 24, 13, 30)),
        (paris(2026, 11, 24, 12, 0), paris(2026, 11, 24, 13, 30)),
        (paris(2026, 11, 24, 3, 0), paris(2026, 11, 24, 8, 30)),
        (paris(2026, 11, 27, 18, 0), paris(2026, 11, 30, 8, 30)),
        (paris(2026, 12, 24, 18, 0), paris(2026, 12, 28, 8, 30)),
        (paris(2026, 11, 10, 20, 0), paris(2026, 11, 12, 8, 30)),
        (paris(2026, 10, 24, 20, 0), paris(2026, 10, 26, 8, 30)),
    ],
    ids=["working", "lunch", "noon is closed", "night", "weekend", "Christmas", "11 November", "clocks go back"],
)
def test_the_next_opening_of_an_office_week(at, opening):
    assert OFFICE.next_opening(at) == opening


def test_every_hour_of_a_year_lands_in_an_open_slot_in_order():
    at, last = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)
    for _hour in range(8760):
        opening = OFFICE.next_opening(at)
        assert opening >= at
        assert OFFICE.is_open(opening)
        assert opening >= last
        last, at = opening, at + timedelta(hours=1)


def test_an_absence_pushes_to_the_day_of_return():
    away = Schedule(OFFICE_WEEK, PARIS, away=((date(2026, 11, 23), date(2026, 11, 27)),))
    assert away.next_opening(paris(2026, 11, 24, 10, 0)) == paris(2026, 11, 30, 8, 30)


@pytest.mark.parametrize(("territory", "opening"), [("", paris(2026, 4, 3, 10, 0)), ("57", paris(2026, 4, 7, 8, 30))])
def test_alsace_moselle_keeps_good_friday(territory, opening):
    assert Schedule(OFFICE_WEEK, PARIS, territory=territory).next_opening(paris(2026, 4, 3, 10, 0)) == opening


def test_a_night_shift_is_its_own_working_time():
    night = Schedule({"0": [["22:00", "24:00"]], "1": [["00:00", "06:00"]]}, PARIS)
    assert night.next_opening(paris(2026, 11, 23, 23, 59)) == paris(2026, 11, 23, 23, 59)
    assert night.next_opening(paris(2026, 11, 24, 5, 0)) == paris(2026, 11, 24, 5, 0)
    assert night.next_opening(paris(2026, 11, 24, 7, 0)) == paris(2026, 11, 30, 22, 0)


def test_a_week_without_hours_waits_rather_than_rings():
    at = paris(2026, 11, 24, 10, 0)
    assert Schedule({}, PARIS).next_opening(at) == at + timedelta(days=400)


@pytest.mark.django_db
def test_each_person_keeps_their_own_week(django_assert_num_queries):
    reunion = OrganisationFactory(name="Saint-Denis", time_zone="Indian/Reunion", holiday_area="974")
    part_time = WorkingPatternFactory(slots={"0": [["09:00", "12:00"]]})
    full_time = WorkingPatternFactory(slots=OFFICE_WEEK)
    away, office, far = (AgentFactory(pattern=pattern) for pattern in (part_time, full_time, full_time))
    far.organisation = reunion
    far.save()
    stranger = UserFactory()
    AbsenceFactory(agent=away, start=date(2026, 11, 30), end=date(2026, 11, 30))
    at = paris(2026, 11, 24, 18, 0)
    with django_assert_num_queries(2):
        found = schedules([away.user, office.user, far.user, stranger], at=at)
    assert found[away.user_id].next_opening(at) == paris(2026, 12, 7, 9, 0)
    assert found[office.user_id].next_opening(at) == paris(2026, 11, 25, 8, 30)
    assert found[far.user_id].next_opening(at) == datetime(2026, 11, 25, 8, 30, tzinfo=ZoneInfo("Indian/Reunion"))
    assert found[stranger.pk].next_opening(at) == paris(2026, 11, 25, 8, 30)
    assert found[far.user_id].next_opening(datetime(2026, 12, 20, 9, 0, tzinfo=ZoneInfo("Indian/Reunion"))).day == 21

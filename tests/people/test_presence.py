from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

from rse.people.models import Agent
from rse.people.presence import State, presence
from rse.people.working_time import hours_on, validate_slots
from tests import factories

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")
NBSP = "\N{NO-BREAK SPACE}"


def at(day, clock, zone=PARIS):
    hour, minute = clock.split(":")
    return datetime(2026, 11, day, int(hour), int(minute), tzinfo=zone)


def said(agent, moment):
    return presence([Agent.objects.listed().get(pk=agent.pk)], moment)[agent.pk]


@pytest.mark.parametrize(
    ("clock", "state", "words"),
    [
        ("07:00", State.LATER, f"en poste aujourd’hui à partir de 8{NBSP}h{NBSP}30"),
        ("10:00", State.AT_WORK, "en poste aujourd’hui"),
        ("12:30", State.AT_WORK, "en poste aujourd’hui"),
        ("18:00", State.DAY_OVER, "journée terminée"),
    ],
)
def test_an_ordinary_monday(sonia, clock, state, words):
    found = said(sonia, at(23, clock))
    assert (found.state, found.words) == (state, words)


def test_half_a_day_says_its_hours(sonia):
    sonia.pattern = factories.WorkingPatternFactory(slots={"0": [["13:30", "17:00"]]})
    sonia.save()
    assert said(sonia, at(23, "09:00")).words == f"en poste aujourd’hui de 13{NBSP}h{NBSP}30 à 17{NBSP}h"
    assert said(sonia, at(24, "09:00")).words == "ne travaille pas le mardi"


def test_a_public_holiday_is_that_of_the_place(sonia):
    assert said(sonia, at(11, "10:00")).state == State.HOLIDAY
    boxing_day = datetime(2025, 12, 26, 10, tzinfo=PARIS)
    assert said(sonia, boxing_day).state == State.AT_WORK
    sonia.organisation.holiday_area = "67"
    sonia.organisation.save()
    assert said(sonia, boxing_day).state == State.HOLIDAY


def test_absences_that_follow_each_other_make_one_and_name_the_substitute(sonia, outsider):
    factories.AbsenceFactory(agent=sonia, start=date(2026, 11, 20), end=date(2026, 11, 27), substitute=outsider)
    factories.AbsenceFactory(agent=sonia, start=date(2026, 11, 28), end=date(2026, 12, 3))
    factories.AbsenceFactory(agent=sonia, start=date(2026, 12, 10), end=date(2026, 12, 12))
    found = said(sonia, at(23, "10:00"))
    assert found.words == "absence jusqu’au 3/12, voir Omar Petit"
    assert found.substitute == outsider
    assert not found.reachable


def test_an_absence_without_substitute_and_one_not_begun(sonia):
    factories.AbsenceFactory(agent=sonia, start=date(2026, 11, 24), end=date(2026, 11, 24))
    assert said(sonia, at(23, "10:00")).state == State.AT_WORK
    assert said(sonia, at(24, "10:00")).words == "absence jusqu’au 24/11"


def test_the_day_is_that_of_the_organisation(sonia):
    sonia.organisation.time_zone = "Indian/Reunion"
    sonia.organisation.save()
    factories.AbsenceFactory(agent=sonia, start=date(2026, 11, 24), end=date(2026, 11, 24))
    assert said(sonia, at(23, "22:00")).state == State.AWAY


def test_one_query_for_a_whole_page(django_assert_num_queries):
    for _person in range(20):
        factories.AbsenceFactory()
    agents = list(Agent.objects.listed())
    with django_assert_num_queries(1):
        assert len(presence(agents, at(23, "10:00"))) == 20


@pytest.mark.parametrize("slots", [{"7": []}, {"0": [["12:00", "08:00"]]}, {"0": [["8h", "12:00"]]}, {"0": [["08:00", "12:00"], ["11:00", "13:00"]]}, []])
def test_hours_that_make_no_sense_are_refused(slots):
    with pytest.raises(ValidationError):
        validate_slots(slots)


def test_a_night_may_end_at_midnight():
    (start, end) = hours_on({"0": [["18:00", "24:00"]]}, date(2026, 11, 23), PARIS)[0]
    assert (start.hour, end.date()) == (18, date(2026, 11, 24))

"""A year of the right to disconnect in small: two weeks around a change of clocks, Good Friday in Moselle, real rows over three days."""

import json
from datetime import UTC, date, datetime, timedelta

import holidays
import pytest
import time_machine
from django.core.management import call_command

from rse.notifications import disconnection, mail
from rse.notifications.disconnection import Judge, Person, play, public_holidays
from rse.notifications.hours import leaves_at, off_hours
from rse.notifications.models import Delivery
from tests.factories import AbsenceFactory, AgentFactory, WorkingPatternFactory
from tests.notifications.test_actions import tell


@pytest.mark.parametrize(("calendar", "start"), [("57", date(2027, 3, 22)), ("", date(2027, 10, 25)), ("974", date(2026, 12, 14))])
def test_two_weeks_hold_whatever_the_clocks_and_holidays_do(calendar, start):
    outcome = play(start.year, calendar, start=start, days=14)
    assert outcome.holds
    assert (outcome.told, outcome.sent) == (14 * 24 * 8, 14 * 24 * 8)


def test_the_judge_condemns_a_schedule_that_forgets_holidays(monkeypatch):
    monkeypatch.setattr("rse.notifications.hours.TERRITORIES", {})
    outcome = play(2027, "57", start=date(2027, 3, 22), days=7, people=[Person("office", disconnection.OFFICE_WEEK)])
    assert outcome.closed
    assert not outcome.holds


def test_the_judge_condemns_a_sender_that_forgets_hours(monkeypatch):
    monkeypatch.setattr("rse.notifications.hours.leaves_at", lambda schedule, *, at, **given: at)
    assert play(2027, "57", start=date(2027, 3, 1), days=2).closed


@pytest.mark.parametrize("calendar", ["", "57", "971", "972", "973", "974", "976"])
def test_the_judges_own_holidays_are_those_of_the_law(calendar):
    for year in (2026, 2027, 2028, 2030):
        assert public_holidays(year, calendar) == set(holidays.country_holidays("FR", subdiv=calendar or None, years=year))


def test_the_judge_reads_the_wall_clock():
    judge = Judge(Person("office", disconnection.OFFICE_WEEK), disconnection.ZoneInfo("Europe/Paris"), "57")
    assert judge.is_open(datetime(2027, 3, 30, 7, 0, tzinfo=UTC))
    assert not judge.is_open(datetime(2027, 3, 26, 9, 0, tzinfo=UTC))


def test_the_command_answers_json_and_a_code(capsys, monkeypatch):
    monkeypatch.setattr(disconnection, "invented", lambda year: [Person("office", disconnection.OFFICE_WEEK)])
    call_command("simulate_disconnect", "--year", "2027", "--calendar", "57", "--json")
    answer = json.loads(capsys.readouterr().out)
    assert (answer["hours"], answer["closed"], answer["lost"], answer["disordered"], answer["holds"]) == (8760, 0, 0, 0, True)
    monkeypatch.setattr("rse.notifications.hours.TERRITORIES", {})
    with pytest.raises(SystemExit):
        call_command("simulate_disconnect", "--year", "2027", "--calendar", "57")


@pytest.mark.django_db
def test_real_rows_leave_in_order_at_each_persons_next_opening(mailoutbox):
    part_time = WorkingPatternFactory(slots={"1": [["09:00", "12:00"]], "3": [["09:00", "12:00"]]})
    office, half = AgentFactory(user__email="o@t.example"), AgentFactory(user__email="h@t.example", pattern=part_time)
    with time_machine.travel(datetime(2026, 11, 23, 16, 0, tzinfo=UTC), tick=False) as clock:
        for hour in range(60):
            if hour < 40:
                tell(office.user, half.user, key=f"{hour}", params={"who": f"{hour:02}"})
            mail.send_due()
            clock.shift(timedelta(hours=1))
            if hour == 20:
                AbsenceFactory(agent=office, start=date(2026, 11, 25), end=date(2026, 11, 25))
    for address in ("o@t.example", "h@t.example"):
        subjects = [message.subject for message in mailoutbox if message.to == [address]]
        assert subjects == sorted(subjects)
    sent = Delivery.objects.filter(state="sent", notification__recipient=office.user)
    assert {row.sent_at.date() for row in sent} == {date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 26)} - (
        {date(2026, 11, 26)} if sent.count() < 40 else set()
    )
    assert Delivery.objects.exclude(state__in=["sent", "waiting"]).count() == 0


def test_urgent_leaves_at_once_and_quiet_is_added_to_closed_hours():
    schedule = disconnection.hours.Schedule(disconnection.OFFICE_WEEK, disconnection.ZoneInfo("Europe/Paris"))
    night = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)
    assert leaves_at(schedule, at=night, urgent=True) == night
    assert leaves_at(schedule, at=night, quiet_until=night + timedelta(hours=13)) == datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_whoever_writes_knows_who_rests_and_until_when(django_assert_num_queries):
    at = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    here, away = AgentFactory().user, AgentFactory()
    AbsenceFactory(agent=away, start=date(2026, 11, 23), end=date(2026, 11, 27))
    with django_assert_num_queries(2):
        assert off_hours([here, away.user], at=at) == {away.user_id: datetime(2026, 11, 30, 7, 30, tzinfo=UTC)}

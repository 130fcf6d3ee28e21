"""A day and an hour before, once, to whoever still comes; e-mails wait for the person's own hours."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from rse.events import actions, sweeps, telling
from rse.events.models import Event
from rse.notifications import kinds
from rse.notifications.models import Delivery, Notification
from tests.events.factories import event
from tests.factories import AgentFactory
from tests.feed.factories import ClosedFactory, expelled, member

pytestmark = pytest.mark.django_db

MONDAY = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
THURSDAY_NOON = datetime(2027, 3, 4, 11, 0, tzinfo=UTC)


@pytest.fixture
def planned(flora, marc):
    with time_machine.travel(MONDAY, tick=False):
        made = event(by=flora, starts_at=THURSDAY_NOON)
        actions.register(made, actor=marc.user)
    return made


def reminders(agent):
    return Notification.objects.filter(recipient=agent.user, kind=telling.REMINDER)


def test_nothing_before_the_day_before_then_once_a_span(planned, flora, marc, sonia):
    for at, number in (
        (THURSDAY_NOON - timedelta(days=2), 0),
        (THURSDAY_NOON - timedelta(hours=23), 1),
        (THURSDAY_NOON - timedelta(hours=22), 1),
        (THURSDAY_NOON - timedelta(minutes=50), 2),
        (THURSDAY_NOON - timedelta(minutes=5), 2),
        (THURSDAY_NOON + timedelta(minutes=5), 2),
    ):
        with time_machine.travel(at, tick=False):
            sweeps.remind_due()
            sweeps.remind_due()
        assert reminders(marc).count() == number, at
    assert reminders(flora).count() == 2
    assert reminders(sonia).count() == 0


def test_nobody_is_reminded_of_what_is_cancelled_or_seen_no_longer(flora, marc):
    group = ClosedFactory()
    for person in (flora, marc):
        member(group, person.user)
    with time_machine.travel(MONDAY, tick=False):
        cancelled, hidden = (event(by=flora, community=group, starts_at=THURSDAY_NOON) for _one in range(2))
        for one in (cancelled, hidden):
            actions.register(one, actor=marc.user)
        actions.cancel(cancelled, reason="", actor=flora.user)
        expelled(group, marc.user)
    with time_machine.travel(THURSDAY_NOON - timedelta(hours=20), tick=False):
        sweeps.remind_due()
    assert reminders(marc).count() == 0


def test_an_event_of_this_afternoon_is_not_announced_as_tomorrow(flora, marc):
    with time_machine.travel(THURSDAY_NOON - timedelta(hours=5), tick=False):
        made = event(by=flora, starts_at=THURSDAY_NOON)
        actions.register(made, actor=marc.user)
        assert sweeps.remind_due() == 0
        made = Event.objects.get(pk=made.pk)
    with time_machine.travel(THURSDAY_NOON - timedelta(minutes=30), tick=False):
        assert sweeps.remind_due() == 1


def test_the_email_waits_for_the_working_hours_and_is_dropped_once_it_has_begun(flora):
    guest = AgentFactory(user__email="lucie@ville.example")
    sunday_evening, monday_nine = datetime(2027, 3, 7, 19, 0, tzinfo=UTC), datetime(2027, 3, 8, 8, 0, tzinfo=UTC)
    with time_machine.travel(MONDAY, tick=False):
        made = event(by=flora, starts_at=monday_nine)
        actions.register(made, actor=guest.user)
    with time_machine.travel(sunday_evening, tick=False):
        sweeps.remind_due()
        told = reminders(guest).get()
        assert Delivery.objects.get(notification=told).due_at > sunday_evening + timedelta(hours=10)
        assert kinds.still_allowed(told)
    with time_machine.travel(monday_nine, tick=False):
        assert not kinds.still_allowed(told)

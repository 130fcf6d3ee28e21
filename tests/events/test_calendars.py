"""What leaves for other calendars: right hours, signed addresses, nothing that the person no longer sees."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from rse.events import actions, calendars
from rse.events.words import local_midnight, spell_when
from rse.people.actions import leave
from tests.events.factories import event
from tests.feed.factories import NonVisibleFactory, expelled, member

pytestmark = pytest.mark.django_db


def entries(raw: bytes):
    return {str(entry["SUMMARY"]): entry for entry in Calendar.from_ical(raw).walk("VEVENT")}


def fetched(client, agent):
    feed = actions.open_feed(agent.user, actor=agent.user)
    return client.get(reverse("events:subscription", args=[calendars.token_of(feed)]))


def test_one_event_as_a_file(as_, flora, marc):
    made = event("Visite des serres", by=flora, starts_at=datetime(2027, 6, 3, 10, 0, tzinfo=UTC), text="Prévoir des bottes ; ligne\nsuivante, fin.")
    answer = as_(marc).get(reverse("events:event_file", args=[made.pk]))
    assert answer["Content-Type"].startswith("text/calendar")
    entry = entries(answer.content)["Visite des serres"]
    assert entry.decoded("DTSTART") == datetime(2027, 6, 3, 10, 0, tzinfo=UTC)
    assert entry["STATUS"] == "CONFIRMED"
    assert "Prévoir des bottes ; ligne\nsuivante, fin." in str(entry["DESCRIPTION"])


def test_whole_days_have_no_hour_and_end_the_day_after(flora):
    made = event("Forum", by=flora, starts_at=local_midnight(date(2027, 6, 3)), ends_at=local_midnight(date(2027, 6, 5)), all_day=True)
    entry = entries(calendars.calendar_of(made))["Forum"]
    assert (entry.decoded("DTSTART"), entry.decoded("DTEND")) == (date(2027, 6, 3), date(2027, 6, 5))
    assert spell_when(made).startswith("du jeudi 3 juin")


def test_a_cancelled_event_says_so_to_calendars(client, flora):
    made = event(by=flora)
    actions.cancel(made, reason="", actor=flora.user)
    entry = entries(fetched(client, flora).content)["Point Plan neige"]
    assert (entry["STATUS"], entry["SEQUENCE"]) == ("CANCELLED", 1)


def test_the_subscription_holds_one_s_own_events_without_signing_in(client, flora, marc):
    mine, other = event("Le mien", by=flora), event("Un autre", by=flora)
    actions.register(mine, actor=marc.user)
    assert set(entries(fetched(client, marc).content)) == {"Le mien"}
    assert set(entries(fetched(client, flora).content)) == {"Le mien", "Un autre"}
    assert other.pk


def test_every_reading_asks_again_what_the_person_may_see(client, flora, marc):
    group = NonVisibleFactory()
    for person in (flora, marc):
        member(group, person.user)
    actions.register(event("Secret", by=flora, community=group), actor=marc.user)
    address = reverse("events:subscription", args=[calendars.token_of(actions.open_feed(marc.user, actor=marc.user))])
    assert set(entries(client.get(address).content)) == {"Secret"}
    expelled(group, marc.user)
    assert b"Secret" not in client.get(address).content


def test_an_address_renewed_closed_guessed_or_of_a_leaver_opens_nothing(client, marc, sonia):
    def get(token):
        return client.get(reverse("events:subscription", args=[token])).status_code

    first = calendars.token_of(actions.open_feed(marc.user, actor=marc.user))
    second = calendars.token_of(actions.open_feed(marc.user, actor=marc.user))
    assert (get(first), get(second)) == (404, 200)
    assert get(second.replace(str(marc.user_id), str(sonia.user_id), 1)) == 404
    for guess in ("x", "1.2~3", "~", second[:-1], "é"):
        assert get(guess) == 404
    actions.close_feed(marc.user, actor=marc.user)
    assert get(second) == 404
    third = calendars.token_of(actions.open_feed(sonia.user, actor=sonia.user))
    leave(sonia, on=timezone.localdate(), actor=None)
    assert get(third) == 404


def test_the_subscription_looks_two_months_back(client, flora):
    event("Passé", by=flora, starts_at=timezone.now() + timedelta(hours=1))
    with time_machine.travel(timezone.now() + timedelta(days=70)):
        assert entries(fetched(client, flora).content) == {}


def test_a_subscription_asks_few_queries_whatever_its_length(client, flora, django_assert_max_num_queries):
    for number in range(12):
        event(f"Numéro {number}", by=flora)
    address = reverse("events:subscription", args=[calendars.token_of(actions.open_feed(flora.user, actor=flora.user))])
    with django_assert_max_num_queries(3):
        client.get(address)

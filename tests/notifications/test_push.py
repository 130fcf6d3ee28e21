"""Web push rings by day, says nothing of what it is about, and forgets browsers that are gone."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.management import call_command

from rse.notifications import actions, kinds, push, tasks, vapid
from rse.notifications.kinds import Kind
from rse.notifications.models import Delivery, PushKey, Subscription
from tests.factories import UserFactory
from tests.notifications.push_service import PushService, padded, running
from tests.notifications.test_actions import tell

pytestmark = pytest.mark.django_db
TUESDAY = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def phone(settings, help_wanted):
    kinds.register(Kind("ring", "ring", "%(who)s vous écrit", push=True))
    service = PushService()
    server = running(service)
    settings.WEB_PUSH, settings.WEB_PUSH_SERVICES = True, [service.url]
    yield service
    server.shutdown()


@pytest.fixture
def rung(sonia, phone):
    """Sonia's telephone accepts to ring."""
    actions.subscribe(sonia, **phone.subscription(), label="", actor=sonia)
    return sonia


def test_a_message_arrives_signed_encrypted_and_without_content(rung, phone):
    with time_machine.travel(TUESDAY, tick=False):
        (row,) = tell(rung, kind="ring", params={"who": "Flora"})
        assert push.send_due() == 1
        assert push.send_due() == 0
    ((words, headers),) = phone.received
    assert words == {"title": "Relais", "body": "1 nouveauté pour vous", "id": row.pk}
    assert headers["ttl"] == "28800"
    assert phone.refused == []
    assert Delivery.objects.get().state == "sent"


def test_at_night_the_telephone_is_silent(rung, phone):
    with time_machine.travel(datetime(2026, 11, 24, 20, 0, tzinfo=UTC), tick=False) as clock:
        tell(rung, kind="ring")
        assert push.send_due() == 0
        clock.move_to(datetime(2026, 11, 25, 7, 30, tzinfo=UTC))
        assert push.send_due() == 1


@time_machine.travel(TUESDAY, tick=False)
@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten(rung, phone, status):
    phone.answer = status
    tell(rung, kind="ring")
    assert push.send_due() == 0
    assert not Subscription.objects.exists()
    assert Delivery.objects.get().state == "cancelled"


@time_machine.travel(TUESDAY, tick=False)
def test_a_service_in_trouble_is_tried_again_later(rung, phone):
    phone.answer = 503
    tell(rung, kind="ring")
    assert push.send_due() == 0
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts) == ("waiting", 1)
    assert Subscription.objects.exists()


@time_machine.travel(TUESDAY, tick=False)
def test_one_telephone_reached_is_enough(rung, phone):
    actions.subscribe(rung, **phone.subscription("gone"), label="", actor=rung)
    Subscription.objects.filter(endpoint__endswith="gone").update(endpoint="http://127.0.0.1:9/gone")
    tell(rung, kind="ring")
    assert push.send_due() == 1
    assert Subscription.objects.get().endpoint.endswith("phone")


@time_machine.travel(TUESDAY, tick=False)
def test_nobody_is_rung_who_did_not_ask_nor_when_push_is_off(sonia, phone, settings):
    tell(sonia, kind="ring")
    assert not Delivery.objects.exists()
    actions.subscribe(sonia, **phone.subscription(), label="", actor=sonia)
    settings.WEB_PUSH = False
    tell(sonia, kind="ring", key="2")
    assert not Delivery.objects.exists()
    assert push.send_due() == 0


@time_machine.travel(TUESDAY, tick=False)
def test_what_was_read_or_refused_meanwhile_does_not_ring(rung, phone):
    (row,) = tell(rung, kind="ring")
    actions.mark_read(row, actor=rung)
    assert push.send_due() == 0
    tell(rung, kind="ring", key="2")
    actions.prefer(rung, {("kind:ring", "push"): False}, actor=rung)
    assert push.send_due() == 0
    assert phone.received == []


@time_machine.travel(TUESDAY, tick=False)
def test_the_sweep_rings_what_was_never_woken(rung, phone, django_capture_on_commit_callbacks):
    tell(rung, kind="ring")
    with django_capture_on_commit_callbacks(execute=True):
        tasks.sweep()
    assert len(phone.received) == 1


def test_keys_are_made_once_kept_encrypted_and_made_anew_with_another_secret(settings, capsys):
    call_command("make_push_keys")
    public = capsys.readouterr().out.strip()
    assert len(padded(public)) == 65
    call_command("make_push_keys")
    assert capsys.readouterr().out.strip() == public == PushKey.objects.get().public
    assert "PRIVATE" not in PushKey.objects.get().private
    settings.SECRET_KEY = "another-secret-key-for-this-test-only-0123456789-abcdef"
    assert vapid.public_key() != public
    assert vapid.private_key()
    assert PushKey.objects.count() == 1


def test_only_the_person_rings_their_own_browser(sonia, phone):
    with pytest.raises(PermissionDenied):
        actions.subscribe(sonia, **phone.subscription(), label="", actor=UserFactory())
    assert not Subscription.objects.exists()

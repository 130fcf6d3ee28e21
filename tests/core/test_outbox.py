"""What follows a write is a row of the same transaction, done once however often it is tried."""

from datetime import timedelta
from unittest import mock

import pytest
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from rse.core import outbox, sweeps, tasks
from rse.core.models import Frame, OutboxEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def consumed(monkeypatch):
    """A consumer that writes one row per call."""
    monkeypatch.setattr(outbox, "_consumers", {})
    outbox.register("bell.rung", lambda event: Frame.objects.create(kind=event.key))
    return lambda: list(Frame.objects.values_list("kind", flat=True))


def ring(key="bell-1", **kwargs):
    return outbox.emit("bell.rung", payload={"bell": 1}, key=key, **kwargs)


def test_an_event_reaches_its_consumer_after_the_commit(consumed, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        event = ring()
        assert consumed() == []
    event.refresh_from_db()
    assert consumed() == ["bell-1"]
    assert event.done_at is not None


def test_the_same_key_written_twice_is_one_event(consumed, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert ring().pk == ring().pk
    assert consumed() == ["bell-1"]


def test_an_event_delivered_twice_is_consumed_once(consumed):
    event = ring()
    assert outbox.deliver(event.pk) is True
    assert outbox.deliver(event.pk) is False
    assert consumed() == ["bell-1"]


def test_a_rolled_back_write_leaves_no_event(consumed):
    with transaction.atomic():
        ring()
        transaction.set_rollback(True)
    assert not OutboxEvent.objects.exists()


def test_a_dead_broker_neither_breaks_the_write_nor_loses_the_event(consumed, django_capture_on_commit_callbacks, caplog):
    with mock.patch.object(tasks.deliver_event, "apply_async", side_effect=OperationalError("no broker")), django_capture_on_commit_callbacks(execute=True):
        event = ring()
    assert "The sweep will do it" in caplog.text
    assert consumed() == []
    tasks.sweep()
    event.refresh_from_db()
    assert consumed() == ["bell-1"]
    assert event.done_at is not None


def test_a_failing_consumer_undoes_the_others_and_is_tried_again_later(consumed):
    event = ring()
    with mock.patch.dict(outbox._consumers, {"bell.rung": [*outbox._consumers["bell.rung"], mock.Mock(side_effect=RuntimeError("cracked"))]}):
        assert outbox.deliver(event.pk) is False
    event.refresh_from_db()
    assert consumed() == []
    assert (event.attempts, event.done_at, event.last_error) == (1, None, "RuntimeError: cracked")
    assert event.due_at > timezone.now()
    assert outbox.deliver_due() == 0
    OutboxEvent.objects.update(due_at=timezone.now())
    assert outbox.deliver_due() == 1
    assert consumed() == ["bell-1"]


def test_an_event_for_later_waits_for_its_hour(consumed):
    ring(due_at=timezone.now() + timedelta(hours=1))
    assert outbox.deliver_due() == 0
    OutboxEvent.objects.update(due_at=timezone.now())
    assert outbox.deliver_due() == 1


def test_done_events_are_forgotten_after_a_week_and_waiting_ones_never(consumed):
    outbox.deliver(ring().pk)
    waiting = ring(key="bell-2")
    OutboxEvent.objects.update(created_at=timezone.now() - timedelta(days=30))
    OutboxEvent.objects.exclude(done_at=None).update(done_at=timezone.now() - timedelta(days=8))
    outbox.purge()
    assert list(OutboxEvent.objects.all()) == [waiting]


def test_one_broken_sweep_does_not_stop_the_others(monkeypatch, caplog):
    done = []
    monkeypatch.setattr(sweeps, "_sweeps", [])

    def broken():
        raise RuntimeError("broken")

    sweeps.register(broken)
    sweeps.register(lambda: done.append(True))
    assert sweeps.run_all() == 1
    assert done == [True]
    assert "broken" in caplog.text

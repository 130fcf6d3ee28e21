"""What a watchman asks."""

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.utils import timezone

from rse.core import outbox
from rse.core.models import OutboxEvent


def test_the_process_answers_without_touching_the_database(client):
    assert client.get("/healthz").content == b"ok"


@pytest.mark.django_db
def test_a_ready_service_says_so_and_tells_a_late_outbox(client):
    assert client.get("/readyz").json() == {"database": "ok", "files": "ok", "outbox": "ok"}
    outbox.emit("x", payload={}, key="x")
    OutboxEvent.objects.update(due_at=timezone.now() - timedelta(minutes=5))
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["outbox"]) == (200, "late")


@pytest.mark.django_db
def test_without_a_database_the_service_is_not_ready(client, monkeypatch):
    def broken(*args):
        raise DatabaseError

    monkeypatch.setattr("rse.core.querysets.OutboxEventQuerySet.waiting", broken)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["database"]) == (503, "unreachable")

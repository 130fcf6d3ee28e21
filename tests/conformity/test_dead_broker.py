"""Nobody listens where the broker should be: what a person writes is kept, at once, and the sweep does what waking could not."""

import socket
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from celery import current_app
from django.core import mail
from django.test import Client
from django.utils import timezone

from referents import sweeps as due_work
from referents.actions.enquiries import Citizen
from referents.models import Enquiry, Publication
from rse.core import sweeps
from rse.core.tasks import wake
from rse.notifications.models import Delivery, Notification
from rse.notifications.tasks import slow_send_due
from tests.referents.factories import Town, fresh

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 2.5


@pytest.fixture
def dead_broker() -> Iterator[None]:
    """The application as it is in production, its broker's port closed."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"redis://127.0.0.1:{probe.getsockname()[1]}/0"
    app = current_app._get_current_object()
    changed = {
        "task_always_eager": False,
        "broker_url": address,
        "broker_read_url": address,
        "broker_write_url": address,
        "broker_transport": None,
        "broker_transport_options": {
            "max_retries": 0, "interval_start": 0, "interval_step": 0, "interval_max": 0, "socket_timeout": 0.8, "socket_connect_timeout": 0.8,
        },
    }  # fmt: skip
    kept = {name: app.conf.get(name) for name in changed}
    app.conf.update(changed)
    app._pool = app.amqp._producer_pool = None
    yield
    app.conf.update(kept)
    app._pool = app.amqp._producer_pool = None


def test_waking_a_task_with_a_dead_broker_fails_quietly_within_a_second_or_two(dead_broker: None, caplog) -> None:
    started = time.monotonic()
    wake(slow_send_due)
    assert time.monotonic() - started < PATIENCE
    assert "The sweep will do it" in caplog.text


def test_a_question_is_kept_and_its_reply_leaves_with_the_sweep(dead_broker: None) -> None:
    town = Town()
    enquiry = town.ready(channel="email", account=None, citizen=Citizen(email="habitante@courriel.example"))
    browser = Client(headers={"accept-language": "fr"})
    browser.force_login(town.cm)
    started = time.monotonic()
    sent = browser.post(f"/questions/{enquiry.pk}/publier/", {"version": enquiry.version})
    assert sent.status_code == 302
    assert time.monotonic() - started < 2 * PATIENCE
    assert fresh(enquiry).publications.get(kind="answer").state == Publication.State.PENDING
    assert mail.outbox == []
    due_work.run(timezone.now())
    assert [message.to for message in mail.outbox if message.to == ["habitante@courriel.example"]] == [["habitante@courriel.example"]]
    assert fresh(enquiry).state == "published"


def test_an_agent_files_a_question_without_waiting_and_the_desk_is_told(dead_broker: None) -> None:
    town = Town()
    browser = Client()
    browser.force_login(town.expert)
    started = time.monotonic()
    filed = browser.post(
        "/un-habitant-demande/",
        {"text": "La fontaine fuit.", "channel": "street", "submission": "00000000-0000-4000-8000-000000000001", "place": "", "contact": ""},
    )
    assert filed.status_code == 302
    assert time.monotonic() - started < 2 * PATIENCE
    assert Enquiry.objects.filter(messages__text="La fontaine fuit.").count() == 1


def test_colleagues_are_told_by_rows_and_their_mail_leaves_at_its_hour(dead_broker: None) -> None:
    town = Town()
    town.assigned()
    assert Notification.objects.filter(recipient=town.expert, kind="question_asked").count() == 1
    delivery = Delivery.objects.get(notification__recipient=town.expert)
    with time_machine.travel(delivery.due_at + timedelta(seconds=1), tick=False):
        assert sweeps.run_all() == 0
        slow_send_due()
        slow_send_due()
    assert [message.to for message in mail.outbox].count([town.expert.email]) == 1

"""E-mails leave in working hours, once, only to those who may still know, and survive a dead server."""

import socket
from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from aiosmtpd.controller import Controller
from django.contrib.auth.models import Permission
from django.db import connection
from django.utils import timezone

from rse.notifications import actions, conf, deliveries, mail, tasks
from rse.notifications.models import Delivery
from rse.people.models import User
from tests.factories import AbsenceFactory, UserFactory
from tests.notifications.test_actions import tell

TUESDAY = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


class Postbox:
    """A mail server's memory; `refuse` answers 451 instead."""

    def __init__(self) -> None:
        self.messages: list[str] = []
        self.refuse = False

    async def handle_DATA(self, server, session, envelope) -> str:
        if self.refuse:
            return "451 try later"
        self.messages.append(envelope.content.decode())
        return "250 kept"


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


@pytest.fixture
def postbox(settings):
    """Where mail goes; nothing listens until `start` is called."""
    box = Postbox()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    controller = Controller(box, hostname="127.0.0.1", port=settings.EMAIL_PORT)
    box.start = controller.start
    yield box
    if controller.server:
        controller.stop()


@pytest.mark.django_db
def test_mail_waits_for_a_dead_server_with_a_growing_delay_then_leaves_once(sonia, postbox):
    with time_machine.travel(TUESDAY, tick=False) as clock:
        tell(sonia)
        assert mail.send_due() == 0
        delivery = Delivery.objects.get()
        assert (delivery.state, delivery.attempts) == ("waiting", 1)
        assert "ConnectionRefused" in delivery.last_error
        first = delivery.due_at - timezone.now()
        clock.move_to(delivery.due_at)
        mail.send_due()
        delivery.refresh_from_db()
        assert delivery.due_at - timezone.now() > first
        postbox.start()
        clock.move_to(delivery.due_at)
        assert (mail.send_due(), mail.send_due()) == (1, 0)
    delivery.refresh_from_db()
    assert delivery.state == "sent"
    (message,) = postbox.messages
    assert f"Message-ID: {delivery.message_id}" in message
    assert "Subject: Flora demande votre aide" in message


@pytest.mark.django_db
def test_a_server_that_says_later_is_asked_later_under_the_same_message_id(sonia, postbox):
    postbox.start()
    postbox.refuse = True
    with time_machine.travel(TUESDAY, tick=False):
        tell(sonia)
        mail.send_due()
        before = Delivery.objects.get()
        assert before.state == "waiting"
        postbox.refuse = False
        Delivery.objects.update(due_at=timezone.now())
        mail.send_due()
    assert Delivery.objects.get().message_id == before.message_id
    assert before.message_id in postbox.messages[0]


@pytest.mark.django_db
def test_a_killed_sender_loses_nothing(sonia, mailoutbox):
    with time_machine.travel(TUESDAY, tick=False) as clock:
        tell(sonia)
        assert deliveries.claim(Delivery, Delivery.objects.get().pk, at=timezone.now())
        assert mail.send_due() == 0
        clock.shift(conf.CLAIM_LOST_AFTER - timedelta(seconds=1))
        assert deliveries.release_stuck(Delivery) == 0
        clock.shift(timedelta(seconds=2))
        assert deliveries.release_stuck(Delivery) == 1
        assert mail.send_due() == 1
    assert Delivery.objects.get().attempts == 2
    assert len(mailoutbox) == 1


@pytest.mark.django_db
@time_machine.travel(TUESDAY, tick=False)
def test_the_sweep_sends_what_a_dead_broker_never_woke(sonia, mailoutbox, django_capture_on_commit_callbacks):
    tell(sonia)
    assert not mailoutbox
    with django_capture_on_commit_callbacks(execute=True):
        tasks.sweep()
    assert [message.to for message in mailoutbox] == [["sonia@technopole.example"]]


@pytest.mark.django_db
def test_at_night_nothing_leaves_and_in_the_morning_it_does(sonia, mailoutbox):
    with time_machine.travel(datetime(2026, 11, 24, 20, 0, tzinfo=UTC), tick=False) as clock:
        tell(sonia)
        assert mail.send_due() == 0
        clock.move_to(datetime(2026, 11, 25, 7, 29, 59, tzinfo=UTC))
        assert mail.send_due() == 0
        clock.move_to(datetime(2026, 11, 25, 7, 30, tzinfo=UTC))
        assert mail.send_due() == 1


def crisis_officer() -> User:
    """Somebody who may disturb people at night."""
    officer = UserFactory()
    officer.user_permissions.add(Permission.objects.get(codename="send_urgent", content_type__app_label="notifications"))
    return officer


@pytest.mark.django_db
def test_an_urgent_message_leaves_at_night(sonia, mailoutbox):
    with time_machine.travel(datetime(2026, 11, 24, 20, 0, tzinfo=UTC), tick=False):
        tell(sonia, urgent=True, actor=crisis_officer(), reason="Fuite de gaz rue Pasteur")
        assert mail.send_due() == 1


@pytest.mark.django_db
def test_an_absence_declared_meanwhile_keeps_the_message_for_the_return(sonia, mailoutbox):
    with time_machine.travel(TUESDAY, tick=False):
        tell(sonia)
        AbsenceFactory(agent=sonia.agent, start=date(2026, 11, 24), end=date(2026, 11, 27))
        assert mail.send_due() == 0
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.due_at) == ("waiting", datetime(2026, 11, 30, 7, 30, tzinfo=UTC))


def no_longer_allowed(sonia, forbidden):
    forbidden.append(sonia.pk)


def left(sonia, forbidden):
    sonia.is_active = False
    sonia.save()


def read(sonia, forbidden):
    actions.mark_read(sonia.notifications.get(), actor=sonia)


def refused(sonia, forbidden):
    actions.choose_email(sonia, by_email=False, actor=sonia)


@pytest.mark.django_db
@time_machine.travel(TUESDAY, tick=False)
@pytest.mark.parametrize("change", [no_longer_allowed, left, read, refused])
def test_what_may_no_longer_be_told_does_not_leave(sonia, help_wanted, mailoutbox, change):
    tell(sonia)
    change(sonia, help_wanted)
    assert mail.send_due() == 0
    assert not mailoutbox
    assert Delivery.objects.get().state == "cancelled"


@pytest.mark.django_db
@time_machine.travel(TUESDAY, tick=False)
def test_line_ends_in_a_name_do_not_forge_headers(sonia, mailoutbox):
    tell(sonia, params={"who": "Flora\r\nBcc: all@technopole.example"})
    assert mail.send_due() == 1
    assert mailoutbox[0].subject == "Flora Bcc: all@technopole.example demande votre aide"
    assert mailoutbox[0].recipients() == ["sonia@technopole.example"]


@pytest.mark.django_db(transaction=True)
def test_four_senders_at_once_send_each_message_once(sonia, mailoutbox):
    officer = crisis_officer()
    for number in range(12):
        tell(sonia, key=f"enquiry-{number}", urgent=True, actor=officer, reason="Fuite de gaz rue Pasteur")
    together = Barrier(4)

    def send() -> None:
        try:
            together.wait()
            mail.send_due()
        finally:
            connection.close()

    threads = [Thread(target=send) for _sender in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(mailoutbox) == 12
    assert len({message.extra_headers["Message-ID"] for message in mailoutbox}) == 12

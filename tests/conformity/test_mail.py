"""The reply to a citizen by e-mail, through a real mail server that is down, then busy, then up: it leaves once, and the desk sees where it stands."""

import socket
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from email.message import Message as Mail

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.test import Client
from django.utils import timezone

from referents import sweeps
from referents.actions import publications, sending
from referents.actions.enquiries import Citizen
from referents.models import Enquiry, Publication
from referents.states import State
from tests.referents.factories import Town, fresh

pytestmark = pytest.mark.django_db(transaction=True)


CITIZEN = "habitante@courriel.example"


class Post:
    """A mail server's memory of what goes to the citizen: what it was handed, what it kept. `answer` is what it says of the next message.

    What agents are told on the way is taken and forgotten: at night it waits, by day it comes through the same door.
    """

    def __init__(self) -> None:
        self.answer = "250 OK"
        self.refused: list[Mail] = []
        self.kept: list[Mail] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if CITIZEN not in envelope.rcpt_tos:
            return "250 OK"
        return self.receive(server, envelope)

    def receive(self, server: SMTP, envelope: Envelope) -> str:
        mail = message_from_bytes(bytes(envelope.content or b""))
        (self.kept if self.answer.startswith("250") else self.refused).append(mail)
        return self.answer


@pytest.fixture
def port(settings) -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = int(probe.getsockname()[1])
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", free, 3
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    return free


@pytest.fixture
def post(port: int) -> Iterator[Post]:
    """Not listening yet: `post.controller.start()` opens the door."""
    found = Post()
    found.controller = Controller(found, hostname="127.0.0.1", port=port)
    yield found
    if found.controller.server is not None:
        found.controller.stop()


@pytest.fixture
def leaving() -> Enquiry:
    """A reply to an e-mail, decided on, that the community manager sends."""
    town = Town()
    enquiry = town.ready(channel="email", account=None, citizen=Citizen(display="Une habitante", email=CITIZEN))
    publications.publish(enquiry, actor=town.cm, version=None)
    enquiry = fresh(enquiry)
    enquiry.cm = town.cm
    return enquiry


def row(enquiry: Enquiry) -> Publication:
    return enquiry.publications.get(kind="answer")


def sweep(enquiry: Enquiry) -> None:
    """The minute's sweep, at the hour of the next attempt."""
    enquiry.publications.filter(state="pending").update(next_attempt_at=timezone.now() - timedelta(seconds=1))
    sweeps.run(timezone.now())


def page(enquiry: Enquiry) -> str:
    browser = Client(headers={"accept-language": "fr"})
    browser.force_login(enquiry.cm)
    return browser.get(f"/questions/{enquiry.pk}/").content.decode()


def test_a_server_that_is_down_then_up_hands_over_one_message(post: Post, leaving: Enquiry) -> None:
    sweep(leaving)
    assert row(leaving).state == Publication.State.PENDING
    assert row(leaving).next_attempt_at > timezone.now()
    assert row(leaving).last_error
    assert fresh(leaving).state == State.PUBLISHING
    assert "sera réessayé à" in page(leaving) or "nouvel essai à" in page(leaving) or "retenté" in page(leaving)

    post.controller.start()
    sweep(leaving)
    for _again in range(3):
        sweeps.run(timezone.now())
        sending.send_email(row(leaving).pk)
    assert len(post.kept) == 1
    assert post.kept[0]["To"] == CITIZEN
    assert row(leaving).state == Publication.State.DONE
    assert fresh(leaving).state == State.PUBLISHED
    assert "publié" in page(leaving)


@pytest.mark.parametrize("answer", ["451 4.7.1 Greylisted, try again later", "452 4.3.1 Insufficient system storage"])
def test_a_server_that_says_try_later_is_tried_later_under_the_same_message_id(post: Post, leaving: Enquiry, answer: str) -> None:
    post.controller.start()
    post.answer = answer
    sweep(leaving)
    assert row(leaving).state == Publication.State.PENDING
    post.answer = "250 OK"
    sweep(leaving)
    assert row(leaving).state == Publication.State.DONE
    assert [mail["Message-ID"] for mail in post.refused] == [mail["Message-ID"] for mail in post.kept]
    assert len(post.kept) == 1


def test_a_definite_refusal_is_said_and_never_tried_blindly(post: Post, leaving: Enquiry) -> None:
    post.controller.start()
    post.answer = "550 5.1.1 No such mailbox"
    sweep(leaving)
    sweeps.run(timezone.now())
    assert row(leaving).state == Publication.State.FAILED
    assert fresh(leaving).state == State.FAILED
    assert len(post.refused) == 1
    assert "No such mailbox" in page(leaving)


def test_a_connection_cut_after_the_text_is_a_doubt_that_a_person_settles(post: Post, leaving: Enquiry) -> None:
    def cut(server: SMTP, envelope: Envelope) -> str:
        post.kept.append(message_from_bytes(bytes(envelope.content or b"")))
        server.transport.close()
        return "250 OK"

    post.receive = cut
    post.controller.start()
    sweep(leaving)
    sweeps.run(timezone.now())
    assert len(post.kept) == 1
    assert row(leaving).state == Publication.State.UNCERTAIN
    publications.mark_arrived(row(leaving), actor=leaving.cm)
    assert fresh(leaving).state == State.PUBLISHED

"""An e-mail says who and where, with a link; one object is one conversation; each sort is stopped in one click."""

import smtplib
from datetime import UTC, datetime

import pytest
import time_machine

from rse.notifications import actions, conf, kinds, mail, replies, scopes
from rse.notifications.kinds import Kind
from rse.notifications.models import Delivery
from rse.notifications.replies import Handler
from rse.notifications.scopes import ScopeType
from tests.factories import UserFactory
from tests.notifications.test_actions import tell

pytestmark = pytest.mark.django_db
GARDEN = "communities.community:12"


@pytest.fixture(autouse=True)
def by_day(help_wanted, monkeypatch):
    """A Tuesday morning, a kind that gives words, a group Sonia reads."""
    monkeypatch.setattr(scopes, "_types", {})
    scopes.register(ScopeType("communities.community", "Groupes", lambda user, pks: dict.fromkeys(pks, "Jardin partagé"), lambda user: {}))
    kinds.register(Kind("post", "Un message", "%(who)s écrit", email=True, words=lambda notification: "Les bacs arrivent jeudi. " * 40))
    with time_machine.travel(datetime(2026, 11, 24, 9, 0, tzinfo=UTC), tick=False):
        yield


def sent(user, **kwargs):
    (row,) = tell(user, **kwargs)
    return mail.message(Delivery.objects.select_related("notification__recipient").get(notification=row))


def test_it_says_who_and_where_and_leads_to_the_page(sonia):
    message = sent(sonia, scope=GARDEN)
    assert "Flora demande votre aide" in message.body
    assert "Dans «\u00a0Jardin partagé\u00a0»" in message.body
    assert "http://127.0.0.1:8000/questions/1/" in message.body


def test_one_object_is_one_conversation(sonia):
    first, second, other = (
        sent(sonia, key=key, about=about, url=f"/p/#{key}") for key, about in (("1", "feed.post:7"), ("2", "feed.post:7"), ("3", "feed.post:8"))
    )
    assert first.extra_headers["References"] == second.extra_headers["In-Reply-To"] != other.extra_headers["References"]
    assert first.extra_headers["Message-ID"] != second.extra_headers["Message-ID"]
    by_page = [sent(sonia, key=key, url=f"/questions/1/#{key}").extra_headers["References"] for key in ("4", "5")]
    assert by_page[0] == by_page[1]


def test_words_are_quoted_only_when_the_room_gives_them_and_the_person_wants_them(sonia):
    message = sent(sonia, kind="post")
    assert "Les bacs arrivent jeudi." in message.body
    assert len(message.body) < conf.LONGEST_QUOTE + 800
    assert "Les bacs" not in sent(sonia, key="2").body
    actions.choose_digest(sonia, rhythm="", quotes=False, actor=sonia)
    assert "Les bacs" not in sent(sonia, kind="post", key="3").body


def test_each_sort_is_stopped_in_one_click_and_what_binds_is_not(sonia, client):
    message = sent(sonia)
    url = message.extra_headers["List-Unsubscribe"].strip("<>")
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert url in message.body
    client.post(url.replace("http://127.0.0.1:8000", ""))
    tell(sonia, key="2")
    assert not Delivery.objects.filter(notification__key="2").exists()
    kinds.register(Kind("charter", "Charte", "À signer", email=True, refusable=frozenset()))
    binding = sent(sonia, kind="charter", key="3")
    assert "List-Unsubscribe" not in binding.extra_headers
    assert "ne se refuse pas" in binding.body


def test_an_answer_is_invited_only_where_a_room_takes_it(sonia, settings, monkeypatch):
    settings.REPLY_BY_EMAIL_DOMAIN = "relais.technopole.example"
    monkeypatch.setattr(replies, "_handlers", {})
    replies.register(Handler("post", "feed.post", lambda user, pk, text: None))
    message = sent(sonia, about="feed.post:7")
    assert message.reply_to == [replies.address(sonia.pk, "feed.post:7")]
    assert message.body.startswith("## Répondez au-dessus de cette ligne ##")
    assert sent(sonia, key="2").reply_to == []


def test_an_address_refused_for_good_is_left_alone_after_a_few_tries(sonia, monkeypatch):
    def refuse(delivery, connection):
        raise smtplib.SMTPRecipientsRefused({"sonia@technopole.example": (550, b"no such user")})

    monkeypatch.setattr(mail, "_send", refuse)
    tell(sonia)
    for _try in range(conf.REFUSALS):
        Delivery.objects.update(due_at=datetime(2026, 11, 24, 9, 0, tzinfo=UTC))
        mail.send_due()
    assert Delivery.objects.get().state == "refused"
    assert mail.send_due() == 0


def test_what_follows_for_the_same_person_waits_behind_what_failed(sonia, monkeypatch):
    paul = UserFactory(email="paul@technopole.example")
    tell(sonia), tell(sonia, key="2"), tell(paul, key="3")

    def fail(delivery, connection):
        raise ValueError("broken")

    monkeypatch.setattr(mail, "_send", fail)
    mail.send_due()
    first, second = Delivery.objects.filter(notification__recipient=sonia).order_by("pk")
    assert first.due_at == second.due_at > datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    assert (first.attempts, second.attempts) == (1, 0)
    assert Delivery.objects.get(notification__recipient=paul).attempts == 1

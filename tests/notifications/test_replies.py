"""An answer by e-mail speaks once, in the name of its author, with their new words only."""

import time
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as modern

import pytest
from django.core.exceptions import ImproperlyConfigured, PermissionDenied

from rse.notifications import actions, replies
from rse.notifications.exceptions import ReplyRefused
from rse.notifications.models import ReceivedReply
from rse.notifications.replies import Handler
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def said(settings, monkeypatch):
    """What the room heard: (user, pk, words)."""
    settings.REPLY_BY_EMAIL_DOMAIN = "relais.technopole.example"
    monkeypatch.setattr(replies, "_handlers", {})
    heard = []
    replies.register(Handler("post", "feed.post", lambda user, pk, text: heard.append((user, pk, text))))
    return heard


def answer(to, text="D’accord pour jeudi.", *, sender="sonia@technopole.example", message_id="<1@phone>", **headers):
    message = EmailMessage()
    message["To"], message["From"], message["Message-ID"] = to, f"Sonia <{sender}>", message_id
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message_from_bytes(message.as_bytes(), policy=modern)


def test_an_answer_reaches_the_room_once(said, sonia):
    message = answer(replies.address(sonia.pk, "feed.post:7"))
    assert actions.take_reply(replies.read(message), actor=None)
    assert not actions.take_reply(replies.read(message), actor=None)
    assert said == [(sonia, 7, "D’accord pour jeudi.")]
    assert ReceivedReply.objects.get().about == "feed.post:7"


def test_the_address_is_short_and_survives_capitals(said, sonia):
    address = replies.address(sonia.pk, "feed.post:123456789012")
    assert len(address.partition("@")[0]) <= 64
    assert address == address.lower()
    assert replies.read(answer(address.upper())).about == "feed.post:123456789012"


def test_without_a_mailbox_or_a_room_nobody_is_invited_to_answer(said, sonia, settings):
    assert replies.address(sonia.pk, "ideas.idea:7") == ""
    assert replies.address(sonia.pk, "") == ""
    settings.REPLY_BY_EMAIL_DOMAIN = ""
    assert replies.address(sonia.pk, "feed.post:7") == ""


def test_a_forged_address_is_refused(said, sonia):
    address = replies.address(sonia.pk, "feed.post:7")
    other = replies.address(sonia.pk, "feed.post:8")
    forged = address.rpartition("-")[0] + "-" + other.partition("@")[0].rpartition("-")[2] + "@relais.technopole.example"
    for to in (forged, "reply+post-1-1-aaaaaaaaaaaaaaaaaaaa@x.example", "relais@technopole.example", "reply+@x"):
        with pytest.raises(ReplyRefused) as refusal:
            replies.read(answer(to))
        assert refusal.value.reason == "address"


def test_a_forwarded_message_does_not_let_somebody_else_speak(said, sonia):
    reply = replies.read(answer(replies.address(sonia.pk, "feed.post:7"), sender="paul@technopole.example"))
    with pytest.raises(ReplyRefused) as refusal:
        actions.take_reply(reply, actor=None)
    assert refusal.value.reason == "sender"
    assert said == []


def test_a_closed_account_says_nothing(said, sonia):
    reply = replies.read(answer(replies.address(sonia.pk, "feed.post:7")))
    sonia.is_active = False
    sonia.save()
    with pytest.raises(ReplyRefused):
        actions.take_reply(reply, actor=None)


def test_what_the_room_refuses_may_be_tried_again(said, sonia, monkeypatch):
    def refused(user, pk, text):
        raise PermissionDenied

    reply = replies.read(answer(replies.address(sonia.pk, "feed.post:7")))
    monkeypatch.setitem(replies._handlers, "post", Handler("post", "feed.post", refused))
    with pytest.raises(PermissionDenied):
        actions.take_reply(reply, actor=None)
    assert not ReceivedReply.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [{"Auto_Submitted": "auto-replied"}, {"Precedence": "bulk"}, {"X_Autoreply": "yes"}, {"Return_Path": "<>"}],
    ids=["absence", "bulk", "autoreply", "bounce"],
)
def test_machines_are_not_heard(said, sonia, headers):
    with pytest.raises(ReplyRefused) as refusal:
        replies.read(answer(replies.address(sonia.pk, "feed.post:7"), **headers))
    assert refusal.value.reason == "automatic"


@pytest.mark.parametrize(
    "text",
    [
        "D’accord.\n\nLe mar. 24 nov. 2026 à 10:00, Relais <relais@x> a écrit :\n> Flora demande votre aide",
        "D’accord.\r\n\r\n-----Message d’origine-----\r\nDe : Relais",
        "D’accord.\n\n## Répondez au-dessus de cette ligne ##\nFlora",
        "> Flora demande votre aide\nD’accord.\n-- \nSonia Diallo\nAccueil",
        "D’accord.\n\nOn Tue, Nov 24, 2026 at 10:00 AM Relais <relais@x> wrote:\n> Flora",
        "D’accord.\n________________________________\nDe : Relais <relais@x>",
        "D’accord.\nDe : Relais <relais@x>\nEnvoyé : mardi",
    ],
)
def test_quotes_and_signatures_are_left_out(text):
    assert replies.new_words(text) == "D’accord."


def test_words_that_look_like_a_quote_stay():
    text = "Le plan est prêt.\nDe : chez moi\nOn verra."
    assert replies.new_words(text) == text


def test_an_answer_in_html_is_read_as_text(said, sonia):
    message = EmailMessage()
    message["To"], message["From"], message["Message-ID"] = replies.address(sonia.pk, "feed.post:7"), "sonia@technopole.example", "<2@x>"
    message.set_content("<div>D’accord<script>alert(1)</script></div><div>pour jeudi</div><blockquote>Flora</blockquote>", subtype="html")
    assert replies.read(message).text == "D’accord\npour jeudi"


def test_an_empty_answer_says_nothing(said, sonia):
    with pytest.raises(ReplyRefused) as refusal:
        replies.read(answer(replies.address(sonia.pk, "feed.post:7"), "> Flora\n-- \nSonia"))
    assert refusal.value.reason == "empty"


@pytest.mark.parametrize("unit", ["Le ", "> ", "-", "De : a@b ", "##", "\n", "<p>", "on wrote "])
def test_fifty_thousand_hostile_characters_take_no_time(unit):
    start = time.perf_counter()
    replies.new_words(unit * (50_000 // len(unit)))
    assert time.perf_counter() - start < 0.5


def test_two_rooms_cannot_share_an_address(said):
    with pytest.raises(ImproperlyConfigured):
        replies.register(Handler("post", "ideas.idea", lambda user, pk, text: None))
    with pytest.raises(ImproperlyConfigured):
        replies.register(Handler("other", "feed.post", lambda user, pk, text: None))


def test_an_author_must_have_an_address(said):
    user = UserFactory()
    with pytest.raises(ReplyRefused):
        actions.take_reply(replies.read(answer(replies.address(user.pk, "feed.post:7"), sender="x@y.example")), actor=None)

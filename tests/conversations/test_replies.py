"""An answer by e-mail to a message is a message in the same conversation, for who is still in it."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as modern

import pytest
from django.core.exceptions import PermissionDenied

from rse.conversations import actions as talk
from rse.conversations.models import Line
from rse.notifications import actions, replies

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def mailbox(settings):
    settings.REPLY_BY_EMAIL_DOMAIN = "relais.technopole.example"


def answer(agent, conversation, text="Elles sont à l’accueil."):
    agent.user.email = "paul@technopole.example"
    agent.user.save(update_fields=["email"])
    message = EmailMessage()
    message["To"] = replies.address(agent.user.pk, f"conversations.conversation:{conversation.pk}")
    message["From"], message["Message-ID"] = "Paul <paul@technopole.example>", "<7@phone>"
    message.set_content(f"{text}\n\n-- \nPaul Roche")
    return replies.read(message_from_bytes(message.as_bytes(), policy=modern))


def test_an_answer_by_email_is_a_message_once(direct, paul, sonia):
    reply = answer(paul, direct)
    assert actions.take_reply(reply, actor=None)
    assert not actions.take_reply(reply, actor=None)
    assert list(Line.objects.filter(author=paul.user).values_list("text", flat=True)) == ["Elles sont à l’accueil."]
    assert Line.objects.visible_to(sonia.user).filter(author=paul.user).exists()


def test_who_left_the_conversation_or_was_never_in_it_says_nothing(few, paul, outsider):
    reply = answer(paul, few)
    talk.leave(few, actor=paul.user)
    with pytest.raises(PermissionDenied):
        actions.take_reply(reply, actor=None)
    forged = replies.Reply(outsider.user.pk, "o@technopole.example", f"conversations.conversation:{few.pk}", "Canari", "<8@phone>")
    outsider.user.email = "o@technopole.example"
    outsider.user.save(update_fields=["email"])
    with pytest.raises(PermissionDenied):
        actions.take_reply(forged, actor=None)
    assert not Line.objects.filter(author__in=[paul.user, outsider.user], kind="words").exists()

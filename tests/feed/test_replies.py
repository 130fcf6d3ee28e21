"""An answer by e-mail is a comment: once, with today's rights, without what it quotes."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as modern

import pytest
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage as Outgoing
from django.utils import timezone

from rse.feed.actions.comments import send_comment
from rse.feed.exceptions import CommentsClosed
from rse.feed.models import Comment
from rse.notifications import actions, mail, replies
from rse.notifications.models import Delivery, Notification, ReceivedReply
from tests.factories import AgentFactory
from tests.feed.factories import ClosedFactory, CommentFactory, PostFactory, expelled, joined, member

pytestmark = pytest.mark.django_db
QUOTE = "\n\nLe mar. 24 nov. 2026 à 10:00, Relais <relais@x> a écrit :\n> Marc a commenté"


@pytest.fixture(autouse=True)
def mailbox(settings):
    settings.REPLY_BY_EMAIL_DOMAIN = "relais.technopole.example"


@pytest.fixture
def karim(db):
    return AgentFactory(first_name="Karim", last_name="Benali", user__email="karim@technopole.example").user


def answer(user, post, text="D’accord pour <jeudi>.", *, message_id="<1@phone>"):
    message = EmailMessage()
    message["To"], message["From"], message["Message-ID"] = replies.address(user.pk, f"feed.post:{post.pk}"), f"Karim <{user.email}>", message_id
    message.set_content(text + QUOTE)
    return replies.read(message_from_bytes(message.as_bytes(), policy=modern))


def test_an_answer_by_email_is_a_comment_under_the_post_once(karim):
    post = PostFactory()
    assert actions.take_reply(answer(karim, post), actor=None)
    assert not actions.take_reply(answer(karim, post), actor=None)
    comment = Comment.objects.get()
    assert (comment.post, comment.author, comment.text) == (post, karim, "D’accord pour <jeudi>.")
    assert "&lt;jeudi&gt;" in comment.body
    post.refresh_from_db()
    assert post.comment_count == 1


def test_its_author_is_told_like_of_any_comment(karim):
    post = PostFactory()
    actions.take_reply(answer(karim, post), actor=None)
    assert Notification.objects.get(recipient=post.author).kind == "feed.comment"


def test_who_no_longer_reads_the_group_says_nothing(karim):
    group = joined(ClosedFactory(), karim)
    reply = answer(karim, PostFactory(community=group))
    expelled(group, karim)
    with pytest.raises(PermissionDenied):
        actions.take_reply(reply, actor=None)
    assert not Comment.objects.exists()
    assert not ReceivedReply.objects.exists()


def test_a_reader_who_may_not_write_says_nothing(karim):
    member(group := ClosedFactory(), karim, role="reader")
    with pytest.raises(PermissionDenied):
        actions.take_reply(answer(karim, PostFactory(community=group)), actor=None)


def test_a_post_that_is_closed_deleted_or_absent_takes_no_answer(karim):
    with pytest.raises(CommentsClosed):
        actions.take_reply(answer(karim, PostFactory(locked_at=timezone.now())), actor=None)
    gone = PostFactory(state="deleted")
    with pytest.raises(PermissionDenied):
        actions.take_reply(answer(karim, gone), actor=None)
    gone.pk = 999_999
    with pytest.raises(PermissionDenied):
        actions.take_reply(answer(karim, gone), actor=None)


def test_the_email_of_a_comment_says_where_to_answer(karim):
    post = PostFactory(author=karim)
    send_comment(post, body="<p>Merci</p>", token="t", actor=CommentFactory().author)
    delivery = Delivery.objects.get(notification__recipient=karim, channel="email")
    told: Outgoing = mail.message(delivery)
    assert told.reply_to == [replies.address(karim.pk, f"feed.post:{post.pk}")]
    assert told.reply_to[0].startswith("reply+post-")

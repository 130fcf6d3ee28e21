"""What the network tells people about posts: only what concerns them."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from rse.feed.models import Post
from rse.feed.writing import still_to_read
from rse.notifications import kinds
from rse.notifications.kinds import ADDRESSED, EVERY_CHANNEL, GROUPS, READING
from rse.notifications.models import Channel, Notification
from rse.people.models import User

MENTION, QUESTION, MUST_READ, REMINDER = "feed.mention", "feed.question", "feed.must_read", "feed.must_read_reminder"
ACCEPTED, ACCEPTED_FOR_AUTHOR, POLL_RESULT, RETURNED = "feed.answer_accepted", "feed.question_answered", "feed.poll_result", "feed.post_returned"
# What must be read is told on the site and by e-mail, whatever the person prefers.
NOT_REFUSED = EVERY_CHANNEL - {Channel.BELL.value, Channel.EMAIL.value}


def may_open_posts(user: User, notifications: Sequence[Notification]) -> set[int]:
    """Primary keys of the notifications whose post `user` reads today; one query."""
    wanted = {int(one.params["post"]) for one in notifications}
    seen = set(Post.objects.visible_to(user).filter(pk__in=wanted).values_list("pk", flat=True))
    return {one.pk for one in notifications if int(one.params["post"]) in seen}


def still_unread(notification: Notification) -> bool:
    """Nobody is asked to read what they have read."""
    post = Post.objects.sent().filter(pk=notification.params["post"], must_read_until__isnull=False).first()
    return post is not None and still_to_read(post).filter(pk=notification.recipient_id).exists()


def day(at: datetime) -> str:
    """« 30/11 »."""
    local = localtime(at)
    return f"{local.day}/{local.month}"


def register() -> None:
    """Called from `AppConfig.ready()`, harmless twice."""
    addressed = (
        (MENTION, _("You are named"), _("%(who)s names you: “%(subject)s”")),
        (ACCEPTED, _("Your answer is the right one"), _("Your answer is the one kept for “%(subject)s”: thank you")),
        (ACCEPTED_FOR_AUTHOR, _("Your question has its answer"), _("An answer is kept for your question: “%(subject)s”")),
        (RETURNED, _("A post did not leave"), _("Your scheduled post did not leave, it is among your drafts: “%(subject)s”")),
    )
    for code, label, sentence in addressed:
        kinds.register(kinds.Kind(code=code, label=label, sentence=sentence, email=True, category=ADDRESSED, allowed_among=may_open_posts))
    question = (_("A question you may know about"), _("%(who)s asks about %(topic)s: “%(subject)s”"))
    result = (_("The result of a poll"), _("The poll is closed: “%(subject)s”. Here is the result"))
    for code, (label, sentence) in ((QUESTION, question), (POLL_RESULT, result)):
        email = code == QUESTION
        kinds.register(kinds.Kind(code=code, label=label, sentence=sentence, email=email, category=GROUPS, addressed=email, allowed_among=may_open_posts))
    to_read = (_("To read"), _("To read before %(day)s: “%(subject)s”"))
    reminder = (_("Still to read"), _("Still to read before %(day)s: “%(subject)s”"))
    for code, (label, sentence) in ((MUST_READ, to_read), (REMINDER, reminder)):
        kinds.register(
            kinds.Kind(
                code=code, label=label, sentence=sentence, email=True, category=READING, addressed=True, refusable=NOT_REFUSED, still_allowed=still_unread
            )
        )

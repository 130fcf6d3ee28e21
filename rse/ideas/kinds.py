"""What people are told about ideas."""

from django.utils.translation import gettext_lazy as _

from rse.ideas.models import Idea, IdeaBox
from rse.ideas.permissions import can_answer
from rse.notifications import kinds
from rse.notifications.models import Notification


def register() -> None:
    """Called from `AppConfig.ready()`, harmless twice."""
    for kind in KINDS:
        kinds.register(kind)


def still_reads(notification: Notification) -> bool:
    """Whether the recipient still reads the idea the notification is about."""
    return Idea.objects.visible_to(notification.recipient).filter(pk=notification.params.get("idea") or 0).exists()


def still_answers(notification: Notification) -> bool:
    box = IdeaBox.objects.select_related("community", "answerer", "department__head").filter(pk=notification.params.get("box_id") or 0).first()
    return box is not None and can_answer(notification.recipient, box)


KINDS = (
    kinds.Kind(
        "idea_answered",
        _("An idea you proposed or support is answered"),
        _("“%(title)s”: the official answer is “%(status)s”"),
        email=True,
        category=kinds.EVENTS,
        still_allowed=still_reads,
    ),
    kinds.Kind(
        "idea_merged",
        _("An idea you proposed or support has joined another"),
        _("“%(title)s” has joined “%(into)s”, with your support"),
        category=kinds.EVENTS,
        still_allowed=still_reads,
    ),
    kinds.Kind(
        "ideas_to_answer",
        _("Ideas wait for your answer"),
        _("Ideas wait for your answer in “%(box)s”: %(count)s today"),
        email=True,
        category=kinds.EVENTS,
        still_allowed=still_answers,
    ),
)

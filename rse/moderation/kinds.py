"""What people are told by moderation. The sentences name nobody who reported, and say nothing of what was written: e-mails travel."""

from django.utils.translation import gettext_lazy as _

from rse.moderation.models import Appeal, Case, Crisis, Decision
from rse.notifications.kinds import ADDRESSED, Kind
from rse.notifications.kinds import register as register_kind
from rse.notifications.models import Notification


def register() -> None:
    """Called from `AppConfig.ready()`, harmless twice."""
    for kind in KINDS:
        register_kind(kind)


def _pk(notification: Notification) -> int:
    """The row it is about, written at the end of the key."""
    tail = notification.key.rpartition("-")[2]
    return int(tail) if tail.isdigit() else 0


def judges_still(notification: Notification) -> bool:
    return Case.objects.visible_to(notification.recipient).filter(pk=_pk(notification)).exists()


def reads_decision(notification: Notification) -> bool:
    return Decision.objects.visible_to(notification.recipient).filter(pk=_pk(notification)).exists()


def judges_appeal(notification: Notification) -> bool:
    return Appeal.objects.visible_to(notification.recipient).filter(pk=_pk(notification)).exists()


def concerned(notification: Notification) -> bool:
    return Crisis.objects.visible_to(notification.recipient).filter(pk=_pk(notification)).exists()


ALWAYS: frozenset[str] = frozenset()  # nobody refuses to be told of what was decided about them, nor of a crisis
KINDS = [
    Kind("moderation_report", _("A report to look at"), _("A report waits for a moderator: %(thing)s"), email=True, still_allowed=judges_still),
    Kind("moderation_outcome", _("What became of a report"), _("Your report was looked at: %(outcome)s"), category=ADDRESSED),
    Kind(
        "moderation_decision",
        _("A decision of moderation about you"),
        _("A decision of moderation concerns you: %(decision)s"),
        email=True,
        digest=False,
        category=ADDRESSED,
        refusable=ALWAYS,
        still_allowed=reads_decision,
    ),
    Kind(
        "moderation_ended",
        _("The end of a measure of moderation"),
        _("A measure of moderation is over: you can write again"),
        category=ADDRESSED,
        digest=False,
        still_allowed=reads_decision,
    ),
    Kind("moderation_reply", _("An answer to a decision"), _("Somebody answered a decision of moderation"), still_allowed=reads_decision),
    Kind(
        "moderation_appeal",
        _("A decision to look at again"),
        _("A decision of moderation is to be looked at again by somebody else"),
        email=True,
        still_allowed=judges_appeal,
    ),
    Kind(
        "moderation_appeal_judged",
        _("The outcome of an appeal"),
        _("Your request to look again has an answer: %(outcome)s"),
        email=True,
        digest=False,
        category=ADDRESSED,
        refusable=ALWAYS,
        still_allowed=judges_appeal,
    ),
    Kind(
        "crisis_opened", _("A crisis cell opens"), _("Crisis cell: %(title)s"), email=True, push=True, digest=False, refusable=ALWAYS, still_allowed=concerned
    ),
    Kind(
        "crisis_truth",
        _("What is known of a crisis"),
        _("Crisis cell, what we know at %(hour)s: %(title)s"),
        email=True,
        push=True,
        digest=False,
        refusable=ALWAYS,
        still_allowed=concerned,
    ),
    Kind("crisis_closed", _("The end of a crisis cell"), _("The crisis cell is closed: %(title)s"), still_allowed=concerned),
]

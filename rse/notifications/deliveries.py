"""What leaves the site: claimed by one worker, sent, or tried again later. Shared by e-mail, push and digest."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import F, QuerySet
from django.utils import timezone

from rse.notifications import conf, hours, kinds, preferences
from rse.notifications.models import Delivery, Inbox, Notification, Outgoing

if TYPE_CHECKING:
    from rse.people.models import User

logger = logging.getLogger(__name__)


def message_id(channel: str, rest: str) -> str:
    """Stable: a message sent twice after a crash is recognised as the same."""
    return f"<{channel}.{rest}@{conf.mail_domain()}>"


def claimed(channel: str, *, limit: int) -> Iterator[Delivery]:
    """The deliveries of `channel` whose hour has come, oldest first, each claimed just before it is given."""
    for pk in list(Delivery.objects.waiting(timezone.now()).filter(channel=channel).values_list("pk", flat=True)[:limit]):
        if claim(Delivery, pk, at=timezone.now()):
            yield Delivery.objects.select_related("notification__recipient", "notification__actor").get(pk=pk)


def claim(outgoing: type[Outgoing], pk: int, *, at: datetime) -> bool:
    """Take one waiting row; False when another worker was faster or its hour has not come."""
    taken = outgoing._default_manager.filter(pk=pk, state=Outgoing.State.WAITING, due_at__lte=at)
    return bool(taken.update(state=Outgoing.State.SENDING, claimed_at=at, attempts=F("attempts") + 1))


def still_wanted(notification: Notification, channel: str) -> bool:
    """Not read meanwhile, not refused meanwhile, and the person may still see it."""
    kind = kinds.find(notification.kind)
    if notification.read_at or kind is None or not kinds.still_allowed(notification):
        return False
    ways = preferences.effective([notification.recipient_id], kind, scope=notification.scope, at=timezone.now())
    return channel in ways[notification.recipient_id]


def opening_for(notification: Notification, *, at: datetime) -> datetime | None:
    """When the recipient may be disturbed, asked again now that the message could leave; None: at once."""
    opening = opening_of(notification.recipient, at=at, urgent=notification.urgent)
    return opening if opening > at else None


def opening_of(user: "User", *, at: datetime, urgent: bool = False) -> datetime:
    """`at` itself when it falls in the working hours of `user` and they did not ask for quiet; otherwise the next moment that does."""
    quiet = Inbox.objects.filter(pk=user.pk).values_list("quiet_until", flat=True).first()
    return hours.leaves_at(hours.schedules([user], at=at)[user.pk], at=at, quiet_until=quiet, urgent=urgent)


def release_stuck(outgoing: type[Outgoing]) -> int:
    """The sweep: give back what a killed process had claimed."""
    lost = outgoing._default_manager.filter(state=Outgoing.State.SENDING, claimed_at__lt=timezone.now() - conf.CLAIM_LOST_AFTER)
    return lost.update(state=Outgoing.State.WAITING)


def finish(row: Outgoing, state: str) -> None:
    sent_at = timezone.now() if state == Outgoing.State.SENT else None
    _claimed(row).update(state=state, sent_at=sent_at, last_error="")


def wait_until(row: Outgoing, at: datetime) -> None:
    _claimed(row).update(state=Outgoing.State.WAITING, due_at=at)


def postpone(row: Outgoing, error: Exception) -> None:
    """Try again after a growing delay; nothing is dropped for a dead server. What follows for the same person waits behind it."""
    delay = min(conf.FIRST_RETRY * 2 ** min(row.attempts - 1, 12), conf.LONGEST_RETRY)
    due_at = timezone.now() + max(delay, timedelta(seconds=1))
    logger.warning("%s waits %s more: %s", row.message_id, delay, type(error).__name__)
    _claimed(row).update(state=Outgoing.State.WAITING, due_at=due_at, last_error=_words_of(error))
    if isinstance(row, Delivery):
        behind = Delivery.objects.filter(channel=row.channel, state=Outgoing.State.WAITING, due_at__lt=due_at, pk__gt=row.pk)
        behind.filter(notification__recipient=row.notification.recipient_id).update(due_at=due_at)


def refuse(row: Outgoing, error: Exception) -> None:
    """The other side said no for good (an address that no longer exists): kept, with what it said, and never tried again."""
    logger.warning("%s is refused for good: %s", row.message_id, type(error).__name__)
    _claimed(row).update(state=Outgoing.State.REFUSED, last_error=_words_of(error))


def _words_of(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:500]


def _claimed(row: Outgoing) -> QuerySet:
    return type(row)._default_manager.filter(pk=row.pk, state=Outgoing.State.SENDING)

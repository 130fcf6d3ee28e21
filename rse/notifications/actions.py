"""Telling people, and remembering that they have read."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from rse.core import frames
from rse.core.tasks import wake
from rse.notifications import conf, hours, kinds
from rse.notifications.exceptions import OutsideAddress
from rse.notifications.models import Delivery, Inbox, Notification
from rse.notifications.tasks import slow_send_due

if TYPE_CHECKING:
    from rse.people.models import User

FRAME = "notification"


@transaction.atomic
def notify(
    recipients: "Iterable[User]", *, kind: str, key: str, url: str, params: Mapping[str, str], actor: "User | None", urgent: bool = False
) -> list[Notification]:
    """Tell each active recipient once: `key` names the event, and a second call with it tells nobody again.

    `url` is a path of this site; `params` fill the sentence of the kind (escaped where it is shown). Sequences are counted per
    recipient under a row lock. An e-mail waits for the person's next working hour; `urgent` ones leave at once.
    Answers the rows written by this call. Raises UnknownKind, OutsideAddress.
    """
    registered = kinds.get(kind)
    if not url.startswith("/") or url.startswith("//"):
        raise OutsideAddress(url)
    people = {user.pk: user for user in recipients if user.is_active}
    if not people:
        return []
    now = timezone.now()
    inboxes = _locked_inboxes(people, key=key)
    Inbox.objects.filter(pk__in=[inbox.pk for inbox in inboxes]).update(last_seq=F("last_seq") + 1)
    rows = Notification.objects.bulk_create(
        Notification(
            recipient=people[inbox.pk],
            seq=inbox.last_seq + 1,
            kind=kind,
            key=key,
            url=url,
            params=dict(params),
            actor=actor,
            urgent=urgent,
            created_at=now,
        )
        for inbox in inboxes
    )
    frames.announce_each(((row.recipient_id, row.pk, row.seq) for row in rows), kind=FRAME)
    if registered.email:
        wanted = {inbox.pk for inbox in inboxes if inbox.by_email}
        _queue_emails([row for row in rows if row.recipient_id in wanted and row.recipient.email])
    return rows


@transaction.atomic
def mark_read(notification: Notification, *, actor: "User | None") -> Notification:
    """Remember that the recipient has opened it; nobody else ever sees when. Harmless twice. PermissionDenied to anybody else."""
    if actor is not None and actor.pk != notification.recipient_id:
        raise PermissionDenied
    if Notification.objects.filter(pk=notification.pk, read_at=None).update(read_at=timezone.now()):
        frames.announce([notification.recipient_id], kind=FRAME, id=notification.pk)
    notification.refresh_from_db(fields=["read_at"])
    return notification


@transaction.atomic
def mark_all_read(user: "User", *, up_to: int, actor: "User | None") -> int:
    """Mark as read what `user` had on screen: every sequence up to `up_to`, never what arrived since. Answers how many."""
    if actor is not None and actor.pk != user.pk:
        raise PermissionDenied
    count = Notification.objects.filter(recipient=user, seq__lte=up_to).unread().update(read_at=timezone.now())
    if count:
        frames.announce([user.pk], kind=FRAME, id=0)
    return count


@transaction.atomic
def choose_email(user: "User", *, by_email: bool, actor: "User | None") -> Inbox:
    """Be told by e-mail too, or on the site only; applies to what comes next and to what has not left yet."""
    if actor is not None and actor.pk != user.pk:
        raise PermissionDenied
    inbox, _created = Inbox.objects.update_or_create(user=user, defaults={"by_email": by_email})
    return inbox


def _locked_inboxes(people: "Mapping[int, User]", *, key: str) -> list[Inbox]:
    """The inboxes of those not yet told `key`, locked in one order so that two senders never wait for each other."""
    Inbox.objects.bulk_create([Inbox(user_id=pk) for pk in sorted(people)], ignore_conflicts=True)
    inboxes = list(Inbox.objects.select_for_update().filter(pk__in=people).order_by("pk"))
    told = set(Notification.objects.filter(recipient__in=people, key=key).values_list("recipient_id", flat=True))
    return [inbox for inbox in inboxes if inbox.pk not in told]


def _queue_emails(rows: list[Notification]) -> None:
    if not rows:
        return
    now = timezone.now()
    schedules = hours.schedules([row.recipient for row in rows], at=now)
    deliveries = [
        Delivery(
            notification=row,
            channel=Delivery.Channel.EMAIL,
            message_id=f"<{Delivery.Channel.EMAIL}.{row.pk}.{row.seq}.{row.recipient_id}@{conf.mail_domain()}>",
            due_at=now if row.urgent else schedules[row.recipient_id].next_opening(now),
        )
        for row in rows
    ]
    Delivery.objects.bulk_create(deliveries)
    if any(delivery.due_at <= now for delivery in deliveries):
        wake(slow_send_due)

"""Remembering that a person has read what they were told. Nobody else ever sees when."""

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from rse.core import frames
from rse.notifications.actions.telling import FRAME
from rse.notifications.models import Notification

if TYPE_CHECKING:
    from rse.people.models import User


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

"""E-mails of notifications: claimed, asked again whether they may leave, sent, or tried later. Nothing is dropped for a dead server.

At least once: a process killed between the server's « 250 » and the commit sends the message again under the same Message-ID.
"""

import logging
import smtplib
from datetime import datetime, timedelta

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from rse.notifications import conf, hours, kinds
from rse.notifications.models import Delivery, Inbox, Notification

logger = logging.getLogger(__name__)


def send_due() -> int:
    """Send what is due, over one connection, until nothing is left or the server fails. Answers how many left. Called by the slow worker."""
    sent = 0
    connection = get_connection()
    try:
        for pk in list(Delivery.objects.waiting(timezone.now()).values_list("pk", flat=True)[: conf.SEND_BATCH]):
            delivery = claim(pk, at=timezone.now())
            if delivery is None:
                continue
            try:
                sent += _send(delivery, connection)
            except smtplib.SMTPRecipientsRefused as error:
                _postpone(delivery, error)
            except (OSError, smtplib.SMTPException) as error:
                _postpone(delivery, error)
                break
            except Exception as error:
                logger.exception("The e-mail of notification %s could not be built.", delivery.notification_id)
                _postpone(delivery, error)
    finally:
        _close(connection)
    return sent


def claim(pk: int, *, at: datetime) -> Delivery | None:
    """Take one waiting delivery; None when another worker was faster or its hour has not come."""
    taken = Delivery.objects.filter(pk=pk, state=Delivery.State.WAITING, due_at__lte=at).update(
        state=Delivery.State.SENDING, claimed_at=at, attempts=F("attempts") + 1
    )
    if not taken:
        return None
    return Delivery.objects.select_related("notification__recipient", "notification__actor").get(pk=pk)


def release_stuck() -> int:
    """The sweep: give back what a killed process had claimed."""
    return Delivery.objects.stuck(timezone.now() - conf.CLAIM_LOST_AFTER).update(state=Delivery.State.WAITING)


def due_exists() -> bool:
    return Delivery.objects.waiting(timezone.now()).exists()


def message(delivery: Delivery, connection: BaseEmailBackend | None = None) -> EmailMessage:
    """The e-mail as it leaves: the sentence, the address, nothing of the content."""
    notification = delivery.notification
    with translation.override(conf.language()):
        sentence = " ".join(kinds.sentence(notification).split())
        body = _(
            "%(sentence)s\n\nOpen it in Relais: %(url)s\n\n-- \n"
            "You receive this message during your working hours. You can stop these e-mails on this page: %(settings)s"
        ) % {"sentence": sentence, "url": conf.base_url() + notification.url, "settings": conf.base_url() + reverse("notifications:list")}
    return EmailMessage(
        subject=sentence[:180],
        body=body,
        to=[str(notification.recipient.email)],
        headers={"Message-ID": delivery.message_id, "Auto-Submitted": "auto-generated"},
        connection=connection,
    )


def _send(delivery: Delivery, connection: BaseEmailBackend) -> int:
    notification = delivery.notification
    if not _still_wanted(notification):
        _finish(delivery, Delivery.State.CANCELLED)
        return 0
    now = timezone.now()
    if not notification.urgent:
        opening = hours.schedules([notification.recipient], at=now)[notification.recipient_id].next_opening(now)
        if opening > now:
            _wait_until(delivery, opening)
            return 0
    message(delivery, connection).send()
    _finish(delivery, Delivery.State.SENT)
    return 1


def _still_wanted(notification: Notification) -> bool:
    """Read meanwhile, refused, left, or no longer allowed to see it: the e-mail has no reason to leave."""
    if notification.read_at or not notification.recipient.email or not kinds.still_allowed(notification):
        return False
    return Inbox.objects.filter(pk=notification.recipient_id, by_email=True).exists()


def _finish(delivery: Delivery, state: str) -> None:
    sent_at = timezone.now() if state == Delivery.State.SENT else None
    Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.SENDING).update(state=state, sent_at=sent_at, last_error="")


def _wait_until(delivery: Delivery, at: datetime) -> None:
    Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.SENDING).update(state=Delivery.State.WAITING, due_at=at)


def _postpone(delivery: Delivery, error: Exception) -> None:
    delay = min(conf.FIRST_RETRY * 2 ** min(delivery.attempts - 1, 12), conf.LONGEST_RETRY)
    logger.warning("E-mail %s waits %s more: %s", delivery.message_id, delay, type(error).__name__)
    Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.SENDING).update(
        state=Delivery.State.WAITING, due_at=timezone.now() + max(delay, timedelta(seconds=1)), last_error=f"{type(error).__name__}: {error}"[:500]
    )


def _close(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except (OSError, smtplib.SMTPException):
        logger.info("The mail server did not say goodbye.")

"""E-mails of notifications: claimed, asked again whether they may leave, sent, or tried later. Nothing is dropped for a dead server.

At least once: a process killed between the server's « 250 » and the commit sends the message again under the same Message-ID.
"""

import logging
import smtplib
from hashlib import sha256

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from rse.notifications import conf, deliveries, kinds, replies, scopes, unsubscribing
from rse.notifications.models import Channel, Delivery, Inbox, Notification

logger = logging.getLogger(__name__)


def send_due() -> int:
    """Send what is due, over one connection, until nothing is left or the server fails. Answers how many left. Called by the slow worker."""
    sent = 0
    connection = get_connection()
    try:
        for delivery in deliveries.claimed(Channel.EMAIL, limit=conf.SEND_BATCH):
            try:
                sent += _send(delivery, connection)
            except smtplib.SMTPRecipientsRefused as error:
                if _for_good(error) and delivery.attempts >= conf.REFUSALS:
                    deliveries.refuse(delivery, error)
                else:
                    deliveries.postpone(delivery, error)
            except (OSError, smtplib.SMTPException) as error:
                deliveries.postpone(delivery, error)
                break
            except Exception as error:
                logger.exception("The e-mail of notification %s could not be built.", delivery.notification_id)
                deliveries.postpone(delivery, error)
    finally:
        _close(connection)
    return sent


def message(delivery: Delivery, connection: BaseEmailBackend | None = None) -> EmailMessage:
    """The e-mail as it leaves: who and where, with a link; words only from open places, read now. One conversation for one object."""
    notification = delivery.notification
    with translation.override(conf.language()):
        sentence = " ".join(kinds.sentence(notification).split())
        answer = replies.address(notification.recipient_id, notification.about)
        stop = _stop(notification)
        context = {
            "sentence": sentence,
            "where": scopes.readable(notification.recipient, {notification.scope}).get(notification.scope, "") if notification.scope else "",
            "words": _words(notification),
            "url": conf.base_url() + _door(notification),
            "settings": conf.base_url() + reverse("notifications:preferences"),
            "stop": stop,
            "marker": replies.marker() if answer else "",
        }
        body = render_to_string("notifications/email/notification.txt", context)
    thread = thread_id(notification)
    headers = {"Message-ID": delivery.message_id, "References": thread, "In-Reply-To": thread, "Auto-Submitted": "auto-generated"}
    return EmailMessage(
        subject=sentence[:180],
        body=body,
        to=[str(notification.recipient.email)],
        reply_to=[answer] if answer else None,
        headers=headers | (unsubscribing.headers(stop) if stop else {}),
        connection=connection,
    )


def thread_id(notification: Notification) -> str:
    """The same for everything told of one object: mail programs gather it in one conversation."""
    about = notification.about or notification.url.partition("#")[0]
    return f"<thread.{sha256(about.encode()).hexdigest()[:24]}@{conf.mail_domain()}>"


def _stop(notification: Notification) -> str:
    """The address that stops this sort of e-mail; "" for what cannot be refused."""
    kind = kinds.find(notification.kind)
    refusable = kind is not None and Channel.EMAIL in kind.refusable
    return unsubscribing.address(notification.recipient, notification.kind) if refusable else ""


def _door(notification: Notification) -> str:
    """Where the e-mail leads: the page, or the signed address of a kind that has one."""
    kind = kinds.find(notification.kind)
    return kind.door(notification) if kind is not None and kind.door is not None else notification.url


def _words(notification: Notification) -> str:
    """What may be quoted: nothing unless the kind gives words, and the person wants them."""
    kind = kinds.find(notification.kind)
    if kind is None or kind.words is None or not Inbox.objects.filter(pk=notification.recipient_id, quotes=True).exists():
        return ""
    return kind.words(notification)[: conf.LONGEST_QUOTE]


def _send(delivery: Delivery, connection: BaseEmailBackend) -> int:
    notification = delivery.notification
    if not _still_wanted(notification):
        deliveries.finish(delivery, Delivery.State.CANCELLED)
        return 0
    opening = deliveries.opening_for(notification, at=timezone.now())
    if opening is not None:
        deliveries.wait_until(delivery, opening)
        return 0
    message(delivery, connection).send()
    deliveries.finish(delivery, Delivery.State.SENT)
    return 1


def _still_wanted(notification: Notification) -> bool:
    """An address, and nothing that makes it pointless."""
    return bool(notification.recipient.email) and deliveries.still_wanted(notification, Channel.EMAIL)


def _for_good(error: smtplib.SMTPRecipientsRefused) -> bool:
    """Every answer is of the 5xx sort: the address does not exist or is closed."""
    return all(code >= 500 for code, _words in error.recipients.values())


def _close(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except (OSError, smtplib.SMTPException):
        logger.info("The mail server did not say goodbye.")

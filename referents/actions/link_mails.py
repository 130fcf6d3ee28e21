"""The mail of a link: claimed, sent once, tried again while it did not leave. What is no longer allowed does not leave."""

import logging
import smtplib
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from referents import link_mail, links, mail_hours
from referents.conf import option
from referents.models import AnswerLink
from referents.signals import link_changed

logger = logging.getLogger(__name__)
STALE_AFTER = timedelta(minutes=10)
Mail = AnswerLink.Mail


def send_link(link_id: int) -> str:
    """Send one link and return the state of its mail; "" when it is not due or somebody has it. The same Message-ID at every attempt:
    a mail that left in doubt and is tried again is recognised as the same. Not in one transaction on purpose."""
    link = _claim(link_id)
    if link is None:
        return ""
    try:
        link_mail.message(link).send()
    except (smtplib.SMTPException, OSError) as error:
        logger.warning("Link %s not sent (attempt %s): %s", link.pk, link.attempt, type(error).__name__)
        return _settle(link, sent=False)
    return _settle(link, sent=True)


@transaction.atomic
def _claim(link_id: int) -> AnswerLink | None:
    """The row, marked as being sent. Allowed again now: a link that no longer opens never leaves, an hour that closed meanwhile waits for the next."""
    now = timezone.now()
    rows = AnswerLink.objects.select_for_update(of=("self",)).select_related("enquiry__topic", "user", "contact", "asked_by")
    link = rows.filter(pk=link_id, mail__in=[Mail.PENDING, Mail.SENDING], next_attempt_at__lte=now).first()
    if link is None:
        return None
    hour = mail_hours.for_colleague(link.user, now) if link.user else mail_hours.for_contact(now)
    if not links.opens(link, at=now) or not links.address_of(link):
        link.mail, link.next_attempt_at = Mail.FAILED, None
    elif hour > now:
        link.next_attempt_at = hour
    else:
        link.mail, link.attempt, link.next_attempt_at = Mail.SENDING, link.attempt + 1, now + STALE_AFTER
    link.save()
    return link if link.mail == Mail.SENDING else None


@transaction.atomic
def _settle(link: AnswerLink, *, sent: bool) -> str:
    now, delays = timezone.now(), option("EMAIL_RETRY_MINUTES")
    link = AnswerLink.objects.select_for_update().get(pk=link.pk)
    if sent:
        link.mail, link.sent_at, link.next_attempt_at = Mail.SENT, now, None
    elif link.attempt > len(delays):
        link.mail, link.next_attempt_at = Mail.FAILED, None
    else:
        link.mail, link.next_attempt_at = Mail.PENDING, now + timedelta(minutes=delays[link.attempt - 1])
    link.save()
    if link.mail != Mail.PENDING:
        link_changed.send(sender=AnswerLink, link=link, code=str(link.mail), actor=None)
    return str(link.mail)

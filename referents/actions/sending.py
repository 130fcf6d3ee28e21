"""E-mail to the citizen: claimed, sent once, tried again while it is certain that nothing left, doubted otherwise."""

import logging
import smtplib
from datetime import timedelta

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from referents.actions.moves import record
from referents.actions.publications import confirm_when_complete, done, parent_of
from referents.conf import mail_domain, option
from referents.models import Enquiry, Publication
from referents.signals import publication_changed
from referents.states import MOVES, State

logger = logging.getLogger(__name__)
STALE_AFTER = timedelta(minutes=10)
Kind, Mode = Publication.Kind, Publication.Mode


def send_email(publication_id: int) -> str:
    """Send one e-mail publication and return its state. Claims the row first, so that two workers send once; a failure before the
    server took the text is tried again later, a doubt afterwards is never tried blindly. Not in one transaction on purpose.
    """
    publication = _claim(publication_id)
    if publication is None:
        return ""
    author = publication.enquiry.author
    if author is None or not author.email:
        return _settle(publication, Publication.State.FAILED, error=_("The citizen’s address is no longer known."))
    message = EmailMessage(
        subject=_("Your question: %(subject)s") % {"subject": publication.enquiry.subject},
        body=publication.text,
        from_email=option("REPLIES_FROM") or None,
        to=[author.email],
        headers={"Message-ID": f"<{publication.key}@{mail_domain()}>", "Auto-Submitted": "auto-replied"},
    )
    try:
        message.send()
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
        return _settle(publication, Publication.State.PENDING if _try_later(error) else Publication.State.FAILED, error=str(error))
    except (smtplib.SMTPServerDisconnected, TimeoutError) as error:
        return _settle(publication, Publication.State.UNCERTAIN, error=str(error) or type(error).__name__)
    except (smtplib.SMTPException, OSError) as error:
        return _settle(publication, Publication.State.PENDING, error=str(error))
    return _settle(publication, Publication.State.DONE, error="")


def _try_later(error: smtplib.SMTPRecipientsRefused | smtplib.SMTPResponseException) -> bool:
    """A refusal for now (4xx, greylisting), not for good (RFC 5321 §4.2.1): the server did not take the text."""
    codes = [code for code, _said in error.recipients.values()] if isinstance(error, smtplib.SMTPRecipientsRefused) else [error.smtp_code]
    return all(400 <= code < 500 for code in codes)


@transaction.atomic
def _claim(publication_id: int) -> Publication | None:
    """The row, marked as being sent, or None when it is not due or somebody has it. A claim left by a dead worker becomes a doubt."""
    now = timezone.now()
    publication = Publication.objects.select_for_update().filter(pk=publication_id, mode=Mode.EMAIL).first()
    if publication is None or publication.next_attempt_at is None or publication.next_attempt_at > now:
        return None
    if publication.state == Publication.State.SENDING:
        publication.next_attempt_at = None
        publication.save()
        _settle_locked(publication, Publication.State.UNCERTAIN, error=_("The sending was interrupted."))
        return None
    if publication.state != Publication.State.PENDING:
        return None
    publication.state = Publication.State.SENDING
    publication.attempt += 1
    publication.next_attempt_at = now + STALE_AFTER
    publication.save()
    return publication


@transaction.atomic
def _settle(publication: Publication, state: str, *, error: str) -> str:
    publication = Publication.objects.select_for_update().get(pk=publication.pk)
    return _settle_locked(publication, state, error=error)


def _settle_locked(publication: Publication, state: str, *, error: str) -> str:
    now = timezone.now()
    publication.state = state
    publication.last_error = error[:200]
    if state == Publication.State.DONE:
        publication.attempt -= 1
        done(publication, permalink="", at=now)
    elif state == Publication.State.PENDING:
        delays = option("EMAIL_RETRY_MINUTES")
        publication.next_attempt_at = now + timedelta(minutes=delays[min(publication.attempt, len(delays)) - 1])
        logger.warning("E-mail publication %s not sent (attempt %s), next at %s", publication.pk, publication.attempt, publication.next_attempt_at)
    else:
        publication.next_attempt_at = None
    publication.save()
    publication_changed.send(sender=Publication, publication=publication, state=state, actor=None)
    if publication.kind == Kind.ANSWER:
        _follow(publication, state)
    elif publication.kind == Kind.HOLDING and state == Publication.State.FAILED:
        _lose_hold(publication)
    return state


def _lose_hold(publication: Publication) -> None:
    """The citizen was never told: the first contact is still due, unless another holding reply of the cycle arrived or is on its way."""
    enquiry = Enquiry.objects.select_for_update().get(pk=publication.enquiry_id)
    others = enquiry.publications.filter(kind=Kind.HOLDING, cycle=enquiry.cycle).exclude(state=Publication.State.FAILED)
    if enquiry.state not in MOVES["lose_hold"].sources or enquiry.cycle != publication.cycle or enquiry.held_at is None or others.exists():
        return
    enquiry.held_at = enquiry.promised_at = None
    record(enquiry, move="lose_hold", to=enquiry.state, actor=None, detail={"publication": publication.pk})


def _follow(publication: Publication, state: str) -> None:
    """What the fate of one publication makes of its enquiry."""
    enquiry = Enquiry.objects.select_for_update().get(pk=parent_of(publication).pk)
    if enquiry.state != State.PUBLISHING:
        return
    if state == Publication.State.DONE:
        confirm_when_complete(enquiry, publication, actor=None)
    elif state == Publication.State.UNCERTAIN:
        record(enquiry, move="doubt", to=State.UNCERTAIN, actor=None, detail={"publication": publication.pk})
    elif state == Publication.State.FAILED:
        record(enquiry, move="refuse", to=State.FAILED, actor=None, detail={"publication": publication.pk})

"""What stands behind a link to answer: whose it is, whether it still opens, what its page shows. Reading only."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from referents import permissions, tokens
from referents.answer_page import where_words
from referents.conf import directory
from referents.hours import moment
from referents.models import AnswerLink, Attachment, Message
from referents.states import MOVES

BY_COLLEAGUE = MOVES["contribute"].sources | MOVES["complete"].sources
BY_CONTACT = MOVES["answer_outside"].sources | MOVES["complete"].sources


@dataclass(frozen=True)
class LinkPage:
    """One question, as whoever holds its link reads it: what the citizen wrote, the photos, what is asked. Nothing of the citizen beyond that."""

    link: AnswerLink
    messages: list[Message]
    photos: list[Attachment]
    where: str
    received: str


def found(token: str) -> AnswerLink | None:
    """The link of this token, whether or not it still opens."""
    rows = AnswerLink.objects.select_related("enquiry__topic", "enquiry__area", "user", "contact", "asked_by")
    return rows.filter(token_sha256=tokens.digest(token)).first()


def opens(link: AnswerLink, *, at: datetime) -> bool:
    """Neither used, revoked nor expired, and its person may answer this question at this very moment."""
    if link.outcome or link.revoked_at is not None or link.expires_at <= at or link.cycle != link.enquiry.cycle:
        return False
    if link.user is not None:
        return link.user.is_active and link.enquiry.state in BY_COLLEAGUE and permissions.may_answer(link.user, link.enquiry)
    return link.contact is not None and link.contact.active and link.enquiry.state in BY_CONTACT


def address_of(link: AnswerLink) -> str:
    """The electronic address of the person, or nothing."""
    return (link.contact.email if link.contact else link.user.email if link.user else "") or ""


def name_of(link: AnswerLink) -> str:
    return str(link.contact) if link.contact else directory().label(link.user) if link.user else ""


def whom_to_call(link: AnswerLink) -> str:
    """Who asked, with their number when the host knows it: said on every page, the one of a link that is over included."""
    if link.asked_by is None:
        return _("Communication")
    name, phone = directory().label(link.asked_by), directory().phone(link.asked_by)
    return f"{name}, {phone}" if phone else name


def link_page(link: AnswerLink, *, now: datetime) -> LinkPage:
    enquiry = link.enquiry
    return LinkPage(
        link=link,
        messages=list(enquiry.messages.filter(direction=Message.Direction.IN, deleted_at__isnull=True)),
        photos=list(enquiry.attachments.all()),
        where=where_words(enquiry),
        received=moment(enquiry.received_at, now=now),
    )

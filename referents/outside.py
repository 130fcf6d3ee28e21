"""What the desk sees of the people outside and of the links that were sent for one question. Reading only."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, Value

from referents import links, permissions
from referents.host import User
from referents.models import AnswerLink, Enquiry, OutsideContact
from referents.states import MOVES

SUGGESTED = 3
ASKABLE = MOVES["ask_outside"].sources | MOVES["bring_outside"].sources


@dataclass(frozen=True)
class SentLink:
    """One link of this question: to whom, whether it still opens."""

    link: AnswerLink
    name: str
    opens: bool


@dataclass(frozen=True)
class Outside:
    """`suggested`: contacts of the subject, or of its competent body; `others` the rest of the register. `by_mail`: colleagues who are asked, have
    an address and no open link."""

    suggested: list[OutsideContact]
    others: list[OutsideContact]
    sent: list[SentLink]
    by_mail: list[User]
    may_ask: bool


def outside(enquiry: Enquiry, *, user: User, now: datetime) -> Outside:
    """For the pane « Qui peut répondre ? ». Three queries."""
    rows = enquiry.links.filter(cycle=enquiry.cycle).select_related("user", "contact").order_by("created_at", "pk")
    sent = [SentLink(row, links.name_of(row), _opens(row, enquiry, now)) for row in rows]
    asked = {one.link.contact_id for one in sent if one.opens}
    rows_of_register = OutsideContact.objects.visible_to(user).active().annotate(known=_of_subject(enquiry))
    contacts: list[OutsideContact] = [contact for contact in rows_of_register if contact.pk not in asked]
    suggested = [contact for contact in contacts if vars(contact)["known"]][:SUGGESTED]
    may = permissions.keeps_contacts(user)
    return Outside(
        suggested=suggested,
        others=[contact for contact in contacts if contact not in suggested],
        sent=sent,
        by_mail=_by_mail(enquiry, {one.link.user_id for one in sent if one.opens}) if may else [],
        may_ask=may and enquiry.state in ASKABLE,
    )


def _opens(link: AnswerLink, enquiry: Enquiry, now: datetime) -> bool:
    link.enquiry = enquiry
    return links.opens(link, at=now)


def _of_subject(enquiry: Enquiry) -> Exists | Value:
    """Whether a contact is kept for this subject, or for the body that is competent for it."""
    topic = enquiry.topic
    if topic is None:
        return Value(False)
    of_subject = Q(topics=topic.pk) | Q(body=topic.outside_body_id, body__isnull=False)
    return Exists(OutsideContact.objects.filter(of_subject, pk=OuterRef("pk")))


def _by_mail(enquiry: Enquiry, written: set[int | None]) -> list[User]:
    if enquiry.state not in links.BY_COLLEAGUE:
        return []
    return [person for person in permissions.asked(enquiry).filter(is_active=True) if person.pk not in written and person.email]

"""Links by which somebody answers one question without an account: made, used once, revoked. Outside contacts: kept, asked, answering."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from referents import calendars, links, mail_hours, permissions, tokens
from referents.actions import answers, assignments
from referents.actions.moves import begin, record
from referents.conf import option
from referents.exceptions import LinkOver, OutOfScope, TextRefused
from referents.host import User
from referents.models import AnswerLink, Contribution, Enquiry, OutsideContact, Topic
from referents.signals import contribution_added, enquiry_stuck, link_changed
from referents.states import MOVES, State

Outcome, Mail = AnswerLink.Outcome, AnswerLink.Mail
NEEDS_DESK = gettext_lazy("Only the desk writes to people outside.")


@transaction.atomic
def keep_contact(contact: OutsideContact, *, topics: Iterable[Topic], actor: User) -> OutsideContact:
    """Add somebody to the register of outside contacts, or correct what it says. The desk only."""
    if not permissions.keeps_contacts(actor):
        raise PermissionDenied(NEEDS_DESK)
    if contact.pk is None:
        contact.added_by, contact.added_at = actor, timezone.now()
    contact.save()
    contact.topics.set(topics)
    return contact


@transaction.atomic
def ask_contact(enquiry: Enquiry, *, contact: OutsideContact, actor: User, version: int | None, note: str = "") -> AnswerLink:
    """Write to somebody outside, alone or beside the person who leads. Asking twice while the first link opens asks once. Raises OutOfScope."""
    asked = AnswerLink.objects.filter(enquiry=enquiry, contact=contact, cycle=enquiry.cycle).standing(timezone.now()).first()
    if asked is not None:
        return asked
    if not contact.active:
        raise OutOfScope({"contact": _("This contact may no longer be asked.")})
    alone = Enquiry.objects.filter(pk=enquiry.pk, state=State.QUALIFIED).exists()
    move = "ask_outside" if alone else "bring_outside"
    enquiry = begin(enquiry, move=move, actor=actor, version=version)
    link = _make(enquiry, user=None, contact=contact, note=note, actor=actor)
    record(enquiry, move=move, to=State.IN_PROGRESS if alone else enquiry.state, actor=actor, detail={"contact": contact.pk, "link": link.pk})
    link_changed.send(sender=AnswerLink, link=link, code="made", actor=actor)
    return link


@transaction.atomic
def write_to(enquiry: Enquiry, *, person: User, actor: User | None, note: str = "") -> AnswerLink:
    """Send a colleague who is asked the link that opens this question alone. Once while it opens. Raises OutOfScope: not asked, or no address."""
    if actor is not None and not permissions.keeps_contacts(actor):
        raise PermissionDenied(_("Only the desk sends links."))
    enquiry = Enquiry.objects.select_for_update().get(pk=enquiry.pk)
    existing = AnswerLink.objects.filter(enquiry=enquiry, user=person, cycle=enquiry.cycle).standing(timezone.now()).first()
    if existing is not None:
        return existing
    if not (person.is_active and person.email and permissions.may_answer(person, enquiry)):
        raise OutOfScope(_("This person is not asked, or has no e-mail address."))
    link = _make(enquiry, user=person, contact=None, note=note, actor=actor)
    link_changed.send(sender=AnswerLink, link=link, code="made", actor=actor)
    return link


def _make(enquiry: Enquiry, *, user: User | None, contact: OutsideContact | None, note: str, actor: User | None) -> AnswerLink:
    """A fresh token for this person on this question: whatever the row opened before, it opens no more."""
    now, nonce = timezone.now(), tokens.fresh_nonce()
    link = AnswerLink.objects.filter(enquiry=enquiry, user=user, contact=contact).first() or AnswerLink(enquiry=enquiry, user=user, contact=contact)
    blank = AnswerLink()
    link.key, link.attempt, link.sent_at = blank.key, 0, None
    link.asked_by, link.note, link.cycle = actor, note.strip()[:280], enquiry.cycle
    link.nonce, link.token_sha256 = nonce, tokens.digest(tokens.token_of(nonce))
    link.created_at, link.expires_at, link.revoked_at = now, _expiry(now), None
    link.outcome, link.outcome_at = Outcome.NONE, None
    link.mail, link.next_attempt_at = Mail.PENDING, mail_hours.for_colleague(user, now) if user else mail_hours.for_contact(now)
    link.save()
    return link


def _expiry(now: datetime) -> datetime:
    days = option("LINK_OPENING_DAYS")
    try:
        return calendars.usual().after_days(now, days)
    except calendars.NeverOpen:
        return now + timedelta(days=days)


@transaction.atomic
def revoke(link: AnswerLink, *, actor: User) -> AnswerLink:
    """The link opens no more, from now on. What was answered stays."""
    if not permissions.keeps_contacts(actor):
        raise PermissionDenied(_("Only the desk takes a link back."))
    link = AnswerLink.objects.select_for_update().get(pk=link.pk)
    if link.revoked_at is None and not link.outcome:
        link.revoked_at, link.next_attempt_at = timezone.now(), None
        link.save()
        link_changed.send(sender=AnswerLink, link=link, code="revoked", actor=actor)
    return link


@transaction.atomic
def answer(link: AnswerLink, *, text: str, actor: User | None) -> Contribution:
    """What the holder of the link knows. `actor` is the colleague it was sent to, with their rights at this moment, or None for a contact.

    Raises LinkOver when the link opens no more, TextRefused for nothing said.
    """
    if not text.strip():
        raise TextRefused({"text": _("Write what you know: a few words are enough.")})
    link, enquiry = _held(link, actor)
    if actor is not None:
        contribution = answers.contribute(enquiry, text=text, kind=Contribution.Kind.LINK, actor=actor, version=None)
    else:
        contribution = _said_by_contact(link, enquiry, text.strip())
    _use(link, Outcome.ANSWERED, actor)
    return contribution


def _said_by_contact(link: AnswerLink, enquiry: Enquiry, text: str) -> Contribution:
    completes = enquiry.state in MOVES["complete"].sources
    move = "complete" if completes else "answer_outside"
    enquiry = begin(enquiry, move=move, actor=None, version=None)
    contribution = Contribution.objects.create(
        enquiry=enquiry, cycle=enquiry.cycle, contact=link.contact, kind=Contribution.Kind.LINK, text=text, at=timezone.now()
    )
    to = enquiry.state if completes else State.ANSWERED
    record(enquiry, move=move, to=to, actor=None, detail={"contribution": contribution.pk, "contact": link.contact_id})
    contribution_added.send(sender=Enquiry, contribution=contribution, actor=None)
    return contribution


@transaction.atomic
def decline(link: AnswerLink, *, knows: bool, actor: User | None) -> AnswerLink:
    """« Ce n’est pas pour moi » (`knows`) or « Je ne sais pas », by link: costs nothing. Raises LinkOver when the link opens no more."""
    link, enquiry = _held(link, actor)
    if actor is not None:
        _decline_as(enquiry, actor, knows=knows)
    elif enquiry.state == State.IN_PROGRESS and _waits_for_nobody_else(link, enquiry):
        enquiry = begin(enquiry, move="outside_declined", actor=None, version=None)
        record(enquiry, move="outside_declined", to=State.QUALIFIED, actor=None, detail={"contact": link.contact_id})
        enquiry_stuck.send(sender=Enquiry, enquiry=enquiry, why="outside_declined", actor=None)
    return _use(link, Outcome.NOT_MINE if knows else Outcome.DONT_KNOW, actor)


def _decline_as(enquiry: Enquiry, person: User, *, knows: bool) -> None:
    """The lead hands the question back; a colleague brought in is no longer waited for."""
    if enquiry.state in MOVES["decline"].sources and enquiry.assignments.filter(active=True, user=person.pk).exists():
        assignments.decline(enquiry, knows=knows, actor=person, version=None)
    enquiry.contribution_requests.filter(user=person.pk, done_at__isnull=True).update(done_at=timezone.now())


def _waits_for_nobody_else(link: AnswerLink, enquiry: Enquiry) -> bool:
    others = enquiry.links.filter(contact__isnull=False, cycle=enquiry.cycle).standing(timezone.now()).exclude(pk=link.pk)
    return not enquiry.assignments.filter(active=True).exists() and not others.exists()


def _held(link: AnswerLink, actor: User | None) -> tuple[AnswerLink, Enquiry]:
    """The link and its question, locked in the order of every move, and looked at again."""
    enquiry = Enquiry.objects.select_for_update().get(pk=link.enquiry_id)
    link = AnswerLink.objects.select_for_update(of=("self",)).select_related("user", "contact", "enquiry").get(pk=link.pk)
    if (actor.pk if actor else None) != link.user_id or not links.opens(link, at=timezone.now()):
        raise LinkOver(_("This link no longer opens the question."))
    return link, enquiry


def _use(link: AnswerLink, outcome: str, actor: User | None) -> AnswerLink:
    link.outcome, link.outcome_at, link.next_attempt_at = outcome, timezone.now(), None
    link.save()
    link_changed.send(sender=AnswerLink, link=link, code=outcome, actor=actor)
    return link

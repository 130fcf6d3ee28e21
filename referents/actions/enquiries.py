"""The life of an enquiry outside asking and answering: arrival, subject, joining, dropping, handing over, closing."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from referents import matching
from referents.actions.moves import begin, record
from referents.conf import option
from referents.exceptions import MoveRefused, ReferentsError, TextRefused
from referents.host import User
from referents.models import Area, Assignment, Enquiry, ExternalAuthor, Message, OfficialAccount, OutsideBody, Topic
from referents.models.enquiries import Channel
from referents.models.topics import Sensitivity
from referents.signals import citizen_silent, citizen_thanked
from referents.states import MOVES, State

GREETING = re.compile(r"^(?:(?:bonjour|bonsoir|bjr)\b(?:,? +(?:à tous|madame|monsieur)\b)*|madame, monsieur\b|(?:madame|monsieur)(?=,))[\s,.!;:…]*", re.I)
LEVELS = [Sensitivity.LOW, Sensitivity.MEDIUM, Sensitivity.HIGH]


@dataclass(frozen=True)
class Citizen:
    """What is known of the person who asks, as little as is needed to answer."""

    display: str = ""
    handle: str = ""
    email: str = ""
    phone: str = ""


@transaction.atomic
def receive(
    *,
    text: str,
    channel: str,
    submission: UUID,
    actor: User | None,
    subject: str = "",
    citizen: Citizen | None = None,
    permalink: str = "",
    account: OfficialAccount | None = None,
    area: Area | None = None,
    received_at: datetime | None = None,
    follows: Enquiry | None = None,
    author: ExternalAuthor | None = None,
) -> Enquiry:
    """Open an enquiry from a citizen's message; `submission` makes a second click return the first enquiry.

    Sensitive words raise the sensitivity at once. Raises TextRefused for an empty text.
    """
    text = text.strip()
    if not text:
        raise TextRefused({"text": _("Paste or write what the citizen asks.")})
    if actor is not None and not actor.is_active:
        raise PermissionDenied
    existing = Enquiry.objects.filter(submission=submission).first()
    if existing is not None:
        return existing
    now = timezone.now()
    match = matching.match(text)
    enquiry = Enquiry(
        number=str(submission)[:16],
        submission=submission,
        subject=(subject.strip() or first_words(text))[:160],
        channel=channel,
        permalink=permalink,
        account=account,
        author=author or _author(citizen, now),
        filed_by=actor,
        area=area,
        sensitivity=match.sensitivity,
        sensitive_words=list(match.sensitive_words) if match.sensitivity != Sensitivity.LOW else [],
        received_at=received_at or now,
        follows=follows,
    )
    enquiry.save()
    enquiry.number = f"{enquiry.received_at:%y}-{enquiry.pk:05d}"
    Message.objects.create(enquiry=enquiry, direction=Message.Direction.IN, account=account, text=text, at=enquiry.received_at)
    record(enquiry, move="receive", to=State.NEW, actor=actor, at=received_at, detail={"channel": str(Channel(channel).value)})
    return enquiry


def first_words(text: str) -> str:
    """A subject for the list when nobody wrote one: the first line after the greeting, cut at a word."""
    line = (GREETING.sub("", text.strip()) or text.strip()).splitlines()[0]
    line = line[:1].upper() + line[1:]
    if len(line) <= 80:
        return line
    return line[:80].rsplit(" ", 1)[0] + "…"


def _author(citizen: Citizen | None, now: datetime) -> ExternalAuthor | None:
    if citizen is None or citizen == Citizen():
        return None
    purge_on = timezone.localdate(now) + timedelta(days=option("PURGE_AUTHORS_AFTER_DAYS"))
    return ExternalAuthor.objects.create(display=citizen.display, handle=citizen.handle, email=citizen.email, phone=citizen.phone, purge_on=purge_on)


@transaction.atomic
def append(enquiry: Enquiry, *, text: str, actor: User | None, at: datetime | None = None) -> Enquiry:
    """The citizen wrote again. An open enquiry takes the message; a closed one reopens unless it is thanks; an old one is followed by a new one."""
    text = text.strip()
    if not text:
        raise TextRefused({"text": _("Paste or write what the citizen asks.")})
    now = at or timezone.now()
    enquiry = begin(enquiry, move="append", actor=actor, version=None)
    if enquiry.state in MOVES["reopen"].sources and not matching.is_thanks(text):
        limit = timedelta(days=option("REOPEN_WITHIN_DAYS"))
        if enquiry.closed_at and now - enquiry.closed_at > limit:
            return receive(
                text=text,
                channel=enquiry.channel,
                submission=_submission_after(enquiry),
                actor=actor,
                account=enquiry.account,
                permalink=enquiry.permalink,
                follows=enquiry,
            )
        message = Message.objects.create(enquiry=enquiry, account=enquiry.account, text=text, at=now)
        return _reopen(enquiry, message, actor=actor)
    message = Message.objects.create(enquiry=enquiry, account=enquiry.account, text=text, at=now)
    record(enquiry, move="append", to=enquiry.state, actor=actor, detail={"message": message.pk})
    if enquiry.state == State.WAITING:
        record(enquiry, move="citizen_answered", to=State.IN_PROGRESS, actor=actor, detail={"message": message.pk})
    elif enquiry.state in MOVES["reopen"].sources:
        citizen_thanked.send(sender=Enquiry, enquiry=enquiry, message=message, actor=actor)
    return enquiry


def _submission_after(enquiry: Enquiry) -> UUID:
    return UUID(int=(enquiry.submission.int + enquiry.version + 1) % (1 << 128))


def _reopen(enquiry: Enquiry, message: Message, *, actor: User | None) -> Enquiry:
    Assignment.objects.filter(enquiry=enquiry, active=True).update(active=None)
    enquiry.drafts.filter(current=True).update(current=None)
    enquiry.cycle += 1
    enquiry.closed_at = enquiry.published_at = enquiry.promised_at = enquiry.held_at = None
    record(enquiry, move="reopen", to=State.REOPENED, actor=actor, detail={"message": message.pk})
    return enquiry


@transaction.atomic
def qualify(enquiry: Enquiry, *, topic: Topic, actor: User | None, version: int | None, area: Area | None = None) -> Enquiry:
    """Say what it is about; the topic may raise the sensitivity, never lower it. On an enquiry already qualified, change the topic."""
    move = "qualify" if enquiry.state in MOVES["qualify"].sources else "requalify"
    enquiry = begin(enquiry, move=move, actor=actor, version=version)
    enquiry.topic = topic
    enquiry.area = area or enquiry.area
    enquiry.sensitivity = highest(enquiry.sensitivity, topic.sensitivity)
    to = State.QUALIFIED if move == "qualify" else enquiry.state
    record(enquiry, move=move, to=to, actor=actor, detail={"topic": topic.pk, "area": area.pk if area else None})
    return enquiry


def highest(*levels: str) -> str:
    """The highest of several levels of sensitivity."""
    return max(levels, key=lambda level: LEVELS.index(Sensitivity(level)))


@transaction.atomic
def mark_urgent(enquiry: Enquiry, *, urgent: bool, actor: User, version: int | None) -> Enquiry:
    """Raise or lower the urgency; shorter clocks apply at once."""
    enquiry = begin(enquiry, move="mark_urgent", actor=actor, version=version)
    enquiry.urgent = urgent
    record(enquiry, move="mark_urgent", to=enquiry.state, actor=actor, detail={"urgent": urgent})
    return enquiry


@transaction.atomic
def join(enquiry: Enquiry, *, into: Enquiry, actor: User, version: int | None) -> Enquiry:
    """One wording for both, one reply to each citizen. Raises MoveRefused when the other is closed or itself joined."""
    first, second = sorted((enquiry.pk, into.pk))
    list(Enquiry.objects.select_for_update().filter(pk__in=[first, second]).order_by("pk"))  # crossed joins wait for each other in one order
    enquiry = begin(enquiry, move="join", actor=actor, version=version)
    into.refresh_from_db()
    if into.pk == enquiry.pk or into.state not in MOVES["append"].sources or into.state in {State.JOINED, State.CLOSED, State.DROPPED, State.HANDED_OVER}:
        raise MoveRefused(move=MOVES["join"].label, state=into.get_state_display())
    source = enquiry.state
    enquiry.merged_into = into
    record(enquiry, move="join", to=State.JOINED, actor=actor, detail={"into": into.pk, "before": source})
    enquiry.merged.update(merged_into=into)
    return enquiry


@transaction.atomic
def split(enquiry: Enquiry, *, text: str, submission: UUID, actor: User, version: int | None, subject: str = "") -> Enquiry:
    """One message held two questions: `text`, the passages of the second, opens an enquiry of its own for the same citizen, which follows
    this one and counts from the same arrival. The message itself stays whole where it came in. The same `submission` splits once.
    """
    existing = Enquiry.objects.filter(submission=submission, follows=enquiry).first()
    if existing is not None:
        return existing
    enquiry = begin(enquiry, move="split", actor=actor, version=version)
    other = receive(
        text=text,
        subject=subject,
        channel=enquiry.channel,
        submission=submission,
        permalink=enquiry.permalink,
        account=enquiry.account,
        area=enquiry.area,
        received_at=enquiry.received_at,
        follows=enquiry,
        author=enquiry.author,
        actor=actor,
    )
    record(enquiry, move="split", to=enquiry.state, actor=actor, detail={"into": other.pk})
    return other


@transaction.atomic
def take_back(enquiry: Enquiry, *, actor: User, version: int | None) -> Enquiry:
    """It was no insult after all: back to the state it had, whenever that was. Its clocks run again to the hours they had."""
    enquiry = begin(enquiry, move="take_back", actor=actor, version=version)
    put_aside = enquiry.moves.filter(move="moderate").latest("version")
    enquiry.closed_at = None
    record(enquiry, move="take_back", to=put_aside.detail["before"], actor=actor, detail={"undone": put_aside.version})
    return enquiry


@transaction.atomic
def drop(enquiry: Enquiry, *, reason: str, actor: User, version: int | None) -> Enquiry:
    """No reply is needed (thanks, remark). `reason` is a code; undone within the day."""
    return _end(enquiry, move="drop", to=State.DROPPED, actor=actor, version=version, detail={"reason": reason[:40]})


@transaction.atomic
def moderate(enquiry: Enquiry, *, actor: User, version: int | None) -> Enquiry:
    """Insult or threat: put aside, the dated message kept as evidence; `take_back` is the way back."""
    return _end(enquiry, move="moderate", to=State.TO_MODERATE, actor=actor, version=version, detail={})


@transaction.atomic
def hand_over(enquiry: Enquiry, *, body: OutsideBody, actor: User, version: int | None) -> Enquiry:
    """The matter belongs to somebody else; the citizen is told where to go with the body's own words."""
    return _end(enquiry, move="hand_over", to=State.HANDED_OVER, actor=actor, version=version, detail={"body": body.pk}, body=body)


def _end(
    enquiry: Enquiry,
    *,
    move: str,
    to: str,
    actor: User,
    version: int | None,
    detail: dict[str, str | int | bool | None],
    body: OutsideBody | None = None,
) -> Enquiry:
    enquiry = begin(enquiry, move=move, actor=actor, version=version)
    lead = enquiry.assignments.filter(active=True).first()
    draft = enquiry.drafts.filter(current=True).first()
    detail = {**detail, "before": enquiry.state, "lead": lead.pk if lead else None, "draft": draft.pk if draft else None}
    enquiry.assignments.filter(active=True).update(active=None)
    enquiry.handed_to = body
    enquiry.closed_at = timezone.now()
    record(enquiry, move=move, to=to, actor=actor, detail=detail)
    return enquiry


@transaction.atomic
def undo(enquiry: Enquiry, *, actor: User, version: int | None) -> Enquiry:
    """Back to the state the journal kept, within the day. Raises ReferentsError afterwards."""
    enquiry = begin(enquiry, move="undo", actor=actor, version=version)
    last = enquiry.moves.filter(move__in=["join", "drop", "hand_over"]).latest("version")
    if timezone.now() - last.at > timedelta(hours=option("UNDO_WITHIN_HOURS")):
        raise ReferentsError(_("It is too late to undo this: open a new question instead."))
    enquiry.merged_into = enquiry.handed_to = enquiry.closed_at = None
    if last.detail.get("lead"):
        Assignment.objects.filter(pk=last.detail["lead"]).update(active=True)
    record(enquiry, move="undo", to=last.detail["before"], actor=actor, detail={"undone": last.version})
    return enquiry


@transaction.atomic
def close(enquiry: Enquiry, *, actor: User | None, version: int | None = None) -> Enquiry:
    """Nothing more is expected."""
    enquiry = begin(enquiry, move="close", actor=actor, version=version)
    enquiry.closed_at = timezone.now()
    record(enquiry, move="close", to=State.CLOSED, actor=actor)
    return enquiry


@transaction.atomic
def notice_silence(enquiry: Enquiry, *, actor: User | None) -> Enquiry:
    """The citizen who was asked for more says nothing: noted in the journal, and the desk is told that they may be reminded."""
    enquiry = begin(enquiry, move="chase", actor=actor, version=None)
    record(enquiry, move="chase", to=enquiry.state, actor=actor)
    citizen_silent.send(sender=Enquiry, enquiry=enquiry, actor=actor)
    return enquiry


@transaction.atomic
def give_up_waiting(enquiry: Enquiry, *, actor: User | None) -> Enquiry:
    """The citizen was asked and did not answer in time."""
    enquiry = begin(enquiry, move="give_up_waiting", actor=actor, version=None)
    enquiry.assignments.filter(active=True).update(active=None)
    enquiry.closed_at = timezone.now()
    record(enquiry, move="give_up_waiting", to=State.CLOSED, actor=actor)
    return enquiry

"""Judging an object, taking a measure for a person, ending it."""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from rse.core import reporting
from rse.moderation import conf, journal
from rse.moderation.actions.reports import has_opened, locked, require_free
from rse.moderation.exceptions import AlreadyJudged, EndNotAhead, GoneForGood, NotOffered, NotOpened, ReasonMissing
from rse.moderation.models import Case, Decision
from rse.moderation.permissions import can_pause, needs_opening
from rse.moderation.signals import decided, measure_ended
from rse.people.models import User

Kind = Decision.Kind
UNDONE = frozenset({Kind.HIDE, Kind.REMOVE, Kind.LOCK})


@transaction.atomic
def judge(case: Case, *, kind: str, words: str, token: str, actor: User) -> Decision:
    """Decide about the reported object: nothing wrong, hide, close the comments, remove, put back. Closes the case and tells those who
    reported and, unless nothing was wrong, the author with the reason.

    The same `token` of the same person gives the same decision. Raises AlreadyJudged, TakenByAnother, NotOpened, ReasonMissing, NotOffered.
    """
    already = _already(case, token, actor)
    if already is not None:
        return already
    case = _ready(case, actor=actor)
    if kind not in Decision.ABOUT_OBJECT:
        raise NotOffered
    if case.is_open == (kind == Kind.RESTORE):
        raise AlreadyJudged if not case.is_open else NotOffered
    standing = standing_decision(case)
    if kind == Kind.RESTORE and standing is None:
        raise AlreadyJudged
    if kind == Kind.RESTORE and standing is not None:
        undo(standing, case, actor=actor)
    else:
        apply(case, kind, actor=actor)
    decision = _write(case, kind, words=words, token=token, actor=actor)
    if case.is_open:
        case.state, case.closed_at, case.claimed_by, case.claimed_at = Case.State.CLOSED, decision.decided_at, None, None
        case.save(update_fields=["state", "closed_at", "claimed_by", "claimed_at"])
    decided.send(Decision, decision=decision, actor=actor)
    return decision


@transaction.atomic
def take_measure(case: Case, *, kind: str, words: str, token: str, actor: User, until: datetime | None = None) -> Decision:
    """A measure of moderation for the author of the reported words: a warning, or not writing in the group or the network until an hour.

    The same `token` gives the same measure. PermissionDenied when the place is not theirs. Raises ReasonMissing, EndNotAhead, NotOpened.
    """
    already = _already(case, token, actor)
    if already is not None:
        return already
    case = _ready(case, actor=actor)
    if kind not in Decision.MEASURES or not can_pause(actor, case, kind):
        raise PermissionDenied
    now = timezone.now()
    if kind in Decision.PAUSES:
        if until is None or not now < until <= now + timedelta(days=conf.LONGEST_PAUSE_DAYS):
            raise EndNotAhead(days=conf.LONGEST_PAUSE_DAYS)
    else:
        until = None
    decision = _write(case, kind, words=words, token=token, actor=actor, until=until)
    decided.send(Decision, decision=decision, actor=actor)
    return decision


@transaction.atomic
def lift(decision: Decision, *, actor: User) -> Decision:
    """End a pause before its hour. Harmless twice."""
    case = locked(decision.case, actor=actor)
    decision = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    if not decision.is_pause or not can_pause(actor, case, decision.kind):
        raise PermissionDenied
    end_measure(decision, case, end=Decision.End.LIFTED, actor=actor)
    return decision


@transaction.atomic
def set_aside(decision: Decision, *, actor: User) -> Decision:
    """The person has read it: its card leaves their home page. Nobody is told. PermissionDenied to anybody else."""
    if decision.person_id != actor.pk:
        raise PermissionDenied
    Decision.objects.filter(pk=decision.pk).update(set_aside=True)
    decision.set_aside = True
    return decision


def end_measure(decision: Decision, case: Case, *, end: str, actor: User | None) -> None:
    """Write down that a measure is over, once; the caller has locked the case, then the decision."""
    if not decision.is_measure or decision.ended_at is not None:
        return
    decision.ended_at, decision.end = timezone.now(), end
    decision.save(update_fields=["ended_at", "end"])
    journal.record(case, "measure_ended", actor=actor, decision=decision.pk, end=end)
    measure_ended.send(Decision, decision=decision, actor=actor)


def thing_of(case: Case) -> Model | None:
    """The reported object; None once it is erased."""
    kind = reporting.get(case.label)
    return kind.model._default_manager.filter(pk=case.object_pk).first() if kind else None


def standing_decision(case: Case) -> Decision | None:
    """What was last decided about the object, when it may still be undone: hidden, removed, comments closed, and nobody put it back."""
    last = case.decisions.filter(kind__in=Decision.ABOUT_OBJECT).first()
    return last if last is not None and last.kind in UNDONE and last.ended_at is None else None


def offered(case: Case) -> list[str]:
    """What may be decided about the object now."""
    kind = reporting.get(case.label)
    if not case.is_open:
        return [Kind.RESTORE] if kind and standing_decision(case) and thing_of(case) else []
    if kind is None or thing_of(case) is None:
        return [Kind.NOTHING]
    return [Kind.NOTHING, Kind.HIDE, *([Kind.LOCK] if kind.lock else []), Kind.REMOVE]


def undo(decision: Decision, case: Case, *, actor: User | None) -> None:
    """Put the object back as it stood before this decision. Raises GoneForGood when it is erased since."""
    registered, thing = reporting.get(case.label), thing_of(case)
    if registered is None or thing is None:
        raise GoneForGood
    act = registered.unlock if decision.kind == Kind.LOCK else registered.restore
    if act is not None:
        act(thing, actor=actor)


def apply(case: Case, kind: str, *, actor: User) -> None:
    """Have the room of the object do it, in this transaction. Raises NotOffered, GoneForGood."""
    registered, thing = reporting.get(case.label), thing_of(case)
    if kind == Kind.NOTHING:
        return
    if registered is None or thing is None:
        raise GoneForGood
    act = {Kind.HIDE: registered.hide, Kind.REMOVE: registered.remove, Kind.LOCK: registered.lock}.get(Kind(kind))
    if act is None:
        raise NotOffered
    act(thing, actor=actor)


def _already(case: Case, token: str, actor: User) -> Decision | None:
    return Decision.objects.filter(case=case, decided_by=actor, token=token).first()


def _ready(case: Case, *, actor: User) -> Case:
    """Locked, in nobody else's hands, its words read by whoever decides."""
    case = locked(case, actor=actor)
    require_free(case, actor=actor)
    if needs_opening(actor, case) and not has_opened(case, actor):
        raise NotOpened
    return case


def _write(case: Case, kind: str, *, words: str, token: str, actor: User, until: datetime | None = None) -> Decision:
    if kind != Kind.NOTHING and not words.strip():
        raise ReasonMissing
    now = timezone.now()
    told = kind != Kind.NOTHING
    decision = Decision.objects.create(
        case=case,
        kind=kind,
        person=case.author if told else None,
        community=case.community if kind != Kind.NETWORK_PAUSE else None,
        words=words.strip() if told else "",
        decided_by=actor,
        decided_at=now,
        token=token,
        until=until,
        reply_until=now + timedelta(days=conf.reply_days()) if told and kind != Kind.RESTORE else None,
    )
    journal.record(case, kind, actor=actor, decision=decision.pk, until=until.isoformat() if until else "")
    return decision

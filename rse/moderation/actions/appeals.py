"""The right of reply, and a second look by somebody else."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from rse.moderation import journal
from rse.moderation.actions.decisions import UNDONE, end_measure, undo
from rse.moderation.actions.reports import has_opened
from rse.moderation.exceptions import AlreadyAnswered, AlreadyAppealed, NothingToAppeal, NotOpened, TooLate, WordsMissing
from rse.moderation.models import Appeal, Case, Decision
from rse.moderation.permissions import can_judge_appeal, needs_opening
from rse.moderation.signals import appeal_judged, appealed, replied
from rse.people.models import User


@transaction.atomic
def reply(decision: Decision, *, words: str, actor: User) -> Decision:
    """Answer a decision about oneself, once, in time: moderators who judge it read it. The same words again change nothing.

    PermissionDenied to anybody else. Raises TooLate, AlreadyAnswered, WordsMissing.
    """
    case, decision = _locked(decision)
    _require_person(decision, actor)
    if decision.reply and decision.reply == words.strip():
        return decision
    if decision.reply:
        raise AlreadyAnswered
    _require_time(decision)
    if not words.strip():
        raise WordsMissing
    decision.reply, decision.replied_at = words.strip(), timezone.now()
    decision.save(update_fields=["reply", "replied_at"])
    journal.record(case, "replied", actor=actor, decision=decision.pk)
    replied.send(Decision, decision=decision, actor=actor)
    return decision


@transaction.atomic
def appeal(decision: Decision, *, words: str, actor: User) -> Appeal:
    """Ask that another moderator look again, once a decision. Raises TooLate, AlreadyAppealed, NothingToAppeal, WordsMissing."""
    case, decision = _locked(decision)
    _require_person(decision, actor)
    already = Appeal.objects.filter(decision=decision).first()
    if already is not None:
        if already.words == words.strip():
            return already
        raise AlreadyAppealed
    _require_time(decision)
    if decision.kind in {Decision.Kind.NOTHING, Decision.Kind.RESTORE}:
        raise NothingToAppeal
    if not words.strip():
        raise WordsMissing
    row = Appeal.objects.create(decision=decision, against=decision.decided_by, words=words.strip(), asked_at=timezone.now())
    journal.record(case, "appealed", actor=actor, decision=decision.pk)
    appealed.send(Appeal, appeal=row, actor=actor)
    return row


@transaction.atomic
def judge_appeal(appeal: Appeal, *, overturn: bool, answer: str, actor: User) -> Appeal:
    """Look again: the decision stands, or is cancelled (the object comes back, the pause ends). Never by who decided, never by the person.

    Harmless twice with the same verdict. Raises NothingToAppeal when somebody judged otherwise meanwhile, NotOpened, WordsMissing, GoneForGood.
    """
    case, decision = _locked(appeal.decision)
    appeal = Appeal.objects.select_for_update(of=("self",)).get(pk=appeal.pk)
    state = Appeal.State.OVERTURNED if overturn else Appeal.State.UPHELD
    if appeal.judged_by_id == actor.pk and appeal.state == state:
        return appeal
    if not appeal.is_open:
        raise NothingToAppeal
    if not can_judge_appeal(actor, appeal):
        raise PermissionDenied
    if needs_opening(actor, case) and not has_opened(case, actor):
        raise NotOpened
    if not answer.strip():
        raise WordsMissing
    appeal.state, appeal.judged_by, appeal.judged_at, appeal.answer = state, actor, timezone.now(), answer.strip()
    appeal.save(update_fields=["state", "judged_by", "judged_at", "answer"])
    if overturn:
        _cancel(decision, case, actor=actor)
    journal.record(case, f"appeal_{state}", actor=actor, decision=decision.pk)
    appeal_judged.send(Appeal, appeal=appeal, actor=actor)
    return appeal


def _cancel(decision: Decision, case: Case, *, actor: User) -> None:
    if decision.is_measure:
        end_measure(decision, case, end=Decision.End.OVERTURNED, actor=actor)
    elif decision.kind in UNDONE and decision.ended_at is None:
        undo(decision, case, actor=actor)
        decision.ended_at, decision.end = timezone.now(), Decision.End.OVERTURNED
        decision.save(update_fields=["ended_at", "end"])


def _locked(decision: Decision) -> tuple[Case, Decision]:
    """The case first, then the decision: everybody locks in this order."""
    case = Case.objects.select_for_update(of=("self",)).select_related("community", "author").get(pk=decision.case_id)
    return case, Decision.objects.select_for_update(of=("self",)).select_related("decided_by").get(pk=decision.pk)


def _require_person(decision: Decision, actor: User) -> None:
    if decision.person_id != actor.pk or not actor.is_active:
        raise PermissionDenied


def _require_time(decision: Decision) -> None:
    if decision.reply_until is None or decision.reply_until < timezone.now():
        raise TooLate

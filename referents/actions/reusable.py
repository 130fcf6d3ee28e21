"""Reusable answers: written, proposed, accepted, confirmed, corrected, withdrawn. A correction keeps the version before."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from referents import permissions
from referents.conf import directory
from referents.exceptions import Conflict, TextRefused
from referents.host import User
from referents.models import Answer, AnswerChange, AnswerVersion, Topic
from referents.querysets import RENEW_DAYS
from referents.signals import answer_decided, answer_proposed, answer_to_confirm

VALID_DAYS = 182


@dataclass(frozen=True)
class Wordings:
    """What an answer says: in full, in 500 characters and in 280 for the networks that want less."""

    question: str
    wording: str
    medium: str = ""
    short: str = ""
    sources: str = ""


def later(on: date) -> date:
    """Half a year later: how long an answer holds unless somebody says otherwise."""
    return on + timedelta(days=VALID_DAYS)


@transaction.atomic
def write(words: Wordings, *, topic: Topic | None, valid_until: date, submission: UUID, actor: User) -> Answer:
    """Write an answer from scratch. The desk keeps it at once; a referent proposes one on a subject of theirs. `submission` makes a
    second click return the first answer. Raises TextRefused for an empty text or a day gone by.
    """
    existing = Answer.objects.filter(submission=submission).first()
    if existing is not None:
        return existing
    keeps = permissions.works_desk(actor)
    if not keeps and not permissions.answers_for(actor, topic):
        raise PermissionDenied(_("You can propose answers on the subjects you are a referent for."))
    _check(words, valid_until)
    answer = Answer.objects.create(
        **vars(words),
        topic=topic,
        department=topic.department if topic else None,
        owner=actor,
        state=Answer.State.KEPT if keeps else Answer.State.PROPOSED,
        written_on=timezone.localdate(),
        valid_until=valid_until,
        submission=submission,
    )
    note(answer, "kept" if keeps else "proposed", actor=actor)
    if not keeps:
        answer_proposed.send(sender=Answer, answer=answer, actor=actor)
    return answer


@transaction.atomic
def accept(answer: Answer, *, actor: User) -> Answer:
    """The desk keeps what a referent proposed. Accepting twice accepts once."""
    answer = _locked(answer)
    if not permissions.works_desk(actor):
        raise PermissionDenied(_("Only the desk keeps answers."))
    if answer.state != Answer.State.PROPOSED:
        return answer
    answer.state = Answer.State.KEPT
    answer.save()
    note(answer, "accepted", actor=actor)
    answer_decided.send(sender=Answer, answer=answer, actor=actor)
    return answer


@transaction.atomic
def confirm(answer: Answer, *, actor: User) -> Answer:
    """« Toujours exacte »: the answer holds for another half year. Twice on one day is once."""
    answer = _locked(answer)
    _require_care(answer, actor)
    until = later(timezone.localdate())
    if answer.valid_until >= until:
        return answer
    answer.valid_until, answer.asked_on = until, None
    answer.save()
    note(answer, "confirmed", actor=actor)
    return answer


@transaction.atomic
def correct(answer: Answer, words: Wordings, *, valid_until: date, number: int, actor: User) -> Answer:
    """Say it better: the version before is kept. `number` is the version the person saw. The same words only move the date.

    Raises Conflict when somebody corrected it meanwhile, TextRefused for an empty text or a day gone by.
    """
    answer = _locked(answer)
    _require_care(answer, actor)
    if answer.number != number:
        last = answer.changes.filter(code="corrected").select_related("actor").first()
        raise Conflict(who=directory().label(last.actor) if last and last.actor else _("Somebody"), what=_("the answer was corrected"))
    _check(words, valid_until)
    if any(getattr(answer, name) != value for name, value in vars(words).items()):
        before = {name: getattr(answer, name) for name in vars(words)}
        AnswerVersion.objects.create(answer=answer, number=answer.number, written_on=answer.written_on, **before)
        for name, value in vars(words).items():
            setattr(answer, name, value)
        answer.number += 1
        answer.written_on = timezone.localdate()
    answer.valid_until, answer.asked_on = valid_until, None
    answer.save()
    note(answer, "corrected", actor=actor)
    return answer


@transaction.atomic
def withdraw(answer: Answer, *, actor: User) -> Answer:
    """Nobody is offered it any more; it stays readable by its owner and the desk. Also how the desk declines a proposal."""
    answer = _locked(answer)
    _require_care(answer, actor)
    if answer.state == Answer.State.WITHDRAWN:
        return answer
    proposed = answer.state == Answer.State.PROPOSED
    answer.state = Answer.State.WITHDRAWN
    answer.save()
    note(answer, "withdrawn", actor=actor)
    if proposed:
        answer_decided.send(sender=Answer, answer=answer, actor=actor)
    return answer


@transaction.atomic
def ask_owner(answer: Answer, *, actor: User | None) -> Answer:
    """« Toujours exacte ? », once for each end of validity."""
    answer = _locked(answer)
    today = timezone.localdate()
    if answer.asked_on is not None or answer.state != Answer.State.KEPT or answer.valid_until > today + timedelta(days=RENEW_DAYS):
        return answer
    answer.asked_on = today
    answer.save()
    answer_to_confirm.send(sender=Answer, answer=answer, actor=actor)
    return answer


def note(answer: Answer, code: str, *, actor: User | None) -> AnswerChange:
    """A line of the answer's journal: its version and the day it holds until."""
    detail = {"number": answer.number, "valid_until": answer.valid_until.isoformat()}
    return AnswerChange.objects.create(answer=answer, actor=actor, code=code, detail=detail, at=timezone.now())


def _locked(answer: Answer) -> Answer:
    return Answer.objects.select_for_update(of=("self",)).get(pk=answer.pk)


def _require_care(answer: Answer, actor: User) -> None:
    if not permissions.cares_for(actor, answer):
        raise PermissionDenied(_("Only its owner and the desk change this answer."))


def _check(words: Wordings, valid_until: date) -> None:
    if not words.question.strip():
        raise TextRefused({"question": _("Write the question it answers.")})
    if not words.wording.strip():
        raise TextRefused({"wording": _("Write the reply the public will read.")})
    if valid_until < timezone.localdate():
        raise TextRefused({"valid_until": _("Choose a day to come.")})

"""Reporting, and taking a case in hand."""

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import F, Model
from django.utils import timezone

from rse.core import reporting
from rse.moderation import conf, journal
from rse.moderation.exceptions import AlreadyJudged, NotReportable, OwnWords, TakenByAnother
from rse.moderation.models import Case, Reason, Report
from rse.moderation.permissions import can_judge
from rse.moderation.signals import reported
from rse.people.models import User


@transaction.atomic
def report(thing: Model, *, reason: Reason, words: str, actor: User) -> Report:
    """Tell moderators of something one sees; several people make one case. Twice is once.

    PermissionDenied for what `actor` does not see. Raises NotReportable, OwnWords.
    """
    kind = reporting.get(thing._meta.label_lower)
    if kind is None:
        raise NotReportable
    if not kind.visible_to(actor).filter(pk=thing.pk).exists():
        raise PermissionDenied
    author = kind.author(thing)
    if author is None or author.pk == actor.pk:
        raise OwnWords
    already = Report.objects.filter(reporter=actor, label=kind.label, object_pk=thing.pk).select_related("case").first()
    if already is not None:
        return already
    case, first = _open_case(kind, thing, author)
    row, created = Report.objects.get_or_create(
        reporter=actor, label=kind.label, object_pk=thing.pk, defaults={"case": case, "reason": reason, "words": words.strip(), "at": timezone.now()}
    )
    if created:
        Case.objects.filter(pk=case.pk).update(report_count=F("report_count") + 1)
        journal.record(case, "reported", actor=None, reason=reason.code)
        reported.send(Report, report=row, case=case, first=first, actor=None)
    return row


@transaction.atomic
def claim(case: Case, *, actor: User) -> Case:
    """« Je m’en occupe ». Harmless twice; somebody who has kept a case too long loses it. Raises TakenByAnother, AlreadyJudged."""
    case = locked(case, actor=actor)
    if not case.is_open:
        raise AlreadyJudged
    if case.claimed_by_id == actor.pk:
        return case
    require_free(case, actor=actor)
    case.claimed_by, case.claimed_at = actor, timezone.now()
    case.save(update_fields=["claimed_by", "claimed_at"])
    journal.record(case, "claimed", actor=actor)
    return case


@transaction.atomic
def release(case: Case, *, actor: User) -> Case:
    """Put it back in the queue. Only who holds it; harmless twice."""
    case = locked(case, actor=actor)
    if case.claimed_by_id != actor.pk:
        return case
    case.claimed_by = case.claimed_at = None
    case.save(update_fields=["claimed_by", "claimed_at"])
    journal.record(case, "released", actor=actor)
    return case


@transaction.atomic
def open_words(case: Case, *, actor: User) -> Case:
    """Read the reported words where one does not read otherwise (a closed group, a private message): written in the journal, which the
    moderators of the group see. Once a person; opens nothing but these words."""
    case = locked(case, actor=actor)
    if not has_opened(case, actor):
        journal.record(case, "opened", actor=actor)
    return case


def has_opened(case: Case, user: User) -> bool:
    return any(line.code == "opened" and line.actor_id == user.pk for line in journal.lines(case))


def locked(case: Case, *, actor: User) -> Case:
    """The case, its row locked, for somebody who may judge it. Raises PermissionDenied."""
    case = Case.objects.select_for_update(of=("self",)).select_related("community", "author", "claimed_by").get(pk=case.pk)
    if not can_judge(actor, case):
        raise PermissionDenied
    return case


def require_free(case: Case, *, actor: User) -> None:
    """Raises TakenByAnother while a colleague holds the case and has not kept it too long."""
    if case.claimed_by is None or case.claimed_at is None or case.claimed_by_id == actor.pk:
        return
    if case.claimed_at > timezone.now() - conf.TAKEN_AT_MOST and can_judge(case.claimed_by, case):
        raise TakenByAnother(name=str(case.claimed_by))


def _open_case(kind: reporting.Reportable, thing: Model, author: User) -> tuple[Case, bool]:
    """The open case of this object, locked; made when there is none. Two people at once make one: the database says so."""
    found = Case.objects.select_for_update(of=("self",)).filter(label=kind.label, object_pk=thing.pk).waiting().first()
    if found is not None:
        return found, False
    try:
        with transaction.atomic():
            made = Case.objects.create(
                label=kind.label,
                object_pk=thing.pk,
                community_id=kind.community(thing),
                private=kind.private,
                author=author,
                words=kind.words(thing),
                opened_at=timezone.now(),
            )
    except IntegrityError:
        return Case.objects.select_for_update(of=("self",)).filter(label=kind.label, object_pk=thing.pk).waiting().get(), False
    return made, True

"""Files of HR: kept while they wait, applied whole or not at all, then forgotten but for their counts."""

import hashlib
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from rse.people.actions import bulk
from rse.people.actions.journal import require_hr
from rse.people.imports.checking import check
from rse.people.imports.exceptions import ChangedSinceChecked, NotClean, NothingWaits
from rse.people.imports.plans import Plan
from rse.people.models import ImportRun, User
from rse.people.signals import import_applied

KINDS = ImportRun.Kind
MAX_NAME = 120


@transaction.atomic
def keep_file(plan: Plan, *, content: bytes, file_name: str, actor: User | None) -> ImportRun:
    """Remember what a file would do until somebody confirms; a faulty file leaves its report, not itself. The same file waiting twice is one row."""
    require_hr(actor)
    sha256 = hashlib.sha256(content).hexdigest()
    waiting = ImportRun.objects.filter(organisation=plan.organisation, kind=plan.kind, sha256=sha256, actor=actor, state=ImportRun.State.READY)
    run = waiting.select_for_update().first() or ImportRun(organisation=plan.organisation, kind=plan.kind, sha256=sha256, actor=actor)
    run.state = ImportRun.State.READY if plan.clean else ImportRun.State.FAULTY
    run.file_name, run.at = file_name[-MAX_NAME:], timezone.now()
    run.content = content if plan.clean else None
    note(run, plan)
    run.save()
    return run


@transaction.atomic
def recheck_file(run: ImportRun, *, actor: User | None) -> ImportRun:
    """Compare a waiting file with the register as it is now. Raises NothingWaits."""
    require_hr(actor)
    run = ImportRun.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=run.pk)
    if run.state != ImportRun.State.READY:
        raise NothingWaits
    plan = check(bytes(run.content or b""), kind=run.kind, organisation=run.organisation)
    run.state = ImportRun.State.READY if plan.clean else ImportRun.State.FAULTY
    note(run, plan)
    run.save()
    return run


@transaction.atomic
def apply_file(run: ImportRun, *, actor: User | None, absent_leave: bool = False) -> ImportRun:
    """Do what the report said, and nothing else: all of it or nothing. Confirmed twice, done once.

    Raises ChangedSinceChecked when the register no longer gives that report, NotClean, NothingWaits.
    """
    require_hr(actor)
    run = ImportRun.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=run.pk)
    if run.state == ImportRun.State.APPLIED:
        return run
    if run.state == ImportRun.State.FAULTY:
        raise NotClean
    if run.state != ImportRun.State.READY or run.content is None:
        raise NothingWaits
    plan = check(bytes(run.content), kind=run.kind, organisation=run.organisation)
    if plan.as_json() != run.report:
        raise ChangedSinceChecked
    return settle(run, plan, actor=actor, absent_leave=absent_leave)


@transaction.atomic
def apply_plan(plan: Plan, *, content: bytes, file_name: str, actor: User | None, absent_leave: bool = False) -> ImportRun:
    """The same without a confirmation page, for the command. Raises NotClean."""
    require_hr(actor)
    if not plan.clean:
        raise NotClean
    sha256 = hashlib.sha256(content).hexdigest()
    run = ImportRun(organisation=plan.organisation, kind=plan.kind, sha256=sha256, file_name=file_name[-MAX_NAME:], actor=actor, at=timezone.now())
    return settle(run, plan, actor=actor, absent_leave=absent_leave)


@transaction.atomic
def drop_file(run: ImportRun, *, actor: User | None) -> ImportRun:
    """Give up a file that waits, or put away the report of a faulty one; the row stays with its counts."""
    require_hr(actor)
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if run.state in {ImportRun.State.READY, ImportRun.State.FAULTY}:
        forget(run, ImportRun.State.DROPPED)
    return run


@transaction.atomic
def forget_files(*, before: datetime, actor: User | None) -> int:
    """Files read before `before` and never confirmed: what they held is erased. Answers how many."""
    require_hr(actor)
    old = list(ImportRun.objects.select_for_update().waiting_since(before)[:50])
    for run in old:
        forget(run, ImportRun.State.DROPPED)
    return len(old)


def settle(run: ImportRun, plan: Plan, *, actor: User | None, absent_leave: bool) -> ImportRun:
    try:
        with transaction.atomic():
            write(plan, actor=actor)
            run.left = bulk.leave_absent(plan, actor=actor) if absent_leave and plan.kind == KINDS.AGENTS else 0
    except IntegrityError as error:  # somebody wrote the same number or address between the check and the write
        raise ChangedSinceChecked from error
    note(run, plan)
    forget(run, ImportRun.State.APPLIED)
    import_applied.send(ImportRun, run=run, actor=actor)
    return run


def write(plan: Plan, *, actor: User | None) -> None:
    if plan.kind == KINDS.AGENTS:
        bulk.enter_agents(plan, actor=actor)
        bulk.change_agents(plan, actor=actor)
    elif plan.kind == KINDS.DEPARTMENTS:
        bulk.write_departments(plan, actor=actor)
    else:
        bulk.write_positions(plan, actor=actor)


def note(run: ImportRun, plan: Plan) -> None:
    run.report = plan.as_json()
    run.lines, run.faults = plan.lines, len(plan.faults)
    run.created, run.changed = len(plan.created), len(plan.changed)
    run.unchanged, run.absent = plan.unchanged, len(plan.absent)


def forget(run: ImportRun, state: ImportRun.State) -> None:
    """Keep who, when and how many; erase the file and the names."""
    run.state, run.settled_at = state, timezone.now()
    run.content, run.report = None, {}
    run.save()

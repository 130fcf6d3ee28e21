"""« À prévenir »: announcing what will happen, changing it, cancelling it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from referents import permissions
from referents.exceptions import TextRefused
from referents.host import Department, User
from referents.models import Area, Notice, NoticeChange, Topic
from referents.signals import notice_announced


@dataclass(frozen=True)
class Announced:
    """What will happen, where, from when to when, and the answer ready."""

    title: str
    wording: str
    start: datetime
    end: datetime
    place: str = ""
    area: Area | None = None
    topic: Topic | None = None
    department: Department | None = None
    readers: str = Notice.Readers.EVERYONE


@transaction.atomic
def announce(facts: Announced, *, submission: UUID, actor: User) -> Notice:
    """Any agent announces; the desk and the referents of the subject are told. `submission` makes a second click return the first notice.

    Raises TextRefused without a title or an answer, for an end before the beginning or already gone by.
    """
    if not actor.is_active:
        raise PermissionDenied
    existing = Notice.objects.filter(submission=submission).first()
    if existing is not None:
        return existing
    _check(facts)
    notice = Notice.objects.create(**_columns(facts), author=actor, submission=submission)
    _note(notice, "announced", actor=actor)
    notice_announced.send(sender=Notice, notice=notice, code="announced", actor=actor)
    return notice


@transaction.atomic
def change(notice: Notice, facts: Announced, *, actor: User) -> Notice:
    """Another hour, another place, other words; the same people are told again. Nothing new changes nothing."""
    notice = _kept_by(notice, actor)
    _check(facts)
    columns = _columns(facts)
    changed = sorted(name for name, value in columns.items() if getattr(notice, name) != value)
    if not changed:
        return notice
    for name, value in columns.items():
        setattr(notice, name, value)
    notice.cancelled_at = None
    notice.save()
    row = _note(notice, "changed", actor=actor, fields=changed)
    notice_announced.send(sender=Notice, notice=notice, code=f"changed-{row.pk}", actor=actor)
    return notice


@transaction.atomic
def cancel(notice: Notice, *, actor: User) -> Notice:
    """It will not happen: nobody is offered the answer any more. Cancelling twice cancels once."""
    notice = _kept_by(notice, actor)
    if notice.cancelled_at is None:
        notice.cancelled_at = timezone.now()
        notice.save()
        _note(notice, "cancelled", actor=actor)
        notice_announced.send(sender=Notice, notice=notice, code="cancelled", actor=actor)
    return notice


def _kept_by(notice: Notice, actor: User) -> Notice:
    notice = Notice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    if not permissions.keeps_notice(actor, notice):
        raise PermissionDenied(_("Only its author, the referents of the department and the desk change this notice."))
    return notice


def _columns(facts: Announced) -> dict[str, object]:
    columns = dict(vars(facts))
    if columns["department"] is None and facts.topic is not None:
        columns["department"] = facts.topic.department
    return columns


def _check(facts: Announced) -> None:
    if not facts.title.strip():
        raise TextRefused({"title": _("Say in a few words what will happen.")})
    if not facts.wording.strip():
        raise TextRefused({"wording": _("Write the answer before anyone asks.")})
    if facts.end <= facts.start:
        raise TextRefused({"end": _("It ends before it begins: look at the two hours.")})
    if facts.end <= timezone.now():
        raise TextRefused({"end": _("It is already over: announce what is to come.")})


def _note(notice: Notice, code: str, *, actor: User, fields: list[str] | None = None) -> NoticeChange:
    return NoticeChange.objects.create(notice=notice, actor=actor, code=code, detail={"fields": fields} if fields else {}, at=timezone.now())

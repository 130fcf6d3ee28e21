"""Who takes care of the questions now, and the note left for the next person. It says who to turn to; nobody's time is counted."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from referents import permissions
from referents.calendars import usual
from referents.conf import directory
from referents.exceptions import Conflict, ReferentsError
from referents.host import User
from referents.models import Duty, Enquiry, HandoverNote, UnattendedDay
from referents.models.desk import MOST_TEXT
from referents.signals import desk_unattended

KEEP_NOTES_DAYS = 30
# The service has been open for this long before anybody is told that the desk is empty.
PATIENCE_MINUTES = 15


@transaction.atomic
def take(*, actor: User) -> Duty:
    """« Je m’occupe des questions »: the turn of whoever had it ends. Taking it twice takes it once. Raises Conflict when a colleague was quicker."""
    if not permissions.works_desk(actor):
        raise PermissionDenied(_("Only the desk takes care of the questions."))
    held = Duty.objects.select_for_update().filter(active=True).first()
    if held is not None and held.user_id == actor.pk:
        return held
    Duty.objects.filter(active=True).update(active=None)
    try:
        with transaction.atomic():
            return Duty.objects.create(user=actor, since=timezone.now())
    except IntegrityError as error:
        quicker = Duty.objects.filter(active=True).select_related("user").first()
        raise Conflict(who=directory().label(quicker.user) if quicker else _("Somebody"), what=_("takes care of the questions")) from error


@transaction.atomic
def leave(duty: Duty, *, text: str, enquiries: Iterable[Enquiry], actor: User) -> HandoverNote:
    """End one's own turn with a note for the next person. Leaving twice leaves one note. Raises PermissionDenied for the turn of somebody else."""
    duty = Duty.objects.select_for_update().get(pk=duty.pk)
    if duty.user_id != actor.pk:
        raise PermissionDenied(_("Only the person who takes care of the questions leaves this note."))
    if len(text.strip()) > MOST_TEXT:
        raise ReferentsError({"text": _("This note is too long.")})
    note, created = HandoverNote.objects.get_or_create(duty=duty, defaults={"text": text.strip(), "left_at": timezone.now()})
    if created:
        note.enquiries.set(enquiries)
        duty.active = None
        duty.save()
    return note


@transaction.atomic
def acknowledge(note: HandoverNote, *, actor: User) -> HandoverNote:
    """The next person has read it. The first one counts; when is not kept."""
    if not permissions.works_desk(actor):
        raise PermissionDenied(_("Only the desk takes care of the questions."))
    HandoverNote.objects.filter(pk=note.pk, read_by__isnull=True).update(read_by=actor)
    note.refresh_from_db()
    return note


@transaction.atomic
def end_forgotten(*, actor: User | None, at: datetime) -> int:
    """End a turn of an earlier day, and erase notes and turns older than thirty days. Answers how many turns ended."""
    today = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    ended = Duty.objects.filter(active=True, since__lt=today).update(active=None)
    Duty.objects.filter(active__isnull=True, since__lt=at - timedelta(days=KEEP_NOTES_DAYS)).delete()
    return ended


@transaction.atomic
def tell_unattended(*, actor: User | None, at: datetime) -> int:
    """Once a day, when the service has been open for a quarter of an hour and nobody takes care of the questions. A desk that never took
    turns is not told to."""
    day = timezone.localdate(at)
    if Duty.objects.filter(active=True).exists() or not Duty.objects.exists() or UnattendedDay.objects.filter(day=day).exists():
        return 0
    opening = usual()
    if not (opening.is_open(at) and opening.is_open(at - timedelta(minutes=PATIENCE_MINUTES))):
        return 0
    _row, created = UnattendedDay.objects.get_or_create(day=day)
    if created:
        desk_unattended.send(sender=Duty, day=day, actor=actor)
    return int(created)

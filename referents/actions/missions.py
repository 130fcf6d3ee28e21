"""Missions (mandates) and the life of referents. A mission is never overwritten: a change is a new row that replaces the old one."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from referents import permissions
from referents.exceptions import ReferentsError
from referents.host import Department, User
from referents.models import Area, Mandate, MandateChange, OfficialAccount, Referent, ReferentChange, Topic
from referents.signals import mandate_changed, referent_changed


@transaction.atomic
def grant(
    *,
    user: User,
    role: str,
    start: date,
    actor: User | None,
    end: date | None = None,
    topics: Iterable[Topic] = (),
    departments: Iterable[Department] = (),
    accounts: Iterable[OfficialAccount] = (),
    share: Decimal = Decimal("5.0"),
    trained_on: date | None = None,
    training_valid_until: date | None = None,
    job_description: str = Mandate.JobDescription.NO,
    visa_by: User | None = None,
    replaces: Mandate | None = None,
) -> Mandate:
    """Record a mission. Only HR and administrators (or the program) may. Raises ReferentsError when the dates are out of order."""
    if actor is not None and not (permissions.keeps_register(actor) or actor.has_perm("referents.add_mandate")):
        raise PermissionDenied(_("Only HR records missions."))
    if end is not None and end < start:
        raise ReferentsError({"end": _("The end comes before the beginning.")})
    now = timezone.now()
    mandate = Mandate.objects.create(
        user=user,
        role=role,
        start=start,
        end=end,
        share=share,
        trained_on=trained_on,
        training_valid_until=training_valid_until,
        job_description=job_description,
        visa_by=visa_by,
        visa_at=now if visa_by else None,
        replaces=replaces,
        created_at=now,
    )
    mandate.topics.set(topics)
    mandate.departments.set(departments)
    mandate.accounts.set(accounts)
    _journal(mandate, "granted", actor)
    return mandate


@transaction.atomic
def end(mandate: Mandate, *, on: date, actor: User | None) -> Mandate:
    """The mission stops after this day: its person, HR or an administrator may say so. Publishing waits on the row's lock and then sees it."""
    mandate = Mandate.objects.select_for_update().get(pk=mandate.pk)
    if actor is not None and not (actor.pk == mandate.user_id or permissions.keeps_register(actor) or actor.has_perm("referents.change_mandate")):
        raise PermissionDenied(_("Only the person or HR ends a mission."))
    mandate.end = max(on, mandate.start)
    mandate.save()
    _journal(mandate, "ended", actor)
    return mandate


@transaction.atomic
def suspend(user: User, *, why: str, actor: User | None) -> list[Mandate]:
    """Stop every mission of a person at once: `why` is a code ("moved", "refused", "left"). HR grants anew or resumes."""
    found = list(Mandate.objects.select_for_update().filter(user=user.pk, suspended_at__isnull=True).order_by("pk"))
    for mandate in found:
        mandate.suspended_at = timezone.now()
        mandate.suspended_why = why[:20]
        mandate.save()
        _journal(mandate, "suspended", actor, detail={"why": why[:20]})
    return found


@transaction.atomic
def resume(mandate: Mandate, *, actor: User) -> Mandate:
    """HR or an administrator lets a suspended mission run again."""
    if not (permissions.keeps_register(actor) or actor.has_perm("referents.change_mandate")):
        raise PermissionDenied(_("Only HR resumes a mission."))
    mandate = Mandate.objects.select_for_update().get(pk=mandate.pk)
    mandate.suspended_at = None
    mandate.suspended_why = ""
    mandate.save()
    _journal(mandate, "resumed", actor)
    return mandate


@transaction.atomic
def note_job_description(mandate: Mandate, *, value: str, actor: User) -> Mandate:
    """HR keeps whether the job description mentions the mission: no, asked for, mentioned."""
    if not permissions.keeps_register(actor):
        raise PermissionDenied(_("Only HR keeps the register."))
    mandate = Mandate.objects.select_for_update().get(pk=mandate.pk)
    if mandate.job_description == value:
        return mandate
    mandate.job_description = Mandate.JobDescription(value)
    mandate.save()
    _journal(mandate, "job_description", actor, detail={"value": value})
    return mandate


def _journal(mandate: Mandate, code: str, actor: User | None, detail: dict[str, str] | None = None) -> None:
    MandateChange.objects.create(mandate=mandate, actor=actor, code=code, detail=detail or {}, at=timezone.now())
    mandate_changed.send(sender=Mandate, mandate=mandate, code=code, actor=actor)


NEXT = {
    Referent.State.VOLUNTEER: {Referent.State.AGREED, Referent.State.ENDED},
    Referent.State.AGREED: {Referent.State.CHARTERED, Referent.State.ACTIVE, Referent.State.ENDED},
    Referent.State.CHARTERED: {Referent.State.ACTIVE, Referent.State.ENDED},
    Referent.State.ACTIVE: {Referent.State.PAUSED, Referent.State.ENDED},
    Referent.State.PAUSED: {Referent.State.ACTIVE, Referent.State.ENDED},
    Referent.State.ENDED: {Referent.State.VOLUNTEER},
}


@transaction.atomic
def volunteer(*, user: User, department: Department, topics: Iterable[Topic] = (), areas: Iterable[Area] = (), actor: User | None) -> Referent:
    """Begin a referent's life in a department; volunteering twice changes nothing."""
    if actor is not None and actor.pk != user.pk and not actor.has_perm("referents.add_referent"):
        raise PermissionDenied
    referent, created = Referent.objects.get_or_create(user=user, department=department)  # type: ignore[misc]  # the host's own model
    if created:
        referent.topics.set(topics)
        referent.areas.set(areas)
        ReferentChange.objects.create(referent=referent, actor=actor, to_state=referent.state, at=timezone.now())
        referent_changed.send(sender=Referent, referent=referent, from_state="", actor=actor)
    return referent


@transaction.atomic
def change_state(referent: Referent, *, to: str, actor: User | None) -> Referent:
    """Move a referent along their life cycle. The person pauses, resumes and leaves alone, without a reason; the rest needs the right
    to change referents. Raises ReferentsError for a step the cycle does not have."""
    referent = Referent.objects.select_for_update().get(pk=referent.pk)
    alone = {Referent.State.PAUSED, Referent.State.ENDED} | ({Referent.State.ACTIVE} if referent.state == Referent.State.PAUSED else set())
    own = actor is not None and actor.pk == referent.user_id and to in alone
    if actor is not None and not (own or actor.has_perm("referents.change_referent")):
        raise PermissionDenied
    if to not in NEXT[Referent.State(referent.state)]:
        raise ReferentsError(_("This step is not possible from “%(state)s”.") % {"state": referent.get_state_display()})
    before = referent.state
    referent.state = to
    today = timezone.localdate()
    if to == Referent.State.ACTIVE and referent.since is None:
        referent.since = today
    referent.ended_on = today if to == Referent.State.ENDED else None
    referent.save()
    ReferentChange.objects.create(referent=referent, actor=actor, from_state=before, to_state=to, at=timezone.now())
    referent_changed.send(sender=Referent, referent=referent, from_state=before, actor=actor)
    return referent

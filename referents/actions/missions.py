"""Missions (mandates) and the life of referents. A mission is never overwritten: a change is a new row that replaces the old one."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

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
    """Record a mission. Only HR and administrators (or the program) may, and the head whose agreement is its visa. Raises ReferentsError
    when the dates are out of order."""
    if actor is not None and not (permissions.keeps_register(actor) or actor.has_perm("referents.add_mandate") or actor == visa_by):
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
    detail = {"end": _iso(end), "value": job_description, "visa_by": visa_by.pk if visa_by else None, **_training(mandate)}
    _journal(mandate, "granted", actor, detail=detail)
    return mandate


@transaction.atomic
def end(mandate: Mandate, *, on: date, actor: User | None) -> Mandate:
    """The mission stops after this day: its person, HR or an administrator may say so. Publishing waits on the row's lock and then sees it."""
    mandate = Mandate.objects.select_for_update().get(pk=mandate.pk)
    if actor is not None and not (actor.pk == mandate.user_id or permissions.keeps_register(actor) or actor.has_perm("referents.change_mandate")):
        raise PermissionDenied(_("Only the person or HR ends a mission."))
    before, mandate.end = mandate.end, max(on, mandate.start)
    mandate.save()
    _journal(mandate, "ended", actor, detail={"end": _iso(mandate.end), "before": _iso(before)})
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
    detail = {"since": _iso(mandate.suspended_at), "why": mandate.suspended_why}
    mandate.suspended_at = None
    mandate.suspended_why = ""
    mandate.save()
    _journal(mandate, "resumed", actor, detail=detail)
    return mandate


@transaction.atomic
def note_job_description(mandate: Mandate, *, value: str, actor: User) -> Mandate:
    """HR keeps whether the job description mentions the mission: no, asked for, mentioned."""
    if not permissions.keeps_register(actor):
        raise PermissionDenied(_("Only HR keeps the register."))
    mandate = Mandate.objects.select_for_update().get(pk=mandate.pk)
    if mandate.job_description == value:
        return mandate
    before, mandate.job_description = mandate.job_description, Mandate.JobDescription(value)
    mandate.save()
    _journal(mandate, "job_description", actor, detail={"value": value, "before": before})
    return mandate


@transaction.atomic
def note_visa(mandate: Mandate, *, by: User, actor: User) -> Mandate:
    """HR notes that the head of department agreed, today. The same head twice changes nothing."""
    if not permissions.keeps_register(actor):
        raise PermissionDenied(_("Only HR keeps the register."))
    if by.pk == mandate.user_id:
        raise ReferentsError({"by": _("Name the head of department: nobody agrees to their own mission.")})
    mandate = Mandate.objects.select_for_update().get(pk=mandate.pk)
    if mandate.visa_by_id == by.pk:
        return mandate
    before = {"before": mandate.visa_by_id, "before_at": _iso(mandate.visa_at)}
    mandate.visa_by, mandate.visa_at = by, timezone.now()
    mandate.save()
    _journal(mandate, "visa", actor, detail={"visa_by": by.pk, **before})
    return mandate


@transaction.atomic
def note_training(mandate: Mandate, *, trained_on: date, valid_until: date | None, actor: User) -> Mandate:
    """HR notes a training followed and until when it holds. Raises ReferentsError for a day to come or dates out of order."""
    if not permissions.keeps_register(actor):
        raise PermissionDenied(_("Only HR keeps the register."))
    if trained_on > timezone.localdate():
        raise ReferentsError({"trained_on": _("This day is yet to come: note the training once it is followed.")})
    if valid_until is not None and valid_until < trained_on:
        raise ReferentsError({"valid_until": _("The end comes before the beginning.")})
    mandate = Mandate.objects.select_for_update().get(pk=mandate.pk)
    if (mandate.trained_on, mandate.training_valid_until) == (trained_on, valid_until):
        return mandate
    before = {f"before_{name}": value for name, value in _training(mandate).items()}
    mandate.trained_on, mandate.training_valid_until = trained_on, valid_until
    mandate.save()
    _journal(mandate, "training", actor, detail={**_training(mandate), **before})
    return mandate


def _training(mandate: Mandate) -> dict[str, str]:
    return {"trained_on": _iso(mandate.trained_on), "valid_until": _iso(mandate.training_valid_until)}


def _iso(day: date | None) -> str:
    """A day or an instant, as the journal keeps it."""
    return day.isoformat() if day else ""


def _journal(mandate: Mandate, code: str, actor: User | None, detail: Mapping[str, str | int | None] | None = None) -> None:
    MandateChange.objects.create(mandate=mandate, actor=actor, code=code, detail=dict(detail or {}), at=timezone.now())
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
        note(referent, code="state", from_state="", actor=actor)
        referent_changed.send(sender=Referent, referent=referent, from_state="", actor=actor)
    return referent


@transaction.atomic
def change_state(referent: Referent, *, to: str, actor: User | None, until: date | None = None) -> Referent:
    """Move a referent along their life cycle. The person pauses (`until` a last day, or without end), resumes and leaves alone, without a
    reason; the rest needs the right to change referents. Raises ReferentsError for a step the cycle does not have."""
    referent = Referent.objects.select_for_update().get(pk=referent.pk)
    alone = {Referent.State.PAUSED, Referent.State.ENDED} | ({Referent.State.ACTIVE} if referent.state == Referent.State.PAUSED else set())
    own = actor is not None and actor.pk == referent.user_id and to in alone
    if actor is not None and not (own or actor.has_perm("referents.change_referent")):
        raise PermissionDenied
    return step(referent, to=to, actor=actor, until=until)


@transaction.atomic
def step(referent: Referent, *, to: str, actor: User | None, until: date | None = None) -> Referent:
    """One step of the cycle on a locked row, by whoever the caller found to have the right; journalled and announced."""
    if to not in NEXT[Referent.State(referent.state)]:
        raise ReferentsError(_("This step is not possible from “%(state)s”.") % {"state": referent.get_state_display()})
    before, today = referent.state, timezone.localdate()
    referent.state = to
    if to == Referent.State.ACTIVE and referent.since is None:
        referent.since = today
    referent.ended_on = today if to == Referent.State.ENDED else None
    referent.paused_until = until if to == Referent.State.PAUSED else None
    referent.save()
    note(referent, code="state", from_state=before, detail={"until": until.isoformat()} if referent.paused_until and until else {}, actor=actor)
    referent_changed.send(sender=Referent, referent=referent, from_state=before, actor=actor)
    return referent


@transaction.atomic
def note(referent: Referent, *, code: str, actor: User | None, from_state: str | None = None, detail: dict[str, Any] | None = None) -> ReferentChange:
    """One line of a referent's journal: codes and ids, never words."""
    before = referent.state if from_state is None else from_state
    return ReferentChange.objects.create(
        referent=referent, actor=actor, from_state=before, to_state=referent.state, code=code, detail=detail or {}, at=timezone.now()
    )

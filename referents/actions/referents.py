"""What a referent decides alone: what they answer for, a pause, leaving. No reason is asked, nobody agrees."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from referents.actions import assignments, missions
from referents.exceptions import OutOfScope, ReferentsError
from referents.host import User
from referents.models import Area, Assignment, Mandate, Referent, Topic
from referents.states import MOVES

State = Referent.State


@transaction.atomic
def answer_for(
    referent: Referent, *, topics: Iterable[Topic], areas: Iterable[Area], capacity: int, deputy: User | None, by_link: bool, actor: User
) -> Referent:
    """The subjects (of their department and those below), neighbourhoods, questions at a time, who stands in, and whether a link is sent.

    Adding needs nobody, removing holds at once; each change is journalled by ids. Raises OutOfScope, ReferentsError.
    """
    referent = _own(referent, actor)
    wanted = {topic.pk: topic for topic in topics}
    if foreign := [topic.name for topic in wanted.values() if topic.pk not in allowed_topics(referent)]:
        raise OutOfScope({"topics": _("Another department answers for this: %(subjects)s.") % {"subjects": ", ".join(foreign)}})
    if deputy is not None and deputy.pk == referent.user_id:
        raise ReferentsError({"deputy": _("Choose somebody else: nobody stands in for themselves.")})
    before = (set(referent.topics.values_list("pk", flat=True)), set(referent.areas.values_list("pk", flat=True)))
    kept_areas = [area.pk for area in areas]
    _note_sets(referent, "subjects", before[0], set(wanted), actor)
    _note_sets(referent, "areas", before[1], set(kept_areas), actor)
    for code, old, new in (
        ("capacity", referent.capacity, capacity),
        ("deputy", referent.deputy_id, deputy.pk if deputy else None),
        ("by_link", referent.by_link, by_link),
    ):
        if old != new:
            missions.note(referent, code=code, detail={"from": old, "to": new}, actor=actor)
    referent.capacity, referent.deputy, referent.by_link = capacity, deputy, by_link
    referent.save(update_fields=["capacity", "deputy", "by_link"])
    referent.topics.set(wanted)
    referent.areas.set(kept_areas)
    return referent


def allowed_topics(referent: Referent) -> set[int]:
    """Ids of the subjects a referent may choose: those of their department and of the ones below it, and those they hold already."""
    below = referent.department.descendants().values("pk")
    return set(Topic.objects.filter(department__in=below, active=True).values_list("pk", flat=True)) | set(referent.topics.values_list("pk", flat=True))


def _note_sets(referent: Referent, code: str, before: set[int], after: set[int], actor: User) -> None:
    if before != after:
        missions.note(referent, code=code, detail={"added": sorted(after - before), "removed": sorted(before - after)}, actor=actor)


@transaction.atomic
def pause(referent: Referent, *, until: date | None, hand_on: bool, actor: User) -> Referent:
    """No question comes any more; with a last day, the sweep ends the pause by itself. Open questions stay, or go to the deputy or the next
    person. A pause that runs takes its new end. Raises ReferentsError for a day that has passed."""
    referent = _own(referent, actor)
    if until is not None and until < timezone.localdate():
        raise ReferentsError({"until": _("Choose a day to come.")})
    if referent.state == State.PAUSED:
        if referent.paused_until != until:
            referent.paused_until = until
            referent.save(update_fields=["paused_until"])
            missions.note(referent, code="pause", detail={"until": until.isoformat() if until else None}, actor=actor)
    else:
        referent = missions.step(referent, to=State.PAUSED, until=until, actor=actor)
    if hand_on:
        _hand_on(referent, actor)
    return referent


@transaction.atomic
def leave(referent: Referent, *, actor: User) -> Referent:
    """No longer a referent, or no longer a volunteer: at once, without a reason. The mission ends today, open questions go on. Twice is once."""
    referent = _own(referent, actor)
    if referent.state == State.ENDED:
        return referent
    referent = missions.step(referent, to=State.ENDED, actor=actor)
    for mandate in running_mandates(referent):
        missions.end(mandate, on=timezone.localdate(), actor=actor)
    _hand_on(referent, actor)
    return referent


@transaction.atomic
def come_back(referent: Referent, *, actor: User | None) -> Referent:
    """Questions come again. The person, or the sweep once the pause has ended. Nothing when the pause is over already."""
    referent = Referent.objects.select_for_update().get(pk=referent.pk) if actor is None else _own(referent, actor)
    return missions.step(referent, to=State.ACTIVE, actor=actor) if referent.state == State.PAUSED else referent


def running_mandates(referent: Referent) -> list[Mandate]:
    """The missions of referent for this department that are in force or to come."""
    today = timezone.localdate()
    rows = Mandate.objects.filter(user=referent.user_id, role=Mandate.Role.REFERENT, departments=referent.department_id)
    return [mandate for mandate in rows.order_by("pk") if mandate.end is None or mandate.end >= today]


def open_questions(referent: Referent) -> list[Assignment]:
    """What this person leads now and would leave behind; nothing while another active role of theirs remains."""
    if Referent.objects.active().filter(user=referent.user_id).exclude(pk=referent.pk).exists():
        return []
    rows = Assignment.objects.filter(user=referent.user_id, active=True, enquiry__state__in=MOVES["hand_on"].sources)
    return list(rows.select_related("enquiry").order_by("enquiry"))


def _hand_on(referent: Referent, actor: User) -> None:
    for assignment in open_questions(referent):
        assignments.hand_on(assignment.enquiry, person=actor, to=referent.deputy, actor=actor)


def _own(referent: Referent, actor: User) -> Referent:
    """The row, locked; only its own person goes on."""
    referent = Referent.objects.select_for_update().get(pk=referent.pk)
    if referent.user_id != actor.pk or not actor.is_active:
        raise PermissionDenied
    return referent

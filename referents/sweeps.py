"""Work that falls due. Plain functions run every minute by `referents_sweep`, or by the host's own scheduler.

Each may run twice, at the same time, after a crash: what is due is read from rows, each item is done in its own transaction under
the lock of its enquiry, which is also the lock of every move, and looked at again once locked. One failure is logged and stops nothing else.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import TypeVar

from django.db import connection, transaction
from django.utils import timezone

from referents import permissions
from referents.actions import assignments, enquiries, publications, sending
from referents.calendars import usual
from referents.clocks import opening_of, reached_steps, schedule_next
from referents.conf import directory, option
from referents.host import User
from referents.models import Assignment, Clock, ClockFire, Enquiry, EnquiryMove, ExternalAuthor, Publication
from referents.models.calendars import Metric
from referents.signals import step_fired
from referents.states import OPEN, State

logger = logging.getLogger(__name__)
GIVE_UP_AFTER_OPENING_DAYS = 10
Item = TypeVar("Item")


def run(now: datetime) -> dict[str, int]:
    """Every sweep once; how many items each did. A sweep that cannot even list its work is logged and does not stop the next."""
    today = timezone.localdate(now)
    sweeps: dict[str, Callable[[], int]] = {
        "clock_steps": lambda: fire_clock_steps(now),
        "passed_on": lambda: pass_on_unaccepted(now),
        "published": lambda: publish_scheduled(now),
        "emails": lambda: send_due_emails(now),
        "closed": lambda: close_published(now),
        "given_up": lambda: give_up_waiting(now),
        "purged": lambda: purge_authors(today),
    }
    return {name: _each(f"the sweep {name}", [sweep], lambda sweep: sweep()) for name, sweep in sweeps.items()}


def fire_clock_steps(now: datetime) -> int:
    """Tell who a clock's steps name. The unique key of ClockFire, not the lock, is what keeps a step from firing twice in a run."""

    def fire(pk: int) -> int:
        with transaction.atomic():
            clock = _due_clock(pk, next_at__lte=now)
            if clock is None:
                return 0
            opening = opening_of(clock.policy)
            told = sum(_fire(clock, step, now) for step in reached_steps(clock, at=now, opening=opening))
            schedule_next(clock, at=now, opening=opening)
            clock.save(update_fields=["next_at"])
            return told

    due = Clock.objects.filter(result=Clock.Result.RUNNING, next_at__lte=now).order_by("next_at", "pk")
    return _each("the steps of clock", due.values_list("pk", flat=True), fire)


def _fire(clock: Clock, step: str, now: datetime) -> int:
    _fire_row, created = ClockFire.objects.get_or_create(clock=clock, step=step, run=clock.run, defaults={"at": now})
    if created:
        step_fired.send(sender=Clock, clock=clock, step=step, recipients=recipients(clock, step, on=timezone.localdate(now)), actor=None)
    return int(created)


def pass_on_unaccepted(now: datetime) -> int:
    """Nobody took the question in time: the next candidate, else the desk."""

    def pass_on(pk: int) -> int:
        with transaction.atomic():
            clock = _due_clock(pk, due_at__lte=now, enquiry__state=State.ASSIGNED)
            if clock is None:
                return 0
            assignments.miss_acceptance(clock.enquiry, actor=None)
            return 1

    due = Clock.objects.filter(result=Clock.Result.RUNNING, metric=Metric.ACCEPTANCE, due_at__lte=now, enquiry__state=State.ASSIGNED)
    return _each("the acceptance of clock", due.order_by("due_at", "pk").values_list("pk", flat=True), pass_on)


def publish_scheduled(now: datetime) -> int:
    """The hour of a scheduled publication has come; the action checks everything again and fails rather than publish without right."""

    def publish(pk: int) -> int:
        with transaction.atomic():
            publication = due.filter(pk=pk).select_related("draft__enquiry", "enquiry", "actor").first()
            if publication is None:
                return 0
            publications.publish_due(publication, actor=None)
            return 1

    due = Publication.objects.filter(state=Publication.State.PENDING, scheduled_at__lte=now)
    return _each("publication", due.order_by("scheduled_at", "pk").values_list("pk", flat=True), publish)


def send_due_emails(now: datetime) -> int:
    """E-mails to send, and those whose sender died with them. No transaction here: the action claims the row, sends, then settles."""

    def send(pk: int) -> int:
        return int(bool(sending.send_email(pk)))

    waiting = [Publication.State.PENDING, Publication.State.SENDING]
    due = Publication.objects.filter(mode=Publication.Mode.EMAIL, state__in=waiting, next_attempt_at__lte=now)
    return _each("e-mail publication", due.order_by("next_attempt_at", "pk").values_list("pk", flat=True), send)


def close_published(now: datetime) -> int:
    """Nothing more came after the answer for CLOSE_AFTER_DAYS days."""
    limit = now - timedelta(days=option("CLOSE_AFTER_DAYS"))

    def close(pk: int) -> int:
        with transaction.atomic():
            enquiry = _locked(pk, state=State.PUBLISHED, published_at__lte=limit)
            if enquiry is None:
                return 0
            enquiries.close(enquiry, actor=None)
            return 1

    due = Enquiry.objects.filter(state=State.PUBLISHED, published_at__lte=limit)
    return _each("enquiry", due.order_by("published_at", "pk").values_list("pk", flat=True), close)


def give_up_waiting(now: datetime) -> int:
    """Ten whole opening days without the citizen's answer, counted from the question put last."""
    opening = usual()

    def give_up(pk: int) -> int:
        with transaction.atomic():
            enquiry = _locked(pk, state=State.WAITING)
            asked = EnquiryMove.objects.filter(enquiry=pk, to_state=State.WAITING).exclude(from_state=State.WAITING).order_by("-version").first()
            if enquiry is None or asked is None or opening.after_days(asked.at, GIVE_UP_AFTER_OPENING_DAYS) > now:
                return 0
            enquiries.give_up_waiting(enquiry, actor=None)
            return 1

    due = Enquiry.objects.filter(state=State.WAITING).order_by("pk")
    return _each("enquiry", due.values_list("pk", flat=True), give_up)


def purge_authors(today: date) -> int:
    """Erase the citizens whose date has come, once nothing of theirs is open. Their enquiries stay, without them."""

    def purge(pk: int) -> int:
        with transaction.atomic():
            _count, rows = due.filter(pk=pk).delete()
            return rows.get(ExternalAuthor._meta.label, 0)

    due = ExternalAuthor.objects.filter(purge_on__lte=today).exclude(enquiries__state__in=OPEN)
    return _each("citizen", due.order_by("pk").values_list("pk", flat=True), purge)


def recipients(clock: Clock, step: str, *, on: date) -> list[User]:
    """Whom a step tells, each once. A step the policy invents goes to the dispatchers. Never a head: subjects are chased, people are not."""
    found: dict[int, User] = {}
    for people in TELLS.get(step, (_dispatchers,)):
        found |= {person.pk: person for person in people(clock, on)}
    return [found[pk] for pk in sorted(found)]


def _desk(clock: Clock, on: date) -> Iterable[User]:
    return permissions.with_permission("referents.work_desk")


def _dispatchers(clock: Clock, on: date) -> Iterable[User]:
    return permissions.with_permission("referents.dispatch")


def _lead(clock: Clock, on: date) -> Iterable[User]:
    active = Assignment.objects.filter(enquiry=clock.enquiry_id, active=True, user__is_active=True).select_related("user")
    return [assignment.user for assignment in active]


def _deputy_reviewers(clock: Clock, on: date) -> Iterable[User]:
    """The deputies of the topic's reviewers who may review themselves; every reviewer when no deputy may. Never the author of the version."""
    draft = clock.enquiry.drafts.filter(current=True).first()
    able = {person.pk: person for person in permissions.reviewers(clock.enquiry.topic, besides=draft.author_id if draft else None, on=on)}
    people = directory()
    deputies = {deputy.pk: deputy for person in able.values() if (deputy := people.deputy(person)) is not None and deputy.pk in able}
    return (deputies or able).values()


TELLS: dict[str, tuple[Callable[[Clock, date], Iterable[User]], ...]] = {
    "remind_cm": (_desk,),
    "remind_dispatcher": (_desk, _dispatchers),
    "missed": (_desk, _dispatchers),
    "pass_on": (_dispatchers,),
    "remind_expert": (_lead,),
    "tell_dispatcher": (_dispatchers,),
    "ask_deputy_reviewers": (_deputy_reviewers,),
}


def _locked(pk: int, **still: object) -> Enquiry | None:
    """The enquiry, locked, if it still is as expected. One that somebody is moving right now is left to the next minute where the database can tell."""
    skip = connection.features.has_select_for_update_skip_locked
    return Enquiry.objects.select_for_update(skip_locked=skip).filter(pk=pk, **still).first()


def _due_clock(pk: int, **still: object) -> Clock | None:
    """A running clock with its enquiry locked first, as every move does; None when it is not due any more."""
    enquiry_id = Clock.objects.filter(pk=pk).values_list("enquiry", flat=True).first()
    if enquiry_id is None or _locked(enquiry_id) is None:
        return None
    return Clock.objects.filter(pk=pk, result=Clock.Result.RUNNING, **still).select_related("enquiry__topic", "policy__calendar").first()


def _each(what: str, items: Iterable[Item], do: Callable[[Item], int]) -> int:
    """`do` for every item; the sum of what it answers."""
    done = 0
    for item in list(items):
        try:
            done += do(item)
        except Exception:
            logger.exception("Sweep: %s %s failed and will be tried again.", what, item if isinstance(item, int) else "")
    return done

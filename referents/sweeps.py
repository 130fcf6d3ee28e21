"""Work that falls due. Plain functions run every minute by `referents_sweep`, or by the host's own scheduler.

Each may run twice, at the same time, after a crash: what is due is read from rows, each item is done in its own transaction under
the lock of its enquiry, which is also the lock of every move, and looked at again once locked. One failure is logged and stops nothing else.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from functools import partial
from typing import TypeVar

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from referents import campaigns, permissions
from referents.actions import assignments, charters, duty, enquiries, link_mails, publications, referents, reusable, sending
from referents.calendars import usual
from referents.clocks import opening_of, reached_steps, schedule_next
from referents.conf import directory, option
from referents.host import User
from referents.models import (
    Answer,
    AnswerLink,
    Assignment,
    CharterReminder,
    CharterVersion,
    Clock,
    ClockFire,
    Enquiry,
    EnquiryMove,
    ExternalAuthor,
    Publication,
    Referent,
)
from referents.models.calendars import Metric
from referents.querysets import RENEW_DAYS
from referents.signals import step_fired
from referents.states import OPEN, State

logger = logging.getLogger(__name__)
GIVE_UP_AFTER_OPENING_DAYS = 10
SILENT_AFTER_OPENING_DAYS = 3
Item = TypeVar("Item")


def run(now: datetime) -> dict[str, int]:
    """Every sweep once; how many items each did. A sweep that cannot even list its work is logged and does not stop the next."""
    today = timezone.localdate(now)
    sweeps: dict[str, Callable[[], int]] = {
        "clock_steps": lambda: fire_clock_steps(now),
        "passed_on": lambda: pass_on_unaccepted(now),
        "published": lambda: publish_scheduled(now),
        "emails": lambda: send_due_emails(now),
        "links": lambda: send_due_links(now),
        "resumed": lambda: resume_paused(today),
        "closed": lambda: close_published(now),
        "silent": lambda: notice_silence(now),
        "unattended": lambda: look_at_the_desk(now),
        "given_up": lambda: give_up_waiting(now),
        "recalled": lambda: recall_charters(now),
        "purged": lambda: purge_authors(today),
        "answers_to_confirm": lambda: ask_owners(today),
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


def send_due_links(now: datetime) -> int:
    """Links whose hour has come, and those whose sender died with them."""

    def send(pk: int) -> int:
        return int(bool(link_mails.send_link(pk)))

    due = AnswerLink.objects.filter(mail__in=[AnswerLink.Mail.PENDING, AnswerLink.Mail.SENDING], next_attempt_at__lte=now)
    return _each("link", due.order_by("next_attempt_at", "pk").values_list("pk", flat=True), send)


def resume_paused(today: date) -> int:
    """Pauses whose last day has passed."""

    def resume(pk: int) -> int:
        with transaction.atomic():
            referent = due.filter(pk=pk).select_for_update().first()
            return int(referent is not None and bool(referents.come_back(referent, actor=None)))

    due = Referent.objects.filter(state=Referent.State.PAUSED, paused_until__lt=today)
    return _each("the pause of referent", due.order_by("pk").values_list("pk", flat=True), resume)


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


def _asked(pk: int) -> EnquiryMove | None:
    """The move by which the citizen was asked for more, the last time."""
    return EnquiryMove.objects.filter(enquiry=pk, to_state=State.WAITING).exclude(from_state=State.WAITING).order_by("-version").first()


def notice_silence(now: datetime) -> int:
    """Three whole opening days without the citizen's answer: the desk is told, once for each time they were asked."""
    opening = usual()

    def notice(pk: int) -> int:
        with transaction.atomic():
            enquiry, asked = _locked(pk, state=State.WAITING), _asked(pk)
            if enquiry is None or asked is None or opening.after_days(asked.at, SILENT_AFTER_OPENING_DAYS) > now:
                return 0
            if enquiry.moves.filter(move="chase", version__gt=asked.version).exists():
                return 0
            enquiries.notice_silence(enquiry, actor=None)
            return 1

    due = Enquiry.objects.filter(state=State.WAITING).order_by("pk")
    return _each("the silence of enquiry", due.values_list("pk", flat=True), notice)


def look_at_the_desk(now: datetime) -> int:
    """Whose turn was forgotten the day before is over; when the service is open and nobody takes care, the dispatchers are told."""
    return duty.end_forgotten(actor=None, at=now) + duty.tell_unattended(actor=None, at=now)


def give_up_waiting(now: datetime) -> int:
    """Ten whole opening days without the citizen's answer, counted from the question put last."""
    opening = usual()

    def give_up(pk: int) -> int:
        with transaction.atomic():
            enquiry, asked = _locked(pk, state=State.WAITING), _asked(pk)
            if enquiry is None or asked is None or opening.after_days(asked.at, GIVE_UP_AFTER_OPENING_DAYS) > now:
                return 0
            enquiries.give_up_waiting(enquiry, actor=None)
            return 1

    due = Enquiry.objects.filter(state=State.WAITING).order_by("pk")
    return _each("enquiry", due.values_list("pk", flat=True), give_up)


def recall_charters(now: datetime) -> int:
    """A version to sign is recalled to those who have not answered: the day it takes effect when they were told long before, and a week before its
    last day. The unique key of the reminder keeps each from being told twice."""
    today, Occasion = timezone.localdate(now), CharterReminder.Occasion

    def recall(pk: int, occasion: str) -> int:
        version = CharterVersion.objects.select_related("charter").get(pk=pk)
        if not campaigns.is_newest(version):
            return 0
        return int(charters.remind_automatically(version, occasion=occasion, actor=None) is not None)

    open_ones = CharterVersion.objects.filter(must_sign_by__gte=today).order_by("pk")
    due = {
        Occasion.OPENING: open_ones.filter(effective_at__lte=now, published_at__lte=F("effective_at") - timedelta(days=7)),
        Occasion.LAST_WEEK: open_ones.filter(must_sign_by__lte=today + timedelta(days=7), published_at__lte=now - timedelta(days=1)),
    }
    done = 0
    for occasion, versions in due.items():
        waiting = versions.exclude(reminders__occasion=occasion).values_list("pk", flat=True)
        done += _each("the charter version", waiting, partial(recall, occasion=occasion))
    return done


def purge_authors(today: date) -> int:
    """Erase the citizens whose date has come, once nothing of theirs is open. Their enquiries stay, without them."""

    def purge(pk: int) -> int:
        with transaction.atomic():
            _count, rows = due.filter(pk=pk).delete()
            return rows.get(ExternalAuthor._meta.label, 0)

    due = ExternalAuthor.objects.filter(purge_on__lte=today).exclude(enquiries__state__in=OPEN)
    return _each("citizen", due.order_by("pk").values_list("pk", flat=True), purge)


def ask_owners(today: date) -> int:
    """« Toujours exacte ? » to whoever owns an answer that holds for a month at most: once for each end of validity."""

    def ask(pk: int) -> int:
        return int(reusable.ask_owner(Answer.objects.get(pk=pk), actor=None).asked_on is not None)

    due = Answer.objects.kept().filter(valid_until__lte=today + timedelta(days=RENEW_DAYS), asked_on__isnull=True)
    return _each("the owner of answer", due.order_by("pk").values_list("pk", flat=True), ask)


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

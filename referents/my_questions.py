"""What a person was asked, what they brought, the texts about to leave, the thanks. Reading only; what is open comes first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects
from django.utils import timezone

from referents.answer_page import CONTRIBUTABLE, WRITTEN, hoped_before, involved_in, thanks_of, where_it_stands
from referents.host import User
from referents.hours import moment, promise
from referents.models import Assignment, Clock, Contribution, ContributionRequest, Draft, Enquiry, Mandate, Message, Publication, ThankYou, Topic
from referents.states import State

PAGE_SIZE = 20
MOST_OPEN = 50
MOST_THANKS = 50


@dataclass(frozen=True)
class Line:
    """One question in a list: the citizen's first words, the wording about to leave, the answer that was published."""

    enquiry: Enquiry
    text: str
    draft: Draft | None
    answer: Publication | None
    received: str
    hoped: str
    stands: str


@dataclass(frozen=True)
class MyQuestions:
    """`next` is the last question of the page when others follow."""

    to_answer: list[Line]
    to_review: list[Line]
    leaving: list[Line]
    past: list[Line]
    next: Enquiry | None


@dataclass(frozen=True)
class Brought:
    """What this person brought, the latest first."""

    lines: list[Line]
    next: Enquiry | None


def asked(user: User, *, after: Enquiry | None, now: datetime) -> MyQuestions:
    """What waits for this person first, whole; then, a page at a time, what is behind them. The open part shows on the first page only."""
    missions = list(user.mandates.reviewing(timezone.localdate(now)))
    seen = Enquiry.objects.visible_to(user, reviewing=missions)
    mine = seen.filter(involved_in(user)).select_related("topic", "handed_to")
    waiting, leaving = _waiting(user), _leaving(user)
    past = _after(mine.exclude(waiting | leaving), after)
    to_answer, about_to_leave, to_read = [], [], []
    if after is None:
        near = list(mine.filter(waiting | leaving).order_by("received_at", "pk")[: 2 * MOST_OPEN])
        to_answer, about_to_leave = [one for one in near if one.state not in WRITTEN], [one for one in near if one.state in WRITTEN]
        to_read = to_review(user, seen, missions)
    _load([*to_answer, *about_to_leave, *to_read, *past])
    return MyQuestions(
        to_answer=_lines(to_answer, now),
        to_review=_lines(to_read, now),
        leaving=_lines(about_to_leave, now),
        past=_lines(past[:PAGE_SIZE], now),
        next=past[PAGE_SIZE - 1] if len(past) > PAGE_SIZE else None,
    )


def brought(user: User, *, after: Enquiry | None, now: datetime) -> Brought:
    """« Un habitant demande… »: the questions this person filed and what was answered."""
    rows = _after(Enquiry.objects.visible_to(user).filter(filed_by=user.pk).select_related("topic", "handed_to"), after)
    _load(rows)
    return Brought(lines=_lines(rows[:PAGE_SIZE], now), next=rows[PAGE_SIZE - 1] if len(rows) > PAGE_SIZE else None)


def thanks(user: User) -> list[Message]:
    """Citizens' thanks for answers this person helped to give."""
    helped = Contribution.objects.filter(Q(author=user.pk) | Q(said_by=user.pk)).values("enquiry")
    wrote = Draft.objects.filter(author=user.pk).values("enquiry")
    return thanks_of(list(Enquiry.objects.visible_to(user).filter(Q(pk__in=helped) | Q(pk__in=wrote)).order_by("-received_at")[:500]))[:MOST_THANKS]


def passed_on(user: User) -> list[ThankYou]:
    """Words the desk passed on for replies this person helped with, the latest first. One query."""
    return list(ThankYou.objects.to(user).exclude(by=user.pk).select_related("enquiry", "by").distinct()[:MOST_THANKS])


def to_review(user: User, seen: "QuerySet[Enquiry]", missions: list[Mandate]) -> list[Enquiry]:
    """Wordings that wait for this person's eyes: in the scope of one of their `missions` of review, written by somebody else; the oldest first."""
    if not missions:
        return []
    own = Draft.objects.filter(current=True, author=user.pk)
    found = seen.filter(state=State.IN_REVIEW).exclude(drafts__in=own).select_related("topic", "handed_to").order_by("received_at", "pk")
    return [enquiry for enquiry in found if any(_covers(mission, enquiry.topic) for mission in missions)][:MOST_OPEN]


def _covers(mission: Mandate, topic: Topic | None) -> bool:
    """`MandateQuerySet.covering`, for rows already read."""
    topics = {one.pk for one in mission.topics.all()}
    departments = {one.pk for one in mission.departments.all()}
    if topic is None:
        return not topics and not departments
    return (not topics or topic.pk in topics) and (not departments or topic.department_id in departments)


def _waiting(user: User) -> Q:
    leads = Assignment.objects.filter(user=user.pk, active=True).values("enquiry")
    brought_in = ContributionRequest.objects.filter(user=user.pk, done_at__isnull=True).values("enquiry")
    return Q(pk__in=leads, state__in=[State.ASSIGNED, State.IN_PROGRESS]) | Q(pk__in=brought_in, state__in=CONTRIBUTABLE)


def _leaving(user: User) -> Q:
    """The wording of something this person said, or a wording of theirs, before it leaves."""
    said = Contribution.objects.filter(Q(author=user.pk) | Q(said_by=user.pk)).values("enquiry")
    wrote = Draft.objects.filter(author=user.pk, current=True).values("enquiry")
    return Q(state__in=WRITTEN) & (Q(pk__in=said) | Q(pk__in=wrote))


def _load(enquiries: list[Enquiry]) -> None:
    """What the lines show, for all of them at once."""
    answers = Publication.objects.filter(kind=Publication.Kind.ANSWER, state=Publication.State.DONE).order_by("-published_at", "-pk")
    received = Message.objects.filter(direction=Message.Direction.IN, deleted_at__isnull=True)
    prefetch_related_objects(
        enquiries,
        Prefetch("messages", queryset=received, to_attr="received"),
        Prefetch("drafts", queryset=Draft.objects.filter(current=True), to_attr="wording"),
        Prefetch("publications", queryset=answers, to_attr="answers_out"),
        Prefetch("clocks", queryset=Clock.objects.filter(result=Clock.Result.RUNNING), to_attr="running"),
    )


def _after(found: "QuerySet[Enquiry]", last: Enquiry | None) -> list[Enquiry]:
    if last is not None:
        found = found.filter(Q(received_at__lt=last.received_at) | Q(received_at=last.received_at, pk__lt=last.pk))
    return list(found.order_by("-received_at", "-pk")[: PAGE_SIZE + 1])


def _lines(found: list[Enquiry], now: datetime) -> list[Line]:
    return [_line(enquiry, now) for enquiry in found]


def _line(enquiry: Any, now: datetime) -> Line:  # Any: an enquiry with the lists that `_load` ties to it
    hoped = hoped_before(enquiry, enquiry.running, at=now)
    return Line(
        enquiry=enquiry,
        text=enquiry.received[0].text if enquiry.received else enquiry.subject,
        draft=next(iter(enquiry.wording), None),
        answer=next(iter(enquiry.answers_out), None),
        received=moment(enquiry.received_at, now=now),
        hoped=promise(hoped, now=now) if hoped else "",
        stands=where_it_stands(enquiry, published=bool(enquiry.answers_out), now=now),
    )

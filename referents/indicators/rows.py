"""From the journal, the clocks and the publications to cycles: a constant number of queries, whatever the number of questions.

Left out: robots, echoes, imported files, what was put aside for moderation, advertising and what was entered by mistake.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from referents.calendars import OpeningTime
from referents.indicators.figures import MEASURED, Cycle, Dimension, Span
from referents.indicators.spans import Pause, Ruler, business
from referents.models import Clock, Enquiry, EnquiryMove, Publication, ServiceCalendar, Topic
from referents.models.calendars import Metric
from referents.states import State

LEFT_OUT_ORIGINS = frozenset({"robot", "echo", "import"})
LEFT_OUT_DROPS = LEFT_OUT_ORIGINS | {"spam", "test"}
TOLD = frozenset({"receive", "qualify", "requalify", "drop"})
READ = TOLD | {
    "reopen", "assign", "miss_acceptance", "contribute", "answer_oneself", "word", "edit", "approve", "ask_changes", "ask_citizen", "citizen_answered",
    "give_up_waiting", "doubt", "refuse", "miss_schedule", "confirm", "moderate", "hand_over", "join", "undo",
}  # fmt: skip
WORDINGS = frozenset({"answer_oneself", "word", "edit"})
ENDS = frozenset({"confirm", "drop", "hand_over", "join", "give_up_waiting"})
WHO: dict[str, frozenset[str]] = {Metric.EXPERT_ANSWER: frozenset({"contribute"}), Metric.REVIEW: frozenset({"approve", "ask_changes"})}


@dataclass
class _Story:
    """One cycle while its journal is read."""

    topic: int | None
    begun_at: datetime
    reopened: bool = False
    answered_at: datetime | None = None
    ended: str = ""
    ended_at: datetime | None = None
    reviewed: bool = False
    asked: int = 0
    asked_at: datetime | None = None
    unsure: bool = False
    left_out: bool = False
    no_reply: bool = False
    pauses: list[list[datetime]] = field(default_factory=list)
    people: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    def play(self, move: str, to: str, actor: int | None, at: datetime, detail: dict[str, object]) -> None:
        """One row of the journal."""
        self._began(move, at, detail)
        self._asked_and_worded(move, to, actor, at)
        if move == "ask_citizen":
            self.pauses.append([at])
        elif move == "citizen_answered" and self.pauses:
            self.pauses[-1].append(at)
        if move in ENDS or move == "moderate":
            self.ended, self.ended_at = move, at
            self.answered_at = at if move == "confirm" else self.answered_at
            self.left_out = self.left_out or move == "moderate" or (move == "drop" and detail.get("reason") in LEFT_OUT_DROPS)
            self.no_reply = move == "drop" and not self.left_out
        elif move == "undo":
            self.ended, self.ended_at, self.left_out, self.no_reply = "", None, False, False

    def _began(self, move: str, at: datetime, detail: dict[str, object]) -> None:
        if move in ("receive", "reopen"):
            self.begun_at, self.reopened = at, move == "reopen"
            self.left_out = detail.get("origin") in LEFT_OUT_ORIGINS
        elif move in ("qualify", "requalify"):
            topic = detail.get("topic")
            self.topic = topic if isinstance(topic, int) else self.topic

    def _asked_and_worded(self, move: str, to: str, actor: int | None, at: datetime) -> None:
        self.asked += move == "assign" or (move == "miss_acceptance" and to == State.ASSIGNED)
        self.asked_at = at if move == "assign" and self.asked_at is None else self.asked_at
        self.unsure = self.unsure or move in ("doubt", "refuse", "miss_schedule")
        if move == "approve":
            self.reviewed = True
        elif move in WORDINGS and to == State.READY:
            self.reviewed = False
        for metric, moves in WHO.items():
            if move in moves and actor is not None:
                self.people[metric].add(actor)

    @property
    def waits(self) -> list[Pause]:
        return [(pause[0], pause[1]) for pause in self.pauses if len(pause) == 2]


Key = tuple[int, int]
Touched = QuerySet[EnquiryMove, Any]  # Any: the ids of the questions, as a subquery


def read(start: datetime, end: datetime) -> list[Cycle]:
    """Every cycle, as it stands now, of the questions to which something happened between two instants: eight queries.

    The same cycle is the same in every period it is counted in, so that months add up to quarters.
    """
    touched = EnquiryMove.objects.filter(at__gte=start, at__lt=end, move__in=READ).order_by().values("enquiry")
    enquiries = {row[0]: row[1:] for row in Enquiry.objects.filter(pk__in=touched).order_by().values_list("pk", "channel", "account", "topic")}
    stories = _stories(touched, {pk: row[2] for pk, row in enquiries.items()})
    left = _published(touched)
    measures = _spans(touched, stories)
    departments = dict(Topic.objects.order_by().values_list("pk", "department"))
    found = []
    for key, story in stories.items():
        if story.left_out:
            continue
        channel, account, _topic = enquiries[key[0]]
        reused, by_hand = left.get(key, (False, False))
        keys: dict[Dimension, int | str | None] = {
            Dimension.TOPIC: story.topic,
            Dimension.DEPARTMENT: departments.get(story.topic) if story.topic else None,
            Dimension.ACCOUNT: account,
            Dimension.NETWORK: channel,
        }
        found.append(_cycle(story, keys, measures.get(key, ()), reused=reused, by_hand=by_hand))
    return found


def _cycle(story: _Story, keys: dict[Dimension, int | str | None], measures: Iterable[Span], *, reused: bool, by_hand: bool) -> Cycle:
    return Cycle(
        begun_at=story.begun_at,
        keys=keys,
        reopened=story.reopened,
        answered_at=story.answered_at,
        ended_at=story.ended_at,
        handed_over=story.ended == "hand_over",
        no_reply=story.no_reply,
        reviewed=story.reviewed,
        reused=reused,
        redirected=story.asked > 1,
        unsure=story.unsure,
        by_hand=by_hand,
        spans=tuple(measures),
    )


def _stories(touched: Touched, topics: dict[int, int | None]) -> dict[Key, _Story]:
    moves = EnquiryMove.objects.filter(enquiry__in=touched)
    details = dict(moves.filter(move__in=TOLD).order_by().values_list("pk", "detail"))
    stories: dict[Key, _Story] = {}
    rows = moves.filter(move__in=READ).order_by("enquiry", "version").values_list("pk", "enquiry", "cycle", "move", "to_state", "actor", "at")
    for pk, enquiry, cycle, move, to, actor, at in rows:
        key = (enquiry, cycle)
        if key not in stories:
            before = stories.get((enquiry, cycle - 1))
            stories[key] = _Story(topic=before.topic if before else topics.get(enquiry), begun_at=at)
        stories[key].play(move, to, actor, at, details.get(pk, {}))
    return stories


def _published(touched: Touched) -> dict[Key, tuple[bool, bool]]:
    """Of each cycle that was answered: from a reusable answer, and posted by hand."""
    done = Publication.objects.filter(enquiry__in=touched, kind=Publication.Kind.ANSWER, state=Publication.State.DONE).order_by("pk")
    rows = done.values_list("draft__enquiry", "draft__cycle", "draft__answer", "mode")
    return {(enquiry, cycle): (answer is not None, mode == Publication.Mode.MANUAL) for enquiry, cycle, answer, mode in rows}


def _spans(touched: Touched, stories: dict[Key, _Story]) -> dict[Key, list[Span]]:
    """From the clocks that stopped; a clock cancelled measures nothing. The technical answer is counted from the first person asked, for
    answering accepts."""
    stopped = Clock.objects.filter(enquiry__in=touched, result__in=(Clock.Result.KEPT, Clock.Result.LATE), metric__in=MEASURED)
    rows = list(stopped.order_by().values_list("enquiry", "cycle", "metric", "started_at", "stopped_at", "result", "policy__calendar"))
    if not rows:
        return {}
    first, last = min([row[3] for row in rows] + [story.asked_at for story in stories.values() if story.asked_at]), max(row[4] or row[3] for row in rows)
    openings = {one.pk: OpeningTime.of(one) for one in ServiceCalendar.objects.prefetch_related("closures")}
    rulers = {calendar: Ruler(openings[calendar], first, last) for calendar in {row[6] for row in rows}}
    found: dict[Key, list[Span]] = defaultdict(list)
    for enquiry, cycle, metric, started, at, result, calendar in rows:
        story = stories.get((enquiry, cycle))
        if story is not None and at is not None:
            started = story.asked_at or started if metric == Metric.EXPERT_ANSWER else started
            worked = business(started, at, pauses=story.waits, ruler=rulers[calendar])
            people = frozenset(story.people.get(metric, ()))
            found[(enquiry, cycle)].append(Span(metric, at, worked, at - started, result == Clock.Result.KEPT, people))
    return found

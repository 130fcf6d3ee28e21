"""Clocks: one promise each, derived from the journal. Which move does what to which clock is the table `EFFECTS`, and nothing else.

Clocks measure the town's promise to the citizen, never a person: no clock knows who was asked. Every move calls `apply`;
`rebuild` plays the whole journal again and must come to the same rows.
"""

import logging
import math
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction

from referents.calendars import NeverOpen, OpeningTime
from referents.models import Clock, ClockFire, ClockPolicy, Enquiry, EnquiryMove, ServiceCalendar
from referents.models.calendars import Metric
from referents.states import State

logger = logging.getLogger(__name__)
Result = Clock.Result
ALIVE, NOTHING = (Result.RUNNING, Result.PAUSED), timedelta()
Key = tuple[int, str]

FIRST_CONTACT, ACCEPTANCE, EXPERT_ANSWER, REVIEW, ANSWER = EVERY = tuple(Metric)


class Effect(StrEnum):
    START = "start"  # a clock that ran before in the cycle starts a new run
    STOP = "stop"  # kept, or late
    MISS = "miss"  # late whatever the hour
    PAUSE = "pause"  # the opening time left is kept
    RESUME = "resume"
    CANCEL = "cancel"
    PROMISE = "promise"  # the hour in `detail["promised_at"]` becomes the due time, its steps may fire again
    HURRY = "hurry"  # the urgent allowance, when it is sooner
    REOPEN = "reopen"  # stopped too soon: it runs again to the hour it had
    RESTORE = "restore"  # what ran before the move that is undone


@dataclass(frozen=True)
class Line:
    """One line of the table: what a move does to some clocks, only when it leads to the state `to` if one is named."""

    effect: Effect
    metrics: tuple[Metric, ...]
    to: State | None = None


_ARRIVAL = (Line(Effect.START, (FIRST_CONTACT, ANSWER)),)
_ABANDON = (Line(Effect.CANCEL, EVERY),)
_WORDING = (Line(Effect.CANCEL, (REVIEW,)), Line(Effect.START, (REVIEW,), to=State.IN_REVIEW))

EFFECTS: dict[str, tuple[Line, ...]] = {
    "receive": _ARRIVAL,
    "reopen": _ARRIVAL,
    "assign": (Line(Effect.CANCEL, (EXPERT_ANSWER,)), Line(Effect.START, (ACCEPTANCE,))),
    "accept": (Line(Effect.STOP, (ACCEPTANCE,)), Line(Effect.START, (EXPERT_ANSWER,))),
    "miss_acceptance": (Line(Effect.MISS, (ACCEPTANCE,)), Line(Effect.START, (ACCEPTANCE,), to=State.ASSIGNED)),
    "decline": (Line(Effect.CANCEL, (ACCEPTANCE, EXPERT_ANSWER)),),
    "hand_on": (Line(Effect.CANCEL, (ACCEPTANCE, EXPERT_ANSWER)), Line(Effect.START, (ACCEPTANCE,), to=State.ASSIGNED)),
    "ask_outside": (Line(Effect.START, (EXPERT_ANSWER,)),),
    "answer_outside": (Line(Effect.STOP, (ACCEPTANCE, EXPERT_ANSWER)),),
    "outside_declined": (Line(Effect.CANCEL, (EXPERT_ANSWER,)),),
    "contribute": (Line(Effect.STOP, (ACCEPTANCE, EXPERT_ANSWER)),),
    "answer_oneself": _WORDING,
    "word": _WORDING,
    "edit": _WORDING,
    "approve": (Line(Effect.STOP, (REVIEW,)),),
    "ask_changes": (Line(Effect.STOP, (REVIEW,)),),
    "correct_fact": (Line(Effect.CANCEL, (REVIEW,)),),
    "miss_schedule": (Line(Effect.CANCEL, (REVIEW,)),),
    "hold": (Line(Effect.STOP, (FIRST_CONTACT,)), Line(Effect.PROMISE, (ANSWER,))),
    "lose_hold": (Line(Effect.REOPEN, (FIRST_CONTACT,)),),
    "ask_citizen": (Line(Effect.PAUSE, (FIRST_CONTACT, EXPERT_ANSWER, ANSWER)),),
    "citizen_answered": (Line(Effect.RESUME, (FIRST_CONTACT, EXPERT_ANSWER, ANSWER)),),
    "confirm": (Line(Effect.STOP, (FIRST_CONTACT, ANSWER)),),
    "mark_urgent": (Line(Effect.HURRY, EVERY),),
    "give_up_waiting": _ABANDON,
    "drop": _ABANDON,
    "moderate": _ABANDON,
    "join": _ABANDON,
    "hand_over": _ABANDON,
    "undo": (Line(Effect.RESTORE, EVERY),),
    "take_back": (Line(Effect.RESTORE, EVERY),),
}
# Moves that leave every clock as it is, named so that a new move cannot be forgotten (a test compares with the table of moves).
_TALK = {"append", "split", "chase", "qualify", "requalify", "bring_in", "bring_outside", "complete"}
UNTOUCHED = frozenset(_TALK | {"schedule", "unschedule", "publish", "doubt", "refuse", "retry", "close"})
UNDOABLE = frozenset({"join", "drop", "hand_over", "moderate"})

# Metric → business minutes, minutes when urgent, steps. The service level of ENQUIRY; a day of answer is 7 hours.
DEFAULTS: dict[Metric, tuple[int, int, list[list[int | str]]]] = {
    FIRST_CONTACT: (120, 30, [[50, "remind_cm"], [80, "remind_dispatcher"], [100, "missed"]]),
    ACCEPTANCE: (240, 60, [[100, "pass_on"]]),
    EXPERT_ANSWER: (360, 120, [[80, "remind_expert"], [100, "tell_dispatcher"]]),
    REVIEW: (120, 30, [[100, "ask_deputy_reviewers"]]),
    ANSWER: (840, 240, [[80, "remind_cm"], [100, "missed"]]),
}


def install_policies(calendar: ServiceCalendar) -> list[ClockPolicy]:
    """The first version of the policy of every clock that has none. Called again, changes nothing. In the order of `Metric`."""
    return [
        ClockPolicy.objects.filter(metric=metric).first()
        or ClockPolicy.objects.create(metric=metric, version=1, minutes=minutes, urgent_minutes=urgent, steps=steps, calendar=calendar)
        for metric, (minutes, urgent, steps) in DEFAULTS.items()
    ]


@transaction.atomic
def apply(enquiry: Enquiry, row: EnquiryMove) -> None:
    """What this journal row does to the clocks of its cycle. Called by the one function that makes moves, in its transaction, row locked.

    A clock whose policy is missing is not kept. A calendar that is never open is logged and stops no move: `recompute` repairs.
    """
    if row.move in UNTOUCHED:
        return
    recorded = _recorded(enquiry)
    replay = _Replay(enquiry, recorded=recorded, clocks=dict(recorded), urgent=_urgent_before(enquiry, row), live=True)
    try:
        replay.play(row)
    except NeverOpen:
        logger.exception("Enquiry %s: the clocks could not follow %r, their calendar is never open.", enquiry.pk, row.move)
        return
    for clock in replay.touched.values():
        clock.save()


def rebuild(enquiry: Enquiry) -> list[Clock]:
    """The clocks as the journal alone tells them, unsaved, by cycle and metric. Only the version of a policy is read from the recorded row.

    Raises NeverOpen.
    """
    replay = _Replay(enquiry, recorded=_recorded(enquiry))
    for row in enquiry.moves.order_by("version"):
        replay.play(row)
    return [replay.clocks[key] for key in sorted(replay.clocks)]


def differences(enquiry: Enquiry) -> list[str]:
    """ "cycle/metric" of every clock that is not what the journal tells."""
    recorded = {key: _face(clock) for key, clock in _recorded(enquiry).items()}
    told = {(clock.cycle, clock.metric): _face(clock) for clock in rebuild(enquiry)}
    return [f"{cycle}/{metric}" for cycle, metric in sorted(recorded.keys() | told.keys()) if recorded.get((cycle, metric)) != told.get((cycle, metric))]


@transaction.atomic
def recompute(calendar: ServiceCalendar) -> int:
    """Give the open clocks of this calendar the due times its present hours and closures make, paused time counted anew.

    To call after a change of hours or closures; clocks already stopped keep what was true then. Answers how many clocks changed.
    Raises NeverOpen, and then changes nothing.
    """
    changed = 0
    for pk in Enquiry.objects.open().order_by("pk").values_list("pk", flat=True):
        enquiry = Enquiry.objects.select_for_update().get(pk=pk)
        recorded = _recorded(enquiry)
        for clock in rebuild(enquiry):
            before = recorded.get((clock.cycle, clock.metric))
            if clock.policy.calendar_id == calendar.pk and clock.result in ALIVE and (before is None or _face(before) != _face(clock)):
                clock.pk = before.pk if before else None
                clock.save(force_insert=before is None)
                changed += 1
    return changed


def opening_of(policy: ClockPolicy) -> OpeningTime:
    """The opening time a clock of this policy runs in."""
    return OpeningTime.of(policy.calendar)


def reached_steps(clock: Clock, *, at: datetime, opening: OpeningTime) -> list[str]:
    """The codes of the steps a running clock has reached at `at` and not fired in this run, in order."""
    fired = _fired(clock.enquiry).get((clock.cycle, clock.metric, clock.run), set())
    return [code for percentage, code in _steps(clock.policy) if code not in fired and _step_at(clock, percentage, at=at, opening=opening) <= at]


def schedule_next(clock: Clock, *, at: datetime, opening: OpeningTime) -> None:
    """Set `next_at` to the first step not fired yet in this run; `at` when it is overdue; None when there is none or the clock stands."""
    clock.next_at = _next_at(clock, at=at, opening=opening, fired=_fired(clock.enquiry).get((clock.cycle, clock.metric, clock.run), set()))


def _recorded(enquiry: Enquiry) -> dict[Key, Clock]:
    clocks = Clock.objects.filter(enquiry=enquiry).select_related("policy__calendar")
    return {(clock.cycle, clock.metric): clock for clock in clocks}


def _face(clock: Clock) -> tuple[object, ...]:
    return (clock.run, clock.minutes, clock.started_at, clock.remaining, clock.due_at, clock.next_at, clock.stopped_at, clock.result)


def _urgent_before(enquiry: Enquiry, row: EnquiryMove) -> bool:
    last = enquiry.moves.filter(move="mark_urgent", version__lt=row.version).order_by("-version").first()
    return last is not None and _says_urgent(last)


def _says_urgent(row: EnquiryMove) -> bool:
    return bool(row.detail.get("urgent", True))


def _fired(enquiry: Enquiry) -> dict[tuple[int, str, int], set[str]]:
    fired: dict[tuple[int, str, int], set[str]] = {}
    for cycle, metric, run, step in ClockFire.objects.filter(clock__enquiry=enquiry).values_list("clock__cycle", "clock__metric", "run", "step"):
        fired.setdefault((cycle, metric, run), set()).add(step)
    return fired


def _steps(policy: ClockPolicy) -> list[tuple[float, str]]:
    return sorted((float(percentage), str(code)) for percentage, code in policy.steps)


def _allowed(minutes: float) -> timedelta:
    return timedelta(minutes=minutes)


def _left(clock: Clock, *, at: datetime, opening: OpeningTime) -> timedelta:
    """Opening time left before the due time, negative when it has passed."""
    if clock.result == Result.PAUSED:
        return _allowed(clock.remaining or 0)
    return opening.length(at, clock.due_at) if clock.due_at else NOTHING


def _step_at(clock: Clock, percentage: float, *, at: datetime, opening: OpeningTime) -> datetime:
    """When this share of the allowance is used up; `at` when it already is. The last step is the due time itself, to the second."""
    if percentage == 100 and clock.due_at:
        return clock.due_at
    used = _allowed(clock.minutes) - _left(clock, at=at, opening=opening)
    share = _allowed(clock.minutes * percentage / 100)
    return at if share <= used else opening.shift(at, share - used)


def _next_at(clock: Clock, *, at: datetime, opening: OpeningTime, fired: set[str]) -> datetime | None:
    if clock.result != Result.RUNNING:
        return None
    for percentage, code in _steps(clock.policy):
        if code not in fired:
            return max(_step_at(clock, percentage, at=at, opening=opening), at)
    return None


@dataclass
class _Replay:
    """Where journal rows are played: the clocks so far, and what playing needs to know. Reads the database, writes nothing.

    `live` plays one new row on the recorded clocks; otherwise the journal is played from its first row.
    """

    enquiry: Enquiry
    recorded: dict[Key, Clock]
    clocks: dict[Key, Clock] = field(default_factory=dict)
    urgent: bool = False
    live: bool = False
    touched: dict[Key, Clock] = field(default_factory=dict)
    undoable: dict[Key, Clock] = field(default_factory=dict)
    newest: dict[str, ClockPolicy] | None = None
    fired: dict[tuple[int, str, int], set[str]] | None = None
    openings: dict[int, OpeningTime] = field(default_factory=dict)

    def play(self, row: EnquiryMove) -> None:
        if row.move == "mark_urgent":
            self.urgent = _says_urgent(row)
        if row.move in UNDOABLE:
            self.undoable = {key: copy(clock) for key, clock in self.clocks.items()}
        for line in EFFECTS.get(row.move, ()):
            if line.to is not None and line.to != row.to_state:
                continue
            if line.effect == Effect.RESTORE:
                self._restore(row)
                continue
            for metric in line.metrics:
                self._touch((row.cycle, metric.value), line.effect, row)

    def _touch(self, key: Key, effect: Effect, row: EnquiryMove) -> None:
        clock = self.clocks.get(key)
        if effect == Effect.START:
            self._start(key, clock, row)
        elif clock is not None and (clock.result in ALIVE or effect == Effect.REOPEN):
            CHANGES[effect](clock, row, self._opening(clock.policy), self.urgent)
            self._settle(key, clock, row.at)

    def _start(self, key: Key, clock: Clock | None, row: EnquiryMove) -> None:
        policy = self._policy(key)
        if policy is None:
            return
        clock = clock or Clock(enquiry=self.enquiry, cycle=key[0], metric=key[1], run=0)
        clock.policy = policy
        clock.run += 1
        clock.minutes = policy.urgent_minutes if self.urgent else policy.minutes
        clock.started_at = row.at
        clock.remaining = clock.stopped_at = None
        clock.result = Result.RUNNING
        clock.due_at = self._opening(policy).add(row.at, clock.minutes)
        self._settle(key, clock, row.at)

    def _settle(self, key: Key, clock: Clock, at: datetime) -> None:
        if self.fired is None:
            self.fired = _fired(self.enquiry)
        clock.next_at = _next_at(clock, at=at, opening=self._opening(clock.policy), fired=self.fired.get((*key, clock.run), set()))
        self.clocks[key] = self.touched[key] = clock

    def _restore(self, row: EnquiryMove) -> None:
        """As before the move that is undone. Time went on meanwhile: due times are what they were."""
        before = self.undoable
        if self.live:
            past = _Replay(self.enquiry, recorded=self.recorded)
            for earlier in self.enquiry.moves.filter(version__lt=row.version).order_by("version"):
                past.play(earlier)
            before = past.undoable
        for key, clock in before.items():
            if key[0] == row.cycle:
                clock.pk = self.recorded[key].pk if key in self.recorded else None
                clock._state.adding = clock.pk is None
                self._settle(key, clock, row.at)

    def _policy(self, key: Key) -> ClockPolicy | None:
        """The newest version when a clock starts; the recorded one when the journal is played again, for it was the newest then."""
        if not self.live and key in self.recorded:
            return self.recorded[key].policy
        if self.newest is None:
            policies = ClockPolicy.objects.select_related("calendar").order_by("metric", "version")
            self.newest = {policy.metric: policy for policy in policies}
        return self.newest.get(key[1])

    def _opening(self, policy: ClockPolicy) -> OpeningTime:
        if policy.calendar_id not in self.openings:
            self.openings[policy.calendar_id] = opening_of(policy)
        return self.openings[policy.calendar_id]


def _stop(clock: Clock, row: EnquiryMove, opening: OpeningTime, urgent: bool) -> None:
    in_time = row.at <= clock.due_at if clock.due_at else bool(clock.remaining)
    clock.result, clock.stopped_at = (Result.KEPT if in_time else Result.LATE), row.at


def _miss(clock: Clock, row: EnquiryMove, opening: OpeningTime, urgent: bool) -> None:
    clock.result, clock.stopped_at = Result.LATE, row.at


def _cancel(clock: Clock, row: EnquiryMove, opening: OpeningTime, urgent: bool) -> None:
    clock.result, clock.stopped_at = Result.CANCELLED, row.at


def _pause(clock: Clock, row: EnquiryMove, opening: OpeningTime, urgent: bool) -> None:
    """Whole minutes, the one begun given back."""
    if clock.result == Result.RUNNING:
        left = max(_left(clock, at=row.at, opening=opening), NOTHING)
        clock.remaining = math.ceil(left / timedelta(minutes=1))
        clock.due_at, clock.result = None, Result.PAUSED


def _resume(clock: Clock, row: EnquiryMove, opening: OpeningTime, urgent: bool) -> None:
    if clock.result == Result.PAUSED:
        clock.due_at = opening.add(row.at, clock.remaining or 0)
        clock.remaining, clock.result = None, Result.RUNNING


def _promise(clock: Clock, row: EnquiryMove, opening: OpeningTime, urgent: bool) -> None:
    """The allowance becomes what lies between the promise and its hour; `started_at` stays, for the citizen has waited since then."""
    promised = row.detail.get("promised_at")
    if promised and clock.result == Result.RUNNING:
        hour = datetime.fromisoformat(promised)
        clock.due_at = hour if hour.tzinfo else hour.replace(tzinfo=opening.zone)
        clock.minutes = math.ceil(max(opening.between(row.at, clock.due_at), 0))
        clock.run += 1


def _hurry(clock: Clock, row: EnquiryMove, opening: OpeningTime, urgent: bool) -> None:
    """What is used stays used; nothing is put off, and what is already late stays so."""
    left = _left(clock, at=row.at, opening=opening)
    if not urgent or left <= NOTHING:
        return
    used = _allowed(clock.minutes) - left
    hurried = max(_allowed(clock.policy.urgent_minutes) - used, NOTHING)
    if hurried >= left:
        return
    clock.minutes = round((used + hurried) / timedelta(minutes=1))
    if clock.result == Result.PAUSED:
        clock.remaining = math.ceil(hurried / timedelta(minutes=1))
    else:
        clock.due_at = opening.shift(row.at, hurried)


def _reopen(clock: Clock, row: EnquiryMove, opening: OpeningTime, urgent: bool) -> None:
    """Nothing was kept after all: the hour that was due stands, passed or not."""
    if clock.result in {Result.KEPT, Result.LATE} and clock.due_at:
        clock.result, clock.stopped_at = Result.RUNNING, None


CHANGES = {
    Effect.REOPEN: _reopen,
    Effect.STOP: _stop,
    Effect.MISS: _miss,
    Effect.CANCEL: _cancel,
    Effect.PAUSE: _pause,
    Effect.RESUME: _resume,
    Effect.PROMISE: _promise,
    Effect.HURRY: _hurry,
}

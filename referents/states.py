"""The one table of an enquiry's moves. Nothing else in the code names a (from, to) pair.

`MOVES` is the table of ENQUIRY: each move says from which states it starts, where it may lead, and which roles may make it.
The journal's check constraint, the buttons a person sees and the documentation page are all derived from it.
Targets equal to `SAME` leave the state unchanged but are journalled all the same.
"""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from referents.exceptions import MoveRefused


class State(models.TextChoices):
    NEW = "new", _("new")
    REOPENED = "reopened", _("reopened")
    QUALIFIED = "qualified", _("qualified")
    ASSIGNED = "assigned", _("asked")
    IN_PROGRESS = "in_progress", _("in progress")
    WAITING = "waiting", _("waiting for the citizen")
    ANSWERED = "answered", _("answered by a colleague")
    IN_REVIEW = "in_review", _("in review")
    TO_CORRECT = "to_correct", _("to correct")
    READY = "ready", _("ready")
    PUBLISHING = "publishing", _("being published")
    UNCERTAIN = "uncertain", _("publication to check")
    FAILED = "failed", _("publication failed")
    PUBLISHED = "published", _("published")
    CLOSED = "closed", _("closed")
    JOINED = "joined", _("joined to another")
    DROPPED = "dropped", _("no reply needed")
    TO_MODERATE = "to_moderate", _("to moderate")
    HANDED_OVER = "handed_over", _("handed over")


class Role(models.TextChoices):
    CM = "cm", _("community manager")
    DISPATCHER = "dispatcher", _("dispatcher")
    REFERENT = "referent", _("referent")
    REVIEWER = "reviewer", _("reviewer")
    AGENT = "agent", _("agent")
    PROGRAM = "program", _("program")


S, R = State, Role
SAME = ""
OPEN = frozenset(
    {
        S.NEW, S.REOPENED, S.QUALIFIED, S.ASSIGNED, S.IN_PROGRESS, S.WAITING, S.ANSWERED, S.IN_REVIEW, S.TO_CORRECT, S.READY,
        S.PUBLISHING, S.UNCERTAIN, S.FAILED,
    }
)  # fmt: skip
CLOSED = frozenset({S.PUBLISHED, S.CLOSED, S.JOINED, S.DROPPED, S.TO_MODERATE, S.HANDED_OVER})
# Once a text has left or may have left, dropping or handing over would hide it.
ABANDONABLE = OPEN - {S.PUBLISHING, S.UNCERTAIN}
HOLDABLE = frozenset({S.NEW, S.REOPENED, S.QUALIFIED, S.ASSIGNED, S.IN_PROGRESS, S.ANSWERED, S.IN_REVIEW, S.TO_CORRECT})
SPLITTABLE = frozenset({S.NEW, S.REOPENED, S.QUALIFIED, S.ASSIGNED, S.IN_PROGRESS, S.ANSWERED})
DESK = frozenset({R.CM, R.DISPATCHER})
REVIEW_OR_READY = frozenset({S.IN_REVIEW, S.READY})


@dataclass(frozen=True)
class Move:
    """One row of the table. `sources` empty means creation; `targets` may hold `SAME`."""

    code: str
    label: str | Promise
    sources: frozenset[str]
    targets: frozenset[str]
    roles: frozenset[str]


def _move(code: str, label: str | Promise, sources: frozenset[str] | set[str], targets: frozenset[str] | set[str], roles: frozenset[str] | set[str]) -> Move:
    return Move(code, label, frozenset(sources), frozenset(targets), frozenset(roles))


MOVES: dict[str, Move] = {
    move.code: move
    for move in (
        _move("receive", _("received"), set(), {S.NEW}, DESK | {R.AGENT, R.PROGRAM}),
        _move("append", _("the citizen wrote again"), OPEN | CLOSED, {SAME}, DESK | {R.PROGRAM}),
        _move("reopen", _("reopened"), {S.PUBLISHED, S.CLOSED}, {S.REOPENED}, DESK | {R.PROGRAM}),
        _move("join", _("joined to another question"), {S.NEW, S.REOPENED}, {S.JOINED}, {R.CM}),
        _move("split", _("split in two questions"), SPLITTABLE, {SAME}, {R.CM}),
        _move("qualify", _("subject set"), {S.NEW, S.REOPENED}, {S.QUALIFIED}, DESK),
        _move("requalify", _("subject changed"), OPEN - {S.NEW, S.REOPENED}, {SAME}, DESK),
        _move("mark_urgent", _("marked urgent"), OPEN, {SAME}, DESK),
        _move("answer_oneself", _("answered by the desk"), {S.NEW, S.REOPENED, S.QUALIFIED}, REVIEW_OR_READY, {R.CM}),
        _move("drop", _("no reply needed"), ABANDONABLE, {S.DROPPED}, DESK),
        _move("moderate", _("put aside for moderation"), {S.NEW, S.REOPENED, S.QUALIFIED}, {S.TO_MODERATE}, DESK),
        _move("take_back", _("taken back from moderation"), {S.TO_MODERATE}, {S.NEW, S.REOPENED, S.QUALIFIED}, DESK),
        _move("assign", _("asked"), {S.QUALIFIED, S.ASSIGNED, S.IN_PROGRESS}, {S.ASSIGNED}, DESK),
        _move("bring_in", _("colleague brought in"), {S.ASSIGNED, S.IN_PROGRESS, S.ANSWERED}, {SAME}, DESK | {R.REFERENT}),
        _move("accept", _("accepted"), {S.ASSIGNED}, {S.IN_PROGRESS}, {R.REFERENT}),
        _move("miss_acceptance", _("no answer yet, next person asked"), {S.ASSIGNED}, {S.ASSIGNED, S.QUALIFIED}, {R.PROGRAM}),
        _move("decline", _("not the right person"), {S.ASSIGNED, S.IN_PROGRESS}, {S.QUALIFIED}, {R.REFERENT}),
        _move("hand_on", _("handed on to a colleague"), {S.ASSIGNED, S.IN_PROGRESS}, {S.ASSIGNED, S.QUALIFIED}, {R.REFERENT, R.PROGRAM}),
        _move("ask_outside", _("outside contact asked"), {S.QUALIFIED}, {S.IN_PROGRESS}, DESK),
        _move("bring_outside", _("outside contact brought in"), {S.ASSIGNED, S.IN_PROGRESS, S.ANSWERED}, {SAME}, DESK),
        _move("answer_outside", _("answered by an outside contact"), {S.QUALIFIED, S.ASSIGNED, S.IN_PROGRESS}, {S.ANSWERED}, {R.PROGRAM}),
        _move("outside_declined", _("back from an outside contact"), {S.IN_PROGRESS}, {S.QUALIFIED}, {R.PROGRAM}),
        _move("hold", _("citizen told we are looking"), HOLDABLE, {SAME}, {R.CM}),
        _move("lose_hold", _("holding reply not delivered"), OPEN, {SAME}, {R.PROGRAM}),
        _move("ask_citizen", _("citizen asked for more"), {S.IN_PROGRESS}, {S.WAITING}, {R.CM}),
        _move("chase", _("citizen reminded"), {S.WAITING}, {SAME}, {R.CM, R.PROGRAM}),
        _move("citizen_answered", _("the citizen answered"), {S.WAITING}, {S.IN_PROGRESS}, DESK | {R.PROGRAM}),
        _move("give_up_waiting", _("closed without news from the citizen"), {S.WAITING}, {S.CLOSED}, {R.PROGRAM}),
        _move("contribute", _("answered by a colleague"), {S.ASSIGNED, S.IN_PROGRESS}, {S.ANSWERED}, {R.REFERENT, R.CM}),
        _move("complete", _("answer completed"), {S.ANSWERED, S.TO_CORRECT}, {SAME}, {R.REFERENT, R.CM, R.PROGRAM}),
        _move("word", _("public wording written"), {S.ANSWERED, S.TO_CORRECT}, REVIEW_OR_READY, {R.CM, R.REFERENT}),
        _move("approve", _("approved"), {S.IN_REVIEW}, {S.READY}, {R.REVIEWER}),
        _move("ask_changes", _("changes asked for"), {S.IN_REVIEW}, {S.TO_CORRECT}, {R.REVIEWER}),
        _move("correct_fact", _("a fact corrected"), {S.IN_REVIEW, S.READY}, {S.ANSWERED}, {R.REFERENT}),
        _move("edit", _("wording edited"), {S.IN_REVIEW, S.READY}, REVIEW_OR_READY, {R.CM, R.REFERENT}),
        _move("schedule", _("scheduled"), {S.READY}, {SAME}, {R.CM, R.REFERENT}),
        _move("unschedule", _("no longer scheduled"), REVIEW_OR_READY | {S.TO_CORRECT, S.ANSWERED}, {SAME}, {R.CM, R.REFERENT, R.PROGRAM}),
        _move("publish", _("publishing"), {S.READY}, {S.PUBLISHING}, {R.CM, R.REFERENT, R.PROGRAM}),
        _move("miss_schedule", _("not published at the hour"), {S.READY, S.IN_REVIEW, S.TO_CORRECT}, {S.FAILED}, {R.PROGRAM}),
        _move("confirm", _("published"), {S.PUBLISHING, S.UNCERTAIN}, {S.PUBLISHED}, {R.CM, R.REFERENT, R.PROGRAM}),
        _move("doubt", _("publication to check"), {S.PUBLISHING}, {S.UNCERTAIN}, {R.CM, R.REFERENT, R.PROGRAM}),
        _move("refuse", _("publication refused by the network"), {S.PUBLISHING, S.UNCERTAIN}, {S.FAILED}, {R.CM, R.REFERENT, R.PROGRAM}),
        _move("retry", _("publishing again"), {S.UNCERTAIN, S.FAILED}, {S.PUBLISHING}, {R.CM, R.REFERENT}),
        _move("close", _("closed"), {S.PUBLISHED}, {S.CLOSED}, {R.CM, R.PROGRAM}),
        _move("hand_over", _("handed over to the competent body"), ABANDONABLE, {S.HANDED_OVER}, DESK),
        _move("undo", _("undone"), {S.JOINED, S.DROPPED, S.HANDED_OVER}, ABANDONABLE, DESK),
    )
}


def pairs() -> set[tuple[str, str]]:
    """Every (from, to) the journal may hold; "" is the state before creation."""
    found = set()
    for move in MOVES.values():
        for source in move.sources or {""}:
            for target in move.targets:
                found.add((str(source), str(target or source)))
    return found


def check(move_code: str, *, source: str, target: str) -> Move:
    """The table's row for this move. Raises MoveRefused when it does not lead from `source` to `target`."""
    move = MOVES[move_code]
    allowed_from = source in move.sources or (not move.sources and source == "")
    allowed_to = target in move.targets or (SAME in move.targets and target == source)
    if not (allowed_from and allowed_to):
        raise MoveRefused(move=move.label, state=State(source).label if source else "")
    return move

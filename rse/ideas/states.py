"""How far an idea may go: the one table, read by actions, forms and documentation."""

from rse.ideas.models import Idea

S = Idea.Status

# From each status, where an official answer may take the idea. Staying where one is adds words without moving.
MOVES: dict[str, frozenset[str]] = {
    S.PROPOSED: frozenset({S.STUDIED, S.ACCEPTED, S.NOT_KEPT}),
    S.STUDIED: frozenset({S.STUDIED, S.ACCEPTED, S.NOT_KEPT}),
    S.ACCEPTED: frozenset({S.ACCEPTED, S.DONE, S.NOT_KEPT}),
    S.DONE: frozenset({S.DONE}),
    S.NOT_KEPT: frozenset({S.NOT_KEPT, S.STUDIED, S.ACCEPTED}),
}


def may_become(status: str, target: str) -> bool:
    return target in MOVES[status]


def choices_from(status: str) -> list[tuple[str, str]]:
    """What an answer may give to an idea of this status, in the order of the life of an idea."""
    return [(value, str(label)) for value, label in S.choices if may_become(status, value)]

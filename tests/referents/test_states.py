"""The table of moves: complete, coherent, and the database's own constraint."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from factories import Town

from referents import states
from referents.exceptions import MoveRefused
from referents.models import EnquiryMove
from referents.states import CLOSED, MOVES, OPEN, SAME, State


def test_every_state_is_open_or_closed_and_never_both() -> None:
    assert {*State} == OPEN | CLOSED
    assert not OPEN & CLOSED


def test_every_state_can_be_reached_and_every_open_state_can_be_left() -> None:
    reached = {target for move in MOVES.values() for target in move.targets} - {SAME}
    left = {source for move in MOVES.values() if move.targets != {SAME} for source in move.sources}
    assert reached >= {*State}
    assert left >= OPEN


def test_nothing_is_published_without_having_been_ready() -> None:
    into_publishing = {source for move in MOVES.values() if State.PUBLISHING in move.targets for source in move.sources}
    assert into_publishing == {State.READY, State.UNCERTAIN, State.FAILED}
    into_published = {source for move in MOVES.values() if State.PUBLISHED in move.targets for source in move.sources}
    assert into_published == {State.PUBLISHING, State.UNCERTAIN}


def test_only_reviewers_approve_and_the_program_never_does() -> None:
    assert MOVES["approve"].roles == {"reviewer"}
    assert MOVES["ask_changes"].roles == {"reviewer"}


@pytest.mark.parametrize("code", MOVES)
def test_a_move_is_refused_from_every_other_state(code: str) -> None:
    move = MOVES[code]
    for state in State:
        for target in State:
            legal = state in move.sources and (target in move.targets or (SAME in move.targets and target == state))
            if legal:
                states.check(code, source=state, target=target)
            else:
                with pytest.raises(MoveRefused):
                    states.check(code, source=state, target=target)


def test_the_database_refuses_a_pair_the_table_does_not_know(town: Town) -> None:
    enquiry = town.received()
    row = EnquiryMove(enquiry=enquiry, version=99, cycle=1, move="publish", from_state=State.NEW, to_state=State.PUBLISHED, at=timezone.now(), hash="0" * 64)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()

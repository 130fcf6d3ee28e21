"""The two doors of every move: `begin` locks and checks, `record` journals and announces. Nothing else writes a state."""

import hashlib
import json
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from referents import clocks, permissions, states
from referents.conf import directory
from referents.exceptions import AlreadyDone, Conflict, MoveRefused
from referents.host import User
from referents.models import Enquiry, EnquiryMove
from referents.signals import enquiry_moved
from referents.states import MOVES, Role

# One button, two moves: what a second click finds after the first has changed the state.
SAME_GESTURE = {"complete": {"contribute"}, "requalify": {"qualify"}, "edit": {"word", "answer_oneself"}, "word": {"answer_oneself"}}


def begin(enquiry: Enquiry, *, move: str, actor: User | None, version: int | None) -> Enquiry:
    """Lock the enquiry's row and return it fresh. `version` is the one the person saw; None when the caller already holds the lock.

    Raises Conflict when somebody moved it since, AlreadyDone when it was the same person making the same move (a double click),
    PermissionDenied when no role of the actor may make the move, MoveRefused when the table has no such move from here.
    """
    locked = Enquiry.objects.select_for_update().get(pk=enquiry.pk)
    if version is not None and locked.version != version:
        raise _conflict(locked, move=move, actor=actor, version=version)
    row = MOVES[move]
    held = {Role.PROGRAM.value} if actor is None else permissions.roles(actor, locked)
    if not held & row.roles:
        raise PermissionDenied(_("You cannot do this on this question."))
    if locked.state not in row.sources:
        raise MoveRefused(move=row.label, state=locked.get_state_display())
    return locked


def _conflict(enquiry: Enquiry, *, move: str, actor: User | None, version: int) -> Conflict:
    since = list(enquiry.moves.filter(version__gt=version).select_related("actor").order_by("version"))
    last = since[-1] if since else enquiry.moves.select_related("actor").order_by("version").last()
    who = directory().label(last.actor) if last and last.actor else _("The program")
    what = MOVES[last.move].label if last else ""
    same = {move} | SAME_GESTURE.get(move, set())
    mine = actor is not None and since and all(row.actor_id == actor.pk for row in since) and any(row.move in same for row in since)
    return (AlreadyDone if mine else Conflict)(who=who, what=what)


def record(
    enquiry: Enquiry,
    *,
    move: str,
    to: str,
    actor: User | None,
    at: datetime | None = None,
    detail: dict[str, str | int | bool | None] | None = None,
) -> EnquiryMove:
    """Make the move on a locked enquiry: state, version, journal row chained by hash, clocks, signal. `detail` holds ids and codes only.

    Raises MoveRefused when the table does not lead from the present state to `to`.
    """
    source = enquiry.state if enquiry.version else ""
    states.check(move, source=source, target=to)
    previous = enquiry.moves.order_by("-version").values_list("hash", flat=True).first() or ""
    enquiry.state = to
    enquiry.version += 1
    enquiry.save()
    row = EnquiryMove(
        enquiry=enquiry,
        version=enquiry.version,
        cycle=enquiry.cycle,
        move=move,
        from_state=source,
        to_state=to,
        actor=actor,
        at=at or timezone.now(),
        detail=detail or {},
        previous_hash=previous,
    )
    row.hash = digest(row)
    row.save()
    clocks.apply(enquiry, row)
    enquiry_moved.send(sender=Enquiry, enquiry=enquiry, row=row, actor=actor)
    return row


def digest(row: EnquiryMove) -> str:
    """SHA-256 of a journal row and of the hash before it; one flipped bit names its row."""
    content = [
        row.enquiry_id, row.version, row.cycle, row.move, row.from_state, row.to_state, row.actor_id, row.at.isoformat(), row.detail, row.previous_hash,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def first_broken_row(enquiry: Enquiry) -> EnquiryMove | None:
    """The first journal row whose chain does not hold, or None."""
    previous = ""
    for row in enquiry.moves.order_by("version"):
        if row.previous_hash != previous or row.hash != digest(row):
            return row
        previous = row.hash
    return None

"""One gesture on several questions: each goes through the action of a single one, with its own rights, version and transaction."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied

from referents.actions import assignments, enquiries
from referents.exceptions import AlreadyDone, ReferentsError
from referents.host import User
from referents.models import Enquiry, Topic

Gesture = Callable[[Enquiry, int], object]


@dataclass(frozen=True)
class Outcome:
    """What became of one question: done, or refused with sentences; `already` when the same person did it a moment ago."""

    enquiry: Enquiry
    refused: tuple[str, ...] = ()
    already: bool = False

    @property
    def done(self) -> bool:
        return not self.refused


def each(rows: list[tuple[Enquiry, int]], gesture: Gesture) -> list[Outcome]:
    """Make the gesture on each question, with the version the person saw. What is refused stops nothing else."""
    return [_one(enquiry, version, gesture) for enquiry, version in rows]


def _one(enquiry: Enquiry, version: int, gesture: Gesture) -> Outcome:
    try:
        gesture(enquiry, version)
    except AlreadyDone:
        return Outcome(enquiry, already=True)
    except ReferentsError as refusal:
        return Outcome(enquiry, tuple(refusal.messages))
    except PermissionDenied as refusal:
        return Outcome(enquiry, (str(refusal),))
    return Outcome(enquiry)


def qualify(topic: Topic, *, actor: User) -> Gesture:
    """The same subject for all."""
    return lambda enquiry, version: enquiries.qualify(enquiry, topic=topic, actor=actor, version=version)


def assign(person: User, *, actor: User) -> Gesture:
    """The same person asked for all; each subject must be in their scope."""
    return lambda enquiry, version: assignments.assign(enquiry, person=person, actor=actor, version=version)


def drop(reason: str, *, actor: User) -> Gesture:
    return lambda enquiry, version: enquiries.drop(enquiry, reason=reason, actor=actor, version=version)


def urgent(*, actor: User) -> Gesture:
    return lambda enquiry, version: enquiries.mark_urgent(enquiry, urgent=True, actor=actor, version=version)


def join(into: Enquiry, *, actor: User) -> Gesture:
    """All the others into one."""
    return lambda enquiry, version: enquiries.join(enquiry, into=into, actor=actor, version=version)

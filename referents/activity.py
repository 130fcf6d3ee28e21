"""The whole story of a question, day by day, for reading and printing. Reading only."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from referents.actions.moves import first_broken_row
from referents.models import Enquiry, EnquiryMove
from referents.timeline import Entry, told

MESSAGES = frozenset({"receive", "append", "reopen", "hold", "lose_hold", "ask_citizen", "chase", "citizen_answered", "give_up_waiting", "hand_over"})
PUBLICATIONS = frozenset(
    {
        "answer_oneself",
        "word",
        "edit",
        "approve",
        "ask_changes",
        "correct_fact",
        "schedule",
        "miss_schedule",
        "unschedule",
        "publish",
        "confirm",
        "doubt",
        "refuse",
        "retry",
    }
)
# The word in the address, its label, the moves it shows; None shows all, the empty set every move the two others do not name.
KINDS: tuple[tuple[str, str | Promise, frozenset[str] | None], ...] = (
    ("", _("Everything"), None),
    ("messages", _("Messages"), MESSAGES),
    ("personnes", _("People and subject"), frozenset()),
    ("publications", _("Replies and publications"), PUBLICATIONS),
)


@dataclass(frozen=True)
class Day:
    """What happened on one day, the oldest first."""

    day: date
    entries: list[Entry]


@dataclass(frozen=True)
class Activity:
    """`broken` is the first row of the journal whose chain does not hold; None when the journal is intact."""

    days: list[Day]
    number: int
    broken: EnquiryMove | None


def activity(enquiry: Enquiry, *, kind: str, now: datetime) -> Activity:
    """The story, narrowed to a kind. The chain is checked whole, whatever is shown."""
    entries = [entry for entry in told(enquiry, now=now) if _is(entry.code, kind)]
    days = [Day(day, list(group)) for day, group in groupby(entries, key=lambda entry: timezone.localdate(entry.at))]
    return Activity(days, len(entries), first_broken_row(enquiry))


def _is(code: str, kind: str) -> bool:
    shown = next((moves for slug, _label, moves in KINDS if slug == kind), None)
    if shown is None:
        return True
    return code in shown if shown else code not in MESSAGES | PUBLICATIONS

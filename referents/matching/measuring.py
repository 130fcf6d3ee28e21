"""How well a ranking of departments agrees with labelled messages. Pure; definitions are frozen by tests.

first            the first code is the expected one
first_or_also    the first code is the expected one or one of `also`
top3             the expected code is among the first three (`EXTERNAL` is a code like the others)
macro_top3       top3 computed for each expected code, then averaged over codes, so that small departments weigh as much as large ones
external         on the first code only. precision: of the messages whose first code is EXTERNAL, the share that expect EXTERNAL; those
                 that merely accept it in `also` are left out of the count, neither right nor wrong. recall: of the messages that expect
                 EXTERNAL, the share whose first code it is. 1.0 when there is nothing to count.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from referents.matching.index import OUTSIDE


@dataclass(frozen=True)
class Labelled:
    """A message and who should answer."""

    text: str
    department: str
    also: tuple[str, ...] = ()
    verbatim: bool = False


@dataclass(frozen=True)
class _Outcome:
    message: Labelled
    codes: list[str]

    @property
    def first(self) -> str:
        return self.codes[0] if self.codes else ""


def measure(messages: Iterable[Labelled], rank: Callable[[str], list[str]]) -> dict[str, object]:
    """The figures for all messages, apart for `verbatim` true and false, and for matters outside the town. Shares are rounded to three places."""
    outcomes = [_Outcome(message, rank(message.text)) for message in messages]
    return {
        **_shares(outcomes),
        "by_verbatim": {flag: _shares([one for one in outcomes if one.message.verbatim is (flag == "true")]) for flag in ("true", "false")},
        "external": _external(outcomes),
    }


def _shares(outcomes: list[_Outcome]) -> dict[str, object]:
    by_code: dict[str, list[bool]] = defaultdict(list)
    for one in outcomes:
        by_code[one.message.department].append(one.message.department in one.codes[:3])
    return {
        "n": len(outcomes),
        "first": _share([one.first == one.message.department for one in outcomes]),
        "first_or_also": _share([one.first in (one.message.department, *one.message.also) for one in outcomes]),
        "top3": _share([hit for hits in by_code.values() for hit in hits]),
        "macro_top3": round(sum(sum(hits) / len(hits) for hits in by_code.values()) / len(by_code), 3) if by_code else 0.0,
    }


def _external(outcomes: list[_Outcome]) -> dict[str, float]:
    chosen = [one.message.department == OUTSIDE for one in outcomes if one.first == OUTSIDE and OUTSIDE not in one.message.also]
    expected = [one.first == OUTSIDE for one in outcomes if one.message.department == OUTSIDE]
    return {"precision": _share(chosen, empty=1.0), "recall": _share(expected, empty=1.0)}


def _share(hits: list[bool], *, empty: float = 0.0) -> float:
    return round(sum(hits) / len(hits), 3) if hits else empty

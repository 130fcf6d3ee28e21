"""Which cells of a table are shown. Pure.

A table that shows its total hides more than its small cells: with one line missing, the total less the others would give it back.
So what is hidden is put together in one line, "others", which holds at least two groups and never fewer than five questions.
Periods lie in one another (months in quarters, quarters in years): a group is shown over a quarter only when the months in which it is
hidden could not be found by subtraction either. No other overlapping of periods is ever detailed by group.
"""

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

LEAST = 5
Key = TypeVar("Key", bound=Hashable)
Counts = tuple[int, ...]  # one number a column: received, answered


def enough(counts: Counts) -> bool:
    """Every column of this line is an aggregate of five or more."""
    return min(counts) >= LEAST


def hidden(cells: Mapping[Key, Counts], *, already: Iterable[Key] = ()) -> set[Key]:
    """The lines to put together: the small ones, those `already` hidden for another reason, and as few others as it takes to keep them apart.

    Lines without any question are nobody's and are left out of the answer.
    """
    asked = {key: counts for key, counts in cells.items() if any(counts)}
    kept_back = {key for key in asked if not enough(asked[key])} | (set(already) & asked.keys())
    order = sorted(asked.keys() - kept_back, key=lambda key: (asked[key], str(key)))
    while kept_back and order and not apart([asked[key] for key in kept_back]):
        kept_back.add(order.pop(0))
    return kept_back


def apart(cells: Iterable[Counts]) -> bool:
    """Nobody can tell these lines from their sum: in each column nothing at all, or two lines and five questions at least, and
    room for several answers (four and four, knowing that both are under five, would be one)."""
    return all(_column_apart(column) for column in zip(*cells, strict=True))


def _column_apart(column: tuple[int, ...]) -> bool:
    filled = [count for count in column if count]
    return not filled or (len(filled) >= 2 and sum(filled) >= LEAST and set(filled) != {LEAST - 1})


def shown_over(parts: Iterable[tuple[Counts, bool]]) -> bool:
    """Whether a sum over several periods may be shown: `parts` are the counts of each with whether that period shows them.

    Those not shown must be none, or enough to be kept apart from one another.
    """
    unseen = [counts for counts, shown in parts if not shown and any(counts)]
    return not unseen or apart(unseen)

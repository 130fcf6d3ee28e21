"""Small numbers are never shown, nor found by taking one number from another. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

LEAST = 5


@dataclass(frozen=True)
class Cell:
    """A number of people out of `size`. `value` None: not shown; `nearly`: so close to all of them that the others would be told apart."""

    size: int
    value: int | None
    nearly: bool = False


def alone(value: int) -> int | None:
    """A number of people that stands by itself: nothing under five."""
    return value if value >= LEAST else None


def cells(counts: Mapping[str, int], sizes: Mapping[str, int], *, total_shown: bool) -> dict[str, Cell]:
    """How many people of each group, out of its size.

    Hidden: fewer than five, or fewer than five missing. When the total stands beside the table, others are hidden with them, the smallest
    first, until at least two are and their sum, which the total gives away, holds five people who did and five who did not.
    """
    hidden = {name for name, size in sizes.items() if counts.get(name, 0) < LEAST or size - counts.get(name, 0) < LEAST}
    if total_shown and hidden:
        for name in sorted(set(sizes) - hidden, key=lambda name: (sizes[name], name)):
            if _safe(hidden, counts, sizes):
                break
            hidden.add(name)
    return {
        name: Cell(size, None if name in hidden else counts.get(name, 0), nearly=name in hidden and counts.get(name, 0) >= LEAST > size - counts.get(name, 0))
        for name, size in sizes.items()
    }


def total(counts: Mapping[str, int], sizes: Mapping[str, int]) -> int | None:
    """The sum, unless it would tell of fewer than five, or be the only group's own number."""
    found = sum(counts.get(name, 0) for name in sizes)
    lonely = len(sizes) < 2 and any(cell.value is None for cell in cells(counts, sizes, total_shown=False).values())  # noqa: PLR2004 - one group alone
    return None if lonely else alone(found)


def _safe(hidden: set[str], counts: Mapping[str, int], sizes: Mapping[str, int]) -> bool:
    did = sum(counts.get(name, 0) for name in hidden)
    size = sum(sizes[name] for name in hidden)
    return len(hidden) > 1 and did >= LEAST and size - did >= LEAST

"""No small cell is shown, and none can be found from what is shown."""

from datetime import UTC, date, datetime
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from referents.indicators import tables
from referents.indicators.figures import Cycle, Dimension
from referents.indicators.periods import Period
from referents.indicators.suppression import LEAST, apart, enough, hidden, shown_over

QUARTER = Period.read("2026-T4")
NOWHERE: dict[Dimension, int | str | None] = dict.fromkeys(Dimension)
GROUPS = ("facebook", "email", "phone", "form")


def test_a_small_line_never_stands_alone_out_of_sight() -> None:
    assert hidden({"a": (12,), "b": (3,), "c": (7,)}) == {"b", "c"}
    assert hidden({"a": (12,), "b": (3,), "c": (4,)}) == {"b", "c"}
    assert hidden({"a": (12,), "b": (9,)}) == set()
    assert hidden({"a": (3,)}) == {"a"}
    assert hidden({"a": (12,), "b": (0,)}) == set()


def test_every_column_counts() -> None:
    assert hidden({"a": (12, 9), "b": (6, 2), "c": (20, 20)}) == {"a", "b"}
    assert enough((5, 5))
    assert not enough((50, 4))


def test_four_and_four_would_be_known_from_eight() -> None:
    assert hidden({"a": (4,), "b": (4,), "c": (30,)}) == {"a", "b", "c"}


@given(st.dictionaries(st.sampled_from("abcdefg"), st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=7))
def test_what_is_put_together_is_large_enough_or_nothing_is_shown(cells: dict[str, tuple[int, int]]) -> None:
    out = hidden(cells)
    seen = {key: cells[key] for key in cells if any(cells[key]) and key not in out}
    assert all(enough(counts) for counts in seen.values())
    assert not out or not seen or apart([cells[key] for key in out])


def test_a_sum_is_shown_when_its_unseen_parts_stay_unknown() -> None:
    assert shown_over([((9, 9), True), ((8, 8), True)])
    assert not shown_over([((9, 9), True), ((3, 3), False)])
    assert shown_over([((9, 9), True), ((3, 3), False), ((4, 3), False)])


def cycles_of(table: dict[tuple[str, int], int]) -> list[Cycle]:
    """Each month of the last quarter of 2026: so many questions of each group, all answered the same day."""
    return [
        Cycle(begun_at=moment, answered_at=moment, ended_at=moment, keys={**NOWHERE, Dimension.NETWORK: group})
        for (group, month), count in table.items()
        for moment in [datetime(2026, month, 10, 10, tzinfo=UTC)] * count
    ]


TABLES = st.fixed_dictionaries({(group, month): st.integers(0, 9) for group in GROUPS for month in (10, 11, 12)})


def lines_of(table: dict[tuple[str, int], int], period: Period) -> dict[str, set[tuple[str, int]]]:
    """What a period shows by group, each line as the cells it adds up."""
    months = {one.first.month for one in period.months}
    found = {}
    for group in tables.shown(cycles_of(table), Dimension.NETWORK, period):
        found[group] = {cell for cell in table if cell[0] == group and cell[1] in months and table[cell]}
        assert sum(table[cell] for cell in found[group]) >= LEAST
    return found


@settings(max_examples=200, deadline=None)
@given(TABLES)
def test_no_cell_under_five_can_be_derived_from_a_table_and_its_total(table: dict[tuple[str, int], int]) -> None:
    """Everything shown is a sum of cells; a small one would be found if it were a combination of those sums."""
    for period in (*QUARTER.months, QUARTER):
        months = {one.first.month for one in period.months}
        sums = {group: sum(table[group, month] for month in months) for group in GROUPS}
        asked = [group for group in GROUPS if sums[group]]
        lines = lines_of(table, period)
        rows = [[Fraction(1)] * len(asked), *([Fraction(group == one) for group in asked] for one in lines)]
        if lines:
            assert not [group for place, group in enumerate(asked) if sums[group] < LEAST and in_span(rows, place)]


@settings(max_examples=200, deadline=None)
@given(TABLES)
def test_no_month_under_five_can_be_derived_from_the_quarter_of_its_group(table: dict[tuple[str, int], int]) -> None:
    shown_in = [lines_of(table, period) for period in (*QUARTER.months, QUARTER)]
    for group in GROUPS:
        cells = [(group, month) for month in (10, 11, 12) if table[group, month]]
        rows = [[Fraction(cell in lines[group]) for cell in cells] for lines in shown_in if group in lines]
        assert not [cell for place, cell in enumerate(cells) if table[cell] < LEAST and in_span(rows, place)]


def in_span(rows: list[list[Fraction]], place: int) -> bool:
    """Whether the cell at `place` is a linear combination of the rows: eliminate all the others and look."""
    rows = [list(row) for row in rows]
    width = len(rows[0]) if rows else 0
    order = [column for column in range(width) if column != place]
    rank = 0
    for column in order:
        pivot = next((i for i in range(rank, len(rows)) if rows[i][column]), None)
        if pivot is None:
            continue
        rows[rank], rows[pivot] = rows[pivot], rows[rank]
        for i in range(rank + 1, len(rows)):
            if rows[i][column]:
                factor = rows[i][column] / rows[rank][column]
                rows[i] = [left - factor * right for left, right in zip(rows[i], rows[rank], strict=True)]
        rank += 1
    return any(row[place] and not any(row[column] for column in order) for row in rows[rank:])


def test_a_run_of_months_is_never_detailed() -> None:
    cycles = cycles_of({(group, month): 9 for group in GROUPS for month in (10, 11, 12)})
    assert tables.lines(cycles, Dimension.NETWORK, QUARTER)
    assert tables.lines(cycles, Dimension.NETWORK, Period.run(date(2026, 10, 1), date(2026, 12, 1))) == []

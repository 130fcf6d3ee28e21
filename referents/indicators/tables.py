"""Figures by subject, department, account or network, with nothing that could be found by subtraction. Pure but for the names of the groups."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from referents.host import departments
from referents.indicators import figures
from referents.indicators.figures import Cycle, Dimension, Figures
from referents.indicators.periods import RUN, Period
from referents.indicators.suppression import Counts, apart, enough, hidden, shown_over
from referents.models import OfficialAccount, Topic
from referents.models.enquiries import Channel

Group = Hashable
NONE: Counts = (0, 0)


@dataclass(frozen=True)
class Line:
    """One group, or `others`: the groups put together."""

    label: str
    figures: Figures
    others: bool = False


def counts(cycles: Sequence[Cycle], dimension: Dimension | None, period: Period) -> dict[Group, Counts]:
    """Received and answered by group; without a dimension, of everything."""
    received = Counter(cycle.keys[dimension] if dimension else None for cycle in figures.begun(cycles, period))
    answered = Counter(cycle.keys[dimension] if dimension else None for cycle in figures.answered(cycles, period))
    return {group: (received[group], answered[group]) for group in received | answered}


def shown(cycles: Sequence[Cycle], dimension: Dimension, period: Period) -> set[Group]:
    """The groups with a line of their own over the period: large enough in it, and not to be found from the periods it is made of."""
    cells = counts(cycles, dimension, period)
    parts = [(counts(cycles, dimension, part), shown(cycles, dimension, part)) for part in period.parts]
    unsafe = [group for group in cells if not shown_over((part.get(group, NONE), group in seen) for part, seen in parts)]
    return cells.keys() - hidden(cells, already=unsafe)


def may_be_shown(cycles: Sequence[Cycle], period: Period) -> bool:
    """The whole town designates nobody: five questions and five answers are enough, whatever the months it is made of."""
    return all(enough(cell) for cell in counts(cycles, None, period).values()) and bool(figures.begun(cycles, period))


def lines(cycles: Sequence[Cycle], dimension: Dimension, period: Period) -> list[Line]:
    """The lines of the table, the most questions first, the others last; empty when no group can be shown. A run of months has none."""
    if period.kind == RUN:
        return []
    visible = shown(cycles, dimension, period)
    by_group: dict[Group, list[Cycle]] = defaultdict(list)
    rest: list[Cycle] = []
    for cycle in cycles:
        group = cycle.keys[dimension]
        (by_group[group] if group in visible else rest).append(cycle)
    names = labels(dimension)
    found = [Line(names.get(group) or _nameless(dimension), figures.of(rows, period)) for group, rows in by_group.items()]
    found.sort(key=lambda line: (-line.figures.received, line.label))
    others = figures.of(rest, period)
    cells = counts(rest, dimension, period)
    if found and (others.received or others.answered) and apart(list(cells.values())):
        found.append(Line(_("Others, put together"), others, others=True))
    return found


def _nameless(dimension: Dimension) -> str:
    words = {
        Dimension.DEPARTMENT: _("No department of ours"),
        Dimension.TOPIC: _("No subject yet"),
        Dimension.ACCOUNT: _("Without an account (telephone, form, e-mail…)"),
    }
    return words.get(dimension, "")


def labels(dimension: Dimension) -> dict[Group, str]:
    """The names of the groups; one query at most."""
    if dimension == Dimension.NETWORK:
        return {channel.value: str(channel.label) for channel in Channel}
    rows = {Dimension.DEPARTMENT: departments(), Dimension.TOPIC: Topic.objects.all(), Dimension.ACCOUNT: OfficialAccount.objects.all()}[dimension]
    return {row.pk: str(row) for row in rows}

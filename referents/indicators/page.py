"""What the pages of indicators show, read once. Nothing here knows a person."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.dates import MONTHS_3
from django.utils.translation import gettext as _

from referents.indicators import figures, rows, tables, words
from referents.indicators.figures import Cycle, Dimension, Figures, Step
from referents.indicators.periods import Period
from referents.indicators.tables import Line
from referents.models.calendars import Metric
from referents.spreadsheets import cell

Table = list[list[str]]
TREND = 12


@dataclass(frozen=True)
class Month:
    """One month of the trend; `figures` is None when they are too few to be shown."""

    period: Period
    figures: Figures | None

    @property
    def short(self) -> str:
        return str(MONTHS_3[self.period.first.month]).rstrip(".")


@dataclass(frozen=True)
class Measured:
    """One line of the table of durations, in words; empty when it is not shown."""

    label: str
    count: str
    half: str
    most: str
    half_lived: str
    most_lived: str


@dataclass(frozen=True)
class Page:
    """A period. `figures` is None when there are too few questions; `lines` is empty when no group can be shown."""

    period: Period
    dimension: Dimension
    figures: Figures | None
    before: Figures | None
    trend: list[Month]
    distribution: list[Step]
    lines: list[Line]
    open_at_end: int

    @property
    def durations(self) -> list[Measured]:
        return [_measured(metric, self.figures) for metric in figures.MEASURED] if self.figures else []

    @property
    def shares(self) -> list[tuple[str, str]]:
        """The shares that can be shown, in words."""
        found = self.figures.shares if self.figures else {}
        return [(str(label), words.percent(found[code])) for code, label in words.SHARES.items() if found.get(code) is not None]  # type: ignore[arg-type]

    @property
    def compared(self) -> list[str]:
        return words.compared(self.figures, self.before, self.period) if self.figures else []


def page(period: Period, *, dimension: Dimension = Dimension.DEPARTMENT) -> Page:
    """Ten queries, whatever the number of questions."""
    trend = _trend(period)
    start = min(trend[0].bounds[0], period.previous.bounds[0])
    cycles = rows.read(start, period.bounds[1])
    now = _shown(cycles, period)
    return Page(
        period=period,
        dimension=dimension,
        figures=now,
        before=_shown(cycles, period.previous) if now else None,
        trend=[Month(month, _shown(cycles, month)) for month in trend],
        distribution=_distribution(cycles, period) if now else [],
        lines=tables.lines(cycles, dimension, period) if now else [],
        open_at_end=figures.still_open(cycles, period),
    )


def _trend(period: Period) -> list[Period]:
    """The twelve months that end with the period."""
    month = period.months[-1]
    found = [month]
    while len(found) < TREND:
        found.insert(0, found[0].previous)
    return found


def _shown(cycles: Sequence[Cycle], period: Period) -> Figures | None:
    return figures.of(cycles, period) if tables.may_be_shown(cycles, period) else None


def _distribution(cycles: Sequence[Cycle], period: Period) -> list[Step]:
    measures = figures.spans(cycles, period, Metric.ANSWER)
    return figures.distribution(measures) if len(measures) >= figures.LEAST else []


def _measured(metric: str, found: Figures) -> Measured:
    label, duration = str(words.DURATIONS[Metric(metric)]), found.durations[metric]
    if duration is None:
        return Measured(label, "", "", "", "", "")
    half, most = words.opening(duration.business.median), words.opening(duration.business.most)
    return Measured(label, str(duration.business.count), half, most, words.lasting(duration.calendar.median), words.lasting(duration.calendar.most))


def step_label(step: Step, *, short: bool = False) -> str:
    """« jusqu’à 1 h », « 1–2 h », « plus de 35 h »; `short` for the axis of a chart."""
    if step.high is None:
        return f"> {step.low} h" if short else _("over %(hours)d h") % {"hours": step.low}
    if step.low == 0:
        return f"≤ {step.high} h" if short else _("up to %(hours)d h") % {"hours": step.high}
    return _("%(low)d–%(high)d h") % {"low": step.low, "high": step.high}


def export(found: Page) -> Iterator[list[str]]:
    """The page for a spreadsheet: what it shows and nothing else, its blocks separated by an empty line, no cell a formula."""
    for block in (_figures_table(found), trend_table(found), distribution_table(found), lines_table(found)):
        for line in block:
            yield [cell(value) for value in line]
        yield []


def _figures_table(found: Page) -> Table:
    if found.figures is None:
        return [[found.period.label, _("Fewer than five questions: nothing is shown.")]]
    head = [
        found.period.label,
        _("Measured"),
        _("Half within (opening time)"),
        _("Nine in ten within (opening time)"),
        _("Half within"),
        _("Nine in ten within"),
    ]
    measured = [[row.label, row.count, row.half, row.most, row.half_lived, row.most_lived] for row in found.durations]
    numbers = [[_("Questions received"), str(found.figures.received)], [_("Answers published"), str(found.figures.answered)]]
    return [head, *measured, *numbers, *[[label, share] for label, share in found.shares]]


def trend_table(found: Page) -> Table:
    head = [_("Month"), _("Questions received"), _("Answers published")]
    return [head, *[[month.period.label, *_two(month.figures)] for month in found.trend]]


def _two(one: Figures | None) -> list[str]:
    return [str(one.received), str(one.answered)] if one else [_("not shown"), _("not shown")]


def distribution_table(found: Page) -> Table:
    head = [_("Opening time before the answer"), _("Answers")]
    return [head, *[[step_label(step), str(step.count)] for step in found.distribution]] if found.distribution else []


def lines_table(found: Page) -> Table:
    """A line a group; a figure under five cases is left empty."""
    if not found.lines:
        return []
    head = [
        str(words.GROUPS[found.dimension]), _("Questions received"), _("Answers published"), _("First contact: half within"), _("Answer: half within"),
        _("Answer: nine in ten within"), _("Answers in time"),
    ]  # fmt: skip
    return [head, *[_line(line) for line in found.lines]]


def _line(line: Line) -> list[str]:
    contact, answer, in_time = line.figures.durations[Metric.FIRST_CONTACT], line.figures.durations[Metric.ANSWER], line.figures.shares["answer_in_time"]
    return [
        line.label,
        str(line.figures.received),
        str(line.figures.answered),
        words.opening(contact.business.median) if contact else "",
        words.opening(answer.business.median) if answer else "",
        words.opening(answer.business.most) if answer else "",
        words.percent(in_time) if in_time is not None else "",
    ]

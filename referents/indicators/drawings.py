"""The three charts of a page of indicators, drawn from the very figures its tables show."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from referents import charts
from referents.charts import Point, Series
from referents.indicators.page import Month, Page, step_label

BARS = 8


@dataclass(frozen=True)
class Drawings:
    """Empty strings for what cannot be drawn."""

    trend: SafeString | str
    distribution: SafeString | str
    groups: SafeString | str


def of(page: Page, *, address: str = "") -> Drawings:
    """`address` makes each month a link to its own figures; without it the charts are made to be printed."""
    return Drawings(_trend(page, address), _distribution(page), _groups(page))


def _trend(page: Page, address: str) -> SafeString | str:
    if not any(month.figures for month in page.trend):
        return ""
    series = [
        Series(_("Questions received"), [month.figures.received if month.figures else None for month in page.trend]),
        Series(_("Answers published"), [month.figures.answered if month.figures else None for month in page.trend]),
    ]
    points = [_point(month, address) for month in page.trend]
    title = _("Twelve months up to %(month)s") % {"month": page.trend[-1].period.label}
    told = _("Questions received and answers published each month; the same figures are in the table below.")
    return charts.lines("trend", title=title, told=told, points=points, series=series)


def _point(month: Month, address: str) -> Point:
    if not address:
        return Point(month.short)
    if month.figures is None:
        told = _("%(month)s: too few questions to be shown") % {"month": month.period.label}
    else:
        told = _("%(month)s: %(received)d received, %(answered)d answered") % {
            "month": month.period.label,
            "received": month.figures.received,
            "answered": month.figures.answered,
        }
    return Point(month.short, f"{address}?periode={month.period.key}", told)


def _distribution(page: Page) -> SafeString | str:
    if not page.distribution:
        return ""
    points = [Point(step_label(step, short=True)) for step in page.distribution]
    series = Series(_("Answers"), [step.count for step in page.distribution])
    told = _("How many answers took how many opening hours; the same figures are in the table below.")
    return charts.columns("spread", title=_("Opening hours before the answer"), told=told, points=points, series=series)


def _groups(page: Page) -> SafeString | str:
    if not page.lines:
        return ""
    lines = page.lines[:BARS]
    told = _("The groups with the most questions; the same figures are in the table below.")
    series = Series(_("Questions received"), [line.figures.received for line in lines])
    return charts.bars("groups", title=_("Questions received"), told=told, points=[Point(line.label) for line in lines], series=series)

"""Charts as SVG made on the server: bars, columns and lines. No style attribute (the CSP refuses them): classes carry colours, both themes.

Every series has a shape and a word besides its colour; every chart has a title and a description, and its page a table of the same figures.
A value of None is a figure that is not shown. What leads somewhere is a link, reached by keyboard.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH, HEIGHT = 420, 240
TOP, RIGHT, BOTTOM, LEFT = 30, 12, 34, 34
BAR, GAP = 22, 14


@dataclass(frozen=True)
class Series:
    """One row of values under the labels of the chart."""

    name: str
    values: Sequence[int | None]


@dataclass(frozen=True)
class Point:
    """One label of the axis; `url` and `told` make it a link with its own words."""

    label: str
    url: str = ""
    told: str = ""


def ceiling(values: Sequence[int | None]) -> int:
    """A round number at least as high as every value, good for four steps."""
    most = max((value for value in values if value is not None), default=0)
    step = 1
    while step * 4 < most:
        step = step * 2 if str(step)[0] in "15" else step * 5 // 2
    return step * 4


def lines(ident: str, *, title: str, told: str, points: Sequence[Point], series: Sequence[Series]) -> SafeString:
    """One line a series over the same points; a value not shown leaves a hole. The first line is full with round marks, the second dashed with squares."""
    top = ceiling([value for one in series for value in one.values])
    step = (WIDTH - LEFT - RIGHT) / max(len(points), 1)
    drawn = format_html_join("", "{}", ((_line(one, number, top=top, step=step),) for number, one in enumerate(series, start=1)))
    return _svg(ident, title, told, HEIGHT, format_html("{}{}{}{}", _grid(top), _legend(series), drawn, _axis(points, step)))


def columns(ident: str, *, title: str, told: str, points: Sequence[Point], series: Series) -> SafeString:
    """One column a point, its value above it."""
    top = ceiling(series.values)
    step = (WIDTH - LEFT - RIGHT) / max(len(points), 1)
    values = enumerate(series.values)
    bars = format_html_join("", "{}", ((_column(LEFT + step * place, step, _y(value, top), value),) for place, value in values if value is not None))
    return _svg(ident, title, told, HEIGHT, format_html("{}{}{}", _grid(top), bars, _axis(points, step)))


def bars(ident: str, *, title: str, told: str, points: Sequence[Point], series: Series) -> SafeString:
    """One horizontal bar a point, its words above it and its value at its end."""
    most = max((value for value in series.values if value is not None), default=0) or 1
    height = len(points) * (BAR + GAP + 14) + 8
    drawn = enumerate(zip(points, series.values, strict=True))
    rows = format_html_join("", "{}", ((_bar(point.label, value, top=place * (BAR + GAP + 14), most=most),) for place, (point, value) in drawn))
    return _svg(ident, title, told, height, rows)


def _svg(ident: str, title: str, told: str, height: int, inside: SafeString) -> SafeString:
    """A group, not an image: an image would hide its links from screen readers."""
    return format_html(
        '<svg class="chart" viewBox="0 0 {} {}" role="group" aria-labelledby="{}-title" aria-describedby="{}-told">'
        '<title id="{}-title">{}</title><desc id="{}-told">{}</desc>{}</svg>',
        WIDTH, height, ident, ident, ident, title, ident, told, inside,
    )  # fmt: skip


def _column(x: float, step: float, y: float, value: int) -> SafeString:
    rect = format_html('<rect class="mark fill-1" x="{}" y="{}" width="{}" height="{}" rx="3"/>', _n(x + step * 0.18), _n(y), _n(step * 0.64), _n(_y(0, 1) - y))
    return format_html('{}<text class="value" x="{}" y="{}" text-anchor="middle">{}</text>', rect, _n(x + step / 2), _n(y - 6), value)


def _bar(label: str, value: int | None, *, top: int, most: int) -> SafeString:
    width = (WIDTH - 60) * (value or 0) / most
    rect = format_html('<rect class="mark fill-1" x="0" y="{}" width="{}" height="{}" rx="3"/>', top + 20, _n(max(width, 2)), BAR)
    words = format_html('<text class="label" x="0" y="{}">{}</text>', top + 14, label)
    return format_html('{}{}<text class="value" x="{}" y="{}">{}</text>', words, rect, _n(width + 8), top + 36, "–" if value is None else value)


def _line(series: Series, number: int, *, top: int, step: float) -> SafeString:
    places = [(LEFT + step * (place + 0.5), None if value is None else _y(value, top)) for place, value in enumerate(series.values)]
    strokes = format_html_join(
        "",
        '<line class="stroke stroke-{}" x1="{}" y1="{}" x2="{}" y2="{}"/>',
        ((number, _n(x1), _n(y1), _n(x2), _n(y2)) for (x1, y1), (x2, y2) in pairwise(places) if y1 is not None and y2 is not None),
    )
    return format_html("{}{}", strokes, format_html_join("", "{}", ((_mark(number, x, y),) for x, y in places if y is not None)))


def _mark(number: int, x: float, y: float) -> SafeString:
    if number == 1:
        return format_html('<circle class="mark fill-1" cx="{}" cy="{}" r="4.5"/>', _n(x), _n(y))
    return format_html('<rect class="mark fill-{}" x="{}" y="{}" width="8" height="8"/>', number, _n(x - 4), _n(y - 4))


def _legend(series: Sequence[Series]) -> SafeString:
    """In the drawing, so that it prints with it: mark and word."""
    return format_html_join(
        "",
        '{}<text class="label" x="{}" y="15">{}</text>',
        ((_mark(number, LEFT + 6 + (number - 1) * 190, 10), LEFT + 18 + (number - 1) * 190, one.name) for number, one in enumerate(series, start=1)),
    )


def _grid(top: int) -> SafeString:
    steps = range(0, top + 1, max(top // 4, 1))
    return format_html_join(
        "",
        '<line class="grid" x1="{}" y1="{}" x2="{}" y2="{}"/><text class="tick" x="{}" y="{}" text-anchor="end">{}</text>',
        ((LEFT, _n(_y(value, top)), WIDTH - RIGHT, _n(_y(value, top)), LEFT - 6, _n(_y(value, top) + 4), value) for value in steps),
    )


def _axis(points: Sequence[Point], step: float) -> SafeString:
    """The labels below; a point that leads somewhere is a link as wide as its column."""
    return format_html_join("", "{}", ((_place(point, LEFT + step * place, step),) for place, point in enumerate(points)))


def _place(point: Point, x: float, step: float) -> SafeString:
    text = format_html('<text class="tick" x="{}" y="{}" text-anchor="middle">{}</text>', _n(x + step / 2), HEIGHT - BOTTOM + 20, point.label)
    if not point.url:
        return text
    hit = format_html('<rect class="hit" x="{}" y="{}" width="{}" height="{}" rx="4"/>', _n(x + 1), TOP - 4, _n(step - 2), HEIGHT - TOP)
    return format_html('<a href="{}" aria-label="{}">{}{}</a>', point.url, point.told, hit, text)


def _y(value: int, top: int) -> float:
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / (top or 1)


def _n(number: float) -> str:
    """A coordinate: one decimal, with a point whatever the language of the page."""
    return f"{number:.1f}".removesuffix(".0")

"""Where the boxes and lines of the organisation chart stand. Pure: from nodes to coordinates; the template writes the SVG.

The levels go down from the top; children stand in rows of four, so that the trunk passes between the second and the third.
"""

from dataclasses import dataclass
from textwrap import shorten, wrap

from rse.people.organisation_chart import Node, OrganisationChart

ACROSS = 4
WIDTH, HEIGHT = 252, 104
GAP, DROP = 24, 44
LETTERS = 27
LINE = 19
SHEET = ACROSS * WIDTH + (ACROSS - 1) * GAP
MIDDLE = SHEET // 2


@dataclass(frozen=True)
class Text:
    y: int
    words: str


@dataclass(frozen=True)
class Box:
    """One department on the sheet; `x`, `y` are its upper left corner, the texts are relative to it. `role` is above, focus or child."""

    node: Node
    role: str
    x: int
    y: int
    name: list[Text]
    head_y: int
    count_y: int


@dataclass(frozen=True)
class Drawing:
    """`boxes` stand in the order of the tree, which is the order of the keyboard; `lines` are SVG paths."""

    width: int
    height: int
    boxes: list[Box]
    lines: list[str]


def draw(chart: OrganisationChart) -> Drawing:
    """The chart on a sheet: the way down to the focus, the focus, its children in rows."""
    boxes: list[Box] = []
    lines: list[str] = []
    column = [(node, "above") for node in chart.above] + ([(chart.focus, "focus")] if chart.focus else [])
    y = 0
    for node, role in column:
        if boxes:
            lines.append(f"M{MIDDLE} {y - DROP}V{y}")
        boxes.append(_box(node, role, MIDDLE - WIDTH // 2, y))
        y += HEIGHT + DROP
    trunk = y - DROP
    rows = [chart.children[start : start + ACROSS] for start in range(0, len(chart.children), ACROSS)]
    for row in rows:
        left = (SHEET - len(row) * WIDTH - (len(row) - 1) * GAP) // 2
        placed = [_box(node, "child", left + index * (WIDTH + GAP), y) for index, node in enumerate(row)]
        if column:
            lines += _bus([box.x + WIDTH // 2 for box in placed], y)
        boxes += placed
        y += HEIGHT + DROP
    if column and rows:
        lines.append(f"M{MIDDLE} {trunk}V{y - HEIGHT - DROP - DROP // 2}")
    return Drawing(SHEET, max(y - DROP, HEIGHT), boxes, lines)


def _bus(centres: list[int], y: int) -> list[str]:
    """One line above the row, from its first box (or the trunk) to its last, and a drop to each box."""
    level = y - DROP // 2
    return [f"M{min(centres[0], MIDDLE)} {level}H{max(centres[-1], MIDDLE)}", *(f"M{centre} {level}V{y}" for centre in centres)]


def _box(node: Node, role: str, x: int, y: int) -> Box:
    name = wrap(node.department.name, LETTERS) or [""]
    if len(name) > 2:
        name = [name[0], shorten(" ".join(name[1:]), LETTERS, placeholder="…")]
    start = 28 if len(name) == 2 else 36
    last = start + LINE * (len(name) - 1)
    return Box(node, role, x, y, [Text(start + LINE * index, line) for index, line in enumerate(name)], last + 22, last + 42)

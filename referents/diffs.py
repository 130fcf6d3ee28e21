"""What changed between two versions of a text, line by line and word by word, for people: nothing but marks and words. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Mark = Literal["same", "added", "removed"]
_TOKENS = re.compile(r"\s+|\w+|[^\w\s]")
ALIKE = 0.5


@dataclass(frozen=True)
class Piece:
    """Some words of a line, kept, put in or taken out."""

    mark: Mark
    text: str


@dataclass(frozen=True)
class Line:
    """A line that changed (pieces in reading order), one beside a change (`same`), or a gap where `skipped` unchanged lines are left out."""

    mark: Literal["same", "added", "removed", "changed", "gap"]
    pieces: tuple[Piece, ...] = ()
    skipped: int = 0


def compare(before: str, after: str, *, around: int = 1) -> list[Line]:
    """The changed lines with `around` unchanged ones beside them. Empty when the two texts read the same; blank lines count for nothing."""
    old, new = _lines(before), _lines(after)
    lines = list(_all_lines(old, new))
    if all(line.mark == "same" for line in lines):
        return []
    return list(_without_far(lines, around))


@dataclass(frozen=True)
class Row:
    """One paragraph of two versions put side by side; a side is empty where the paragraph exists on the other only."""

    mark: Literal["same", "added", "removed", "changed"]
    left: tuple[Piece, ...] = ()
    right: tuple[Piece, ...] = ()
    merged: tuple[Piece, ...] = ()


def side_by_side(before: str, after: str) -> list[Row]:
    """Every paragraph of both texts, aligned; `merged` holds both in reading order, for narrow pages. Blank lines count for nothing."""
    rows = []
    for line in _all_lines(_lines(before), _lines(after)):
        left = tuple(piece for piece in line.pieces if piece.mark != "added")
        right = tuple(piece for piece in line.pieces if piece.mark != "removed")
        rows.append(Row(line.mark if line.mark != "gap" else "same", left, right, line.pieces))
    return rows


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _all_lines(old: Sequence[str], new: Sequence[str]) -> Iterator[Line]:
    for tag, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from (Line("same", (Piece("same", line),)) for line in new[new_from:new_to])
        else:
            yield from _replaced(old[old_from:old_to], new[new_from:new_to])


def _replaced(old: Sequence[str], new: Sequence[str]) -> Iterator[Line]:
    """Lines taken out, put in, or, where a new line reads much like the old one in the same place, changed within."""
    paired = min(len(old), len(new))
    for before, after in zip(old[:paired], new[:paired], strict=True):
        if SequenceMatcher(None, _TOKENS.findall(before), _TOKENS.findall(after), autojunk=False).ratio() >= ALIKE:
            yield Line("changed", tuple(_words(before, after)))
        else:
            yield Line("removed", (Piece("removed", before),))
            yield Line("added", (Piece("added", after),))
    yield from (Line("removed", (Piece("removed", line),)) for line in old[paired:])
    yield from (Line("added", (Piece("added", line),)) for line in new[paired:])


def _words(before: str, after: str) -> Iterator[Piece]:
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    for tag, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(new[new_from:new_to]))
            continue
        if old_from < old_to:
            yield Piece("removed", "".join(old[old_from:old_to]))
        if new_from < new_to:
            yield Piece("added", "".join(new[new_from:new_to]))


def _without_far(lines: Sequence[Line], around: int) -> Iterator[Line]:
    near = {at + step for at, line in enumerate(lines) if line.mark != "same" for step in range(-around, around + 1)}
    skipped = 0
    for at, line in enumerate(lines):
        if at not in near:
            skipped += 1
            continue
        if skipped:
            yield Line("gap", skipped=skipped)
            skipped = 0
        yield line
    if skipped:
        yield Line("gap", skipped=skipped)

"""The plain text of a job description, as headings, paragraphs and lists. Pure; templates escape what it gives."""

import re
from dataclasses import dataclass

BLANK = re.compile(r"\n[^\S\n]*\n\s*")
BULLETS = ("•", "-", "–", "*")
LONGEST_HEADING = 70


@dataclass(frozen=True)
class Part:
    """What stands between two empty lines."""

    heading: str
    lines: list[str]
    items: list[str]


def parts_of(text: str) -> list[Part]:
    """A short first line above others is their heading; lines that begin with a bullet make the list."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return [_part([line.strip() for line in block.split("\n") if line.strip()]) for block in BLANK.split(unified) if block.strip()]


def _part(lines: list[str]) -> Part:
    heading = ""
    if len(lines) > 1 and len(lines[0]) <= LONGEST_HEADING and not lines[0].startswith(BULLETS):
        heading, lines = lines[0].rstrip(" :\N{NO-BREAK SPACE}"), lines[1:]
    items = [line.lstrip("".join(BULLETS)).strip() for line in lines if line.startswith(BULLETS)]
    return Part(heading, [line for line in lines if not line.startswith(BULLETS)], items)

"""From the texts of `texts/` to scenes: who says what, where, when, and who answers. Reads files and the directory, writes nothing.

A comment is one line: « 35 VOI.m3 | words », thirty-five minutes after what was said before it. « > » answers the last comment, « ✓ » is the
answer that was accepted. In the words, « {VOI.m3} » is a first name, « {@sonia} » names somebody, « {J+3} » is a day.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any

from integrations.bridges.demo.feed.days import DAY, WorkingDays
from integrations.bridges.demo.feed.voices import UnknownVoice
from rse.core import text
from rse.people.models import User

TEXTS = Path(__file__).with_name("texts")
LINE = re.compile(r"(\d+) (\S+) ([|>✓]) (.+)$", re.DOTALL)
HOLE = re.compile(r"\{([^}]+)\}")
CHOICE = re.compile(r"(.+) (\d+)$")


@dataclass(frozen=True)
class Said:
    """Under a post; `answers` the last one that does not."""

    at: datetime
    author: User
    words: str
    answers: bool
    accepted: bool


@dataclass(frozen=True)
class Asked:
    """A poll: its choices, each with how many people took it."""

    choices: tuple[tuple[str, int], ...]
    closes_at: datetime
    anonymous: bool
    several: bool
    results_when_closed: bool


@dataclass(frozen=True)
class Scene:
    """A post with what came of it. `group` and `place` are names, empty for what everybody is told; `read_by` is a percentage."""

    key: str
    group: str
    place: str
    at: datetime
    author: User
    behalf: str
    kind: str
    title: str
    words: str
    reactions: int
    lines: tuple[Said, ...]
    poll: Asked | None
    must_read_until: datetime | None
    read_by: int
    pinned_until: datetime | None
    picture: str


class Reader:
    """Reads the texts for one town and one day."""

    def __init__(self, people: Mapping[str, User], days: WorkingDays) -> None:
        self.people = people
        self.days = days

    def scenes(self) -> Iterator[Scene]:
        """Every scene of every file, file by file."""
        for path in sorted(TEXTS.glob("*.toml")):
            told = tomllib.loads(path.read_text(encoding="utf-8"))
            for rank, row in enumerate(told["posts"]):
                yield self._scene(f"{path.stem}-{rank}", told["group"], row)

    def _scene(self, key: str, group: str, row: Mapping[str, Any]) -> Scene:  # Any: a table of the file
        at = self.days.hour(row["at"])
        return Scene(
            key=key,
            group=group,
            place=row.get("place", ""),
            at=at,
            author=self._person(row["by"]),
            behalf=row.get("behalf", ""),
            kind=row.get("kind", "message"),
            title=self._filled(row.get("title", "")),
            words=self._filled(row["text"]),
            reactions=row.get("reactions", 0),
            lines=tuple(self._lines(at, row.get("comments", ()))),
            poll=self._poll(row["poll"]) if "poll" in row else None,
            must_read_until=self._hour(row, "must_read"),
            read_by=row.get("read_by", 0),
            pinned_until=self._hour(row, "pinned"),
            picture=self._filled(row.get("image", "")),
        )

    def _lines(self, at: datetime, lines: list[str]) -> Iterator[Said]:
        for line in lines:
            found = LINE.match(line)
            if found is None:
                raise LookupError(line)
            at = self.days.later(at, int(found[1]))
            yield Said(at, self._person(found[2]), self._filled(found[4]), answers=found[3] == ">", accepted=found[3] == "✓")

    def _poll(self, row: Mapping[str, Any]) -> Asked:  # Any: a table of the file
        choices = [CHOICE.match(choice) for choice in row["choices"]]
        return Asked(
            choices=tuple((self._filled(found[1]), int(found[2])) for found in choices if found),
            closes_at=self.days.hour(row["closes"]),
            anonymous=row.get("anonymous", True),
            several=row.get("several", False),
            results_when_closed=row.get("results_when_closed", False),
        )

    def _hour(self, row: Mapping[str, Any], name: str) -> datetime | None:  # Any: a table of the file
        return self.days.hour(row[name]) if name in row else None

    def _person(self, word: str) -> User:
        if word not in self.people:
            raise UnknownVoice(word)
        return self.people[word]

    def _filled(self, words: str) -> str:
        return HOLE.sub(lambda hole: self._hole(hole[1]), words)

    def _hole(self, word: str) -> str:
        if DAY.match(word):
            return self.days.told(word)
        if word.startswith("@"):
            person = self._person(word[1:])
            return "@" + ".".join(f"{person.first_name} {person.last_name}".split())
        return self._person(word).first_name


def as_html(words: str) -> str:
    """Paragraphs, and lists for lines that begin with a dash."""
    return text.clean("".join(_block(block) for block in words.strip().split("\n\n")))


def _block(block: str) -> str:
    before: list[str] = []
    items: list[str] = []
    for line in block.split("\n"):
        (items if line.startswith("- ") else before).append(escape(line.removeprefix("- "), quote=False))
    said = f"<p>{'<br>'.join(before)}</p>" if before else ""
    return said + (f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>" if items else "")

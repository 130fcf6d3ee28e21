"""What changed between two versions of a post, word for word."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher

from rse.core import text
from rse.feed.models import Post, PostVersion

MOST_WORDS = 4000


@dataclass(frozen=True)
class Span:
    """Words that stayed, were added or taken away: `sign` is "", "+" or "-"."""

    sign: str
    words: str


@dataclass(frozen=True)
class Step:
    """One change: when, and the words of both sides in one text."""

    number: int
    at: datetime
    spans: tuple[Span, ...]


def steps(post: Post, versions: Sequence[PostVersion]) -> list[Step]:
    """Latest change first. `versions` come latest first, as they were before each change."""
    newer = _words(post.title, post.body)
    found = []
    for version in versions:
        older = _words(version.title, version.body)
        found.append(Step(version.number, version.replaced_at, tuple(compare(older, newer))))
        newer = older
    return found


def compare(older: list[str], newer: list[str]) -> list[Span]:
    """A text longer than anybody compares is shown as taken away and added whole: matching takes a time that grows with the square."""
    if len(older) + len(newer) > MOST_WORDS:
        return [Span("-", " ".join(older)), Span("+", " ".join(newer))]
    spans: list[Span] = []
    for code, start, end, new_start, new_end in SequenceMatcher(None, older, newer, autojunk=False).get_opcodes():
        if code == "equal":
            spans.append(Span("", " ".join(older[start:end])))
            continue
        if end > start:
            spans.append(Span("-", " ".join(older[start:end])))
        if new_end > new_start:
            spans.append(Span("+", " ".join(newer[new_start:new_end])))
    return spans


def _words(title: str, body: str) -> list[str]:
    return f"{title} {text.words_of(body)}".split()

"""Expressions that mean the same, found in what somebody typed. Pure: expressions in, alternatives out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from search.french.words import Word, words


@dataclass(frozen=True)
class Span:
    """`length` words from `start` on, and what else may be meant by them: each alternative is a list of words."""

    start: int
    length: int
    alternatives: tuple[tuple[Word, ...], ...] = ()


class Thesaurus:
    def __init__(self, groups: Iterable[Sequence[str]] = ()) -> None:
        self._by_key: dict[tuple[str, ...], list[tuple[Word, ...]]] = {}
        self._longest = 1
        for group in groups:
            read = [tuple(word for word in words(expression) if not word.stop) for expression in group]
            for expression in read:
                if not expression:
                    continue
                others = [other for other in read if other and other != expression]
                self._by_key.setdefault(_key(expression), []).extend(others)
                self._longest = max(self._longest, len(expression))

    def spans(self, typed: Sequence[Word]) -> list[Span]:
        """`typed` cut into spans, the longest known expression first; a word of no expression is a span alone."""
        found, at = [], 0
        while at < len(typed):
            for length in range(min(self._longest, len(typed) - at), 0, -1):
                others = self._by_key.get(_key(typed[at : at + length]))
                if others:
                    break
            else:
                length, others = 1, None
            found.append(Span(at, length, tuple(dict.fromkeys(others or ()))))
            at += length
        return found


def _key(expression: Sequence[Word]) -> tuple[str, ...]:
    return tuple(word.stems[-1] for word in expression)

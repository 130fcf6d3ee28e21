"""Expressions that make a message sensitive whatever its subject. Pure. Stop words count here: « sous » and « sans » change everything."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from referents.text import words

RANK = {"low": 0, "medium": 1, "high": 2}
# Words that may stand between two words of an expression: « enfant tout seul » is « enfant seul ».
_FILLERS = """
    le la les un une des du de tres trop tout toute deja encore vraiment qui est se s bien completement toujours meme ce cette mon ma mes
"""
FILLERS = frozenset(_FILLERS.split())
# Everyday expressions that hold an alarming word and mean no harm.
HARMLESS = (
    "sécurité incendie", "exercice incendie", "alarme incendie", "exercice d'incendie", "mort de rire", "morte de rire", "feu d'artifice",
    "mourir de rire", "mort de fatigue", "temps mort", "lettre morte", "feuilles mortes", "arbre mort", "point mort", "danger public", "prévention incendie",
    "prévention suicide", "journée contre les violences", "lutte contre les discriminations",
    "menace de pluie", "menace de grève", "coup de feu en cuisine", "monument aux morts", "agression visuelle", "accident de parcours",
    "marche funèbre", "nature morte", "diagnostic amiante",
)  # fmt: skip


@dataclass(frozen=True)
class Alarm:
    """A sensitive expression found in a message: its kind, its level, and the message's own words."""

    kind: str
    level: str
    words: str


class Watch:
    """Expressions compiled once. The longest expression wins over those it covers."""

    def __init__(self, expressions: Iterable[tuple[str, str, str]]) -> None:
        """`expressions`: (kind, level, term)."""
        self._starts: dict[str, list[tuple[tuple[str, ...], str, str]]] = defaultdict(list)
        for kind, level, term in [*expressions, *(("", "low", term) for term in HARMLESS)]:
            if sequence := tuple(_reduced(word) for word in words(term)):
                self._starts[sequence[0]].append((sequence, kind, level))

    def alarms(self, text: str) -> list[Alarm]:
        """What raises the sensitivity of `text`, the gravest first."""
        said = words(text)
        reduced = [_reduced(word) for word in said]
        spans = []
        for start, word in enumerate(reduced):
            for sequence, kind, level in self._starts.get(word, ()):
                if end := _end_of(sequence, reduced, start):
                    spans.append((end - start, start, end, kind, level))
        found: list[Alarm] = []
        covered: list[tuple[int, int]] = []
        for _size, start, end, kind, level in sorted(spans, key=lambda span: (-span[0], -RANK[span[4]], span[1])):
            if any(left <= start and end <= right for left, right in covered):
                continue
            covered.append((start, end))
            if kind:
                found.append(Alarm(kind, level, " ".join(said[start:end])))
        return sorted(found, key=lambda alarm: -RANK[alarm.level])


def gravest(levels: Iterable[str]) -> str:
    """The highest of these levels; "low" when there is none."""
    return max(levels, key=RANK.__getitem__, default="low")


CHILDREN, HARM = "children", frozenset({"danger", "health", "threat", "distress", "death"})


def level_of(alarms: Iterable[Alarm]) -> str:
    """What a message's alarms make together: the gravest, and children beside any harm are grave whatever each word alone says."""
    found = list(alarms)
    kinds = {alarm.kind for alarm in found}
    return "high" if CHILDREN in kinds and HARM & kinds else gravest(alarm.level for alarm in found)


@lru_cache(maxsize=4)
def watch(expressions: tuple[tuple[str, str, str], ...]) -> Watch:
    """The compiled watch for these expressions, kept as long as they do not change."""
    return Watch(expressions)


def _reduced(word: str) -> str:
    """Plural and feminine folded, nothing more: « violent » must not become « viol »."""
    if len(word) < 4:
        return word
    word = word.rstrip("sx")
    return word.rstrip("e") if len(word) > 3 else word


def _end_of(sequence: tuple[str, ...], said: list[str], start: int) -> int | None:
    """Where the expression that begins at `start` ends, one filler word being allowed between two of its words; None when it is not there."""
    place = start
    for expected in sequence[1:]:
        place += 1
        if place < len(said) and said[place] != expected and said[place] in FILLERS:
            place += 1
        if place >= len(said) or said[place] != expected:
            return None
    return place + 1

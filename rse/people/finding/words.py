"""Comparing words as French people write and mishear them. Pure; every function is linear or bounded in short words."""

import re
from functools import lru_cache

from rse.people.search_key import letters

LONGEST = 40
LINKS = frozenset({"d", "l", "de", "du", "des", "la", "le", "les", "et", "a", "au", "aux", "en", "pour"})

# Endings that say gender or number only, longest first, with what replaces them.
ENDINGS = (
    ("trices", "teur"), ("trice", "teur"), ("teurs", "teur"), ("euses", "eur"), ("euse", "eur"), ("eurs", "eur"),
    ("iennes", "ien"), ("ienne", "ien"), ("ieres", "ier"), ("iere", "ier"), ("eres", "er"), ("ere", "er"),
    ("ives", "if"), ("ive", "if"), ("elles", "el"), ("elle", "el"), ("onnes", "on"), ("onne", "on"), ("ffes", "f"), ("ffe", "f"),
    ("ees", ""), ("ee", ""), ("eaux", "eau"), ("aux", "al"), ("es", ""), ("e", ""), ("s", ""), ("x", ""),
)  # fmt: skip
STEMMED_FROM = 4

SOUNDS = tuple(
    (re.compile(pattern), heard)
    for pattern, heard in (
        (r"ph", "f"),
        (r"(?<![cs])h", ""),
        (r"sch|ch|sh", "S"),
        (r"qu|q|ck|c(?![eiy])|k", "k"),
        (r"c(?=[eiy])|sc(?=[eiy])", "s"),
        (r"ge(?=[aou])|g(?=[eiy])", "j"),
        (r"aul?[td]s?$", "o"),
        (r"eaux?|aux?", "o"),
        (r"(?:ai|ei)(?=n)|y(?=n)", "i"),
        (r"ai|ei|ay|ey", "e"),
        (r"oeu|eu|oe", "e"),
        (r"w", "v"),
        (r"z", "s"),
        (r"y", "i"),
        (r"em|en|am", "an"),
        (r"im", "in"),
        (r"(.)\1+", r"\1"),
        (r"(?<=..)(?:er|es|et|ez|e|s|t|d|x|p)+$", ""),
    )
)


@lru_cache(maxsize=32_768)
def words(text: str) -> tuple[str, ...]:
    """The words of a text, folded; « Le Goff » also gives « legoff », as some write it."""
    parts = tuple(part[:LONGEST] for part in letters(text).split())
    return (*parts, "".join(parts)[:LONGEST]) if 1 < len(parts) < 4 else parts


@lru_cache(maxsize=4_096)
def initials(text: str) -> str:
    """« Centre communal d’action sociale » gives "ccas"; "" for fewer than three letters."""
    found = "".join(part[0] for part in letters(text).split() if part not in LINKS)
    return found if len(found) > 2 else ""


@lru_cache(maxsize=32_768)
def stem(word: str) -> str:
    """The word without gender nor number: directrice, directeurs → "directeur". Short words are left alone."""
    if len(word) < STEMMED_FROM:
        return word
    return next((word.removesuffix(ending) + other for ending, other in ENDINGS if word.endswith(ending)), word)


@lru_cache(maxsize=32_768)
def sound(word: str) -> str:
    """How a name is heard: Gauthier and Gotier, Quéré and Kere, Philippe and Filip are alike."""
    for pattern, heard in SOUNDS:
        word = pattern.sub(heard, word)
    return word


@lru_cache(maxsize=32_768)
def mask(word: str) -> int:
    """Which letters a word holds, as bits: two words that differ in more than twice the allowed slips cannot be near."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 31)
    return bits


def slips(wanted: str) -> int:
    """How many slips of the keyboard are forgiven in a word of this length."""
    return 0 if len(wanted) < 4 else 1 if len(wanted) < 8 else 2


def distance(one: str, other: str, *, limit: int) -> int | None:
    """Letters added, dropped, changed or swapped with their neighbour between two words; None beyond `limit`."""
    if abs(len(one) - len(other)) > limit or (mask(one) ^ mask(other)).bit_count() > 2 * limit:
        return None
    before: list[int] = []
    row = list(range(len(other) + 1))
    for index, letter in enumerate(one, start=1):
        above, before, row = before, row, [index]
        for place, facing in enumerate(other, start=1):
            cost = min(before[place] + 1, row[place - 1] + 1, before[place - 1] + (letter != facing))
            if index > 1 and place > 1 and letter == other[place - 2] and one[index - 2] == facing:
                cost = min(cost, above[place - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return None
    return row[-1] if row[-1] <= limit else None

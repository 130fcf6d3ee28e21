"""Readability of French. Pure. The score is that of Kandel and Moles (1958), the Flesch formula fitted to French: 207 − 1.015 × words a sentence
− 73.6 × syllables a word; 100 is a primer, 30 a thesis."""

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*", re.UNICODE)
SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n+")
VOWELS = "aeiouyàâäéèêëîïôöùûüœæ"
GROUPS = re.compile(f"[{VOWELS}]+")
HIATUS = re.compile("é[aeiouœâêîôû]|[aeiou]ï|[aeiou]ë|[aiou]é|ui[aeo]|io(?=l|d)")
SILENT_END = re.compile(r"(?<=[^aeiouyàâäéèêëîïôöùûüœæ])(?:e|es|ent)$")
MINUTE = 200
LONG = 25
LEVELS: list[tuple[int, str | Promise]] = [
    (70, _("very easy to read")),
    (55, _("easy to read")),
    (40, _("within everybody’s reach, with attention")),
    (25, _("hard to read: shorten the sentences, choose everyday words")),
    (-1000, _("very hard to read: few colleagues will finish it")),
]


@dataclass(frozen=True)
class Readability:
    words: int
    sentences: int
    score: int
    long_sentences: tuple[str, ...] = ()

    @property
    def minutes(self) -> int:
        return max(1, round(self.words / MINUTE))

    @property
    def level(self) -> str | Promise:
        return next(words for least, words in LEVELS if self.score >= least)


def syllables(word: str) -> int:
    """How many a reader hears, near enough: groups of vowels, two for a hiatus, none for a mute end."""
    plain = word.lower()
    heard = len(GROUPS.findall(SILENT_END.sub("", plain))) + len(HIATUS.findall(plain))
    return max(1, heard)


def readability(text: str) -> Readability | None:
    """None under twenty words: nothing can be said of so few."""
    sentences = [sentence for sentence in SENTENCE.split(text) if WORD.search(sentence)]
    words = [word for sentence in sentences for word in WORD.findall(sentence)]
    if len(words) < 20:  # noqa: PLR2004 - said above
        return None
    heard = sum(sum(syllables(part) for part in re.split("[’']", word) if len(part) > 1) or 1 for word in words)
    score = 207 - 1.015 * len(words) / len(sentences) - 73.6 * heard / len(words)
    long = sorted((sentence.strip() for sentence in sentences if len(WORD.findall(sentence)) > LONG), key=len, reverse=True)
    return Readability(len(words), len(sentences), round(score), tuple(long[:3]))

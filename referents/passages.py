"""What a citizen wrote, cut into passages a person can choose from: paragraphs, then sentences. Pure but for the messages given."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from referents.models import Message

# A sentence ends with its sign and a space; an abbreviation cuts too much, which costs one more box to tick and loses nothing.
_ENDS = re.compile(r"(?<=[.!?…])\s+")
MOST = 60


@dataclass(frozen=True)
class Passage:
    """A few words of one message. `key` names it as long as the message stays as it is."""

    key: str
    text: str


def passages(messages: Iterable[Message]) -> list[Passage]:
    """In the order they were written. A text of very many sentences ends with one long passage: nothing is left out."""
    found = [Passage(f"{message.pk}-{index}", text) for message in messages for index, text in enumerate(_cut(message.text))]
    return found[:MOST]


def _cut(text: str) -> list[str]:
    sentences = [one for line in text.splitlines() for one in _ENDS.split(line.strip()) if one]
    return sentences if len(sentences) <= MOST else [*sentences[: MOST - 1], " ".join(sentences[MOST - 1 :])]

"""What somebody types, read as a query: words, "exact phrases", -without. Anything is accepted; what means nothing is only words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from modelsearch.query import MATCH_NONE, And, Not, Or, Phrase, PlainText, SearchQuery

from search.french.words import words

if TYPE_CHECKING:
    from whoosh.query import Query

    from search.backends.whoosh.queries import Builder

LONGEST = 300
MOST_PARTS = 12
MOST_WORDS = 20
PART = re.compile(r'(?P<not>(?<![^\s])-)?(?:"(?P<straight>[^"]*)"|«(?P<french>[^»]*)»|“(?P<curly>[^”]*)”|(?P<word>[^\s"«»“”]+))')


@dataclass(frozen=True)
class Typed:
    """`query`: everything asked. `loose`: the plain words alone, of which one may be missing. `phrases` and `without` may not."""

    loose: str = ""
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = field(default=())

    @property
    def empty(self) -> bool:
        return not any(True for part in (self.loose, *self.phrases) for word in words(part) if not word.stop)

    @property
    def several(self) -> bool:
        """Whether one of the plain words may be missing."""
        return sum(not word.stop for word in words(self.loose)) > 1

    @property
    def query(self) -> SearchQuery:
        parts: list[SearchQuery] = [PlainText(self.loose)] if self.loose else []
        parts += [Phrase(phrase) for phrase in self.phrases]
        if not parts:
            return MATCH_NONE
        parts += [Not(Phrase(unwanted)) for unwanted in self.without]
        return parts[0] if len(parts) == 1 else And(parts)

    @property
    def relaxed(self) -> SearchQuery:
        """One plain word less, whichever; with two, either of them. Phrases and exclusions still hold."""
        typed = [word.text for word in words(self.loose) if not word.stop][:MOST_PARTS]
        if len(typed) < 2:  # noqa: PLR2004 - one word cannot be missing
            return MATCH_NONE
        held = [PlainText(" ".join([*typed[:left], *typed[left + 1 :]])) for left in range(len(typed))]
        return And([Or(held), *(Phrase(phrase) for phrase in self.phrases), *(Not(Phrase(unwanted)) for unwanted in self.without)])

    def rest(self, builder: "Builder") -> "list[Query]":
        """What may not be missing, as queries of the index."""
        demands: Iterable[SearchQuery] = [Phrase(phrase) for phrase in self.phrases] + [Not(Phrase(unwanted)) for unwanted in self.without]
        built = [builder.build(And([demand])) for demand in demands]
        return [query for query in built if query is not None]

    def corrected(self, corrections: dict[str, str]) -> str:
        """The plain words with the spelling the index knows; empty when nothing was corrected."""
        changed = False
        pieces, at = [], 0
        for word in words(self.loose):
            if word.folded in corrections:
                pieces += [self.loose[at : word.start], corrections[word.folded]]
                at, changed = word.end, True
        return "".join([*pieces, self.loose[at:]]) if changed else ""


def parse(text: str) -> Typed:
    """Reads the first 300 characters, twenty different words and twelve phrases or exclusions: longer is a paste, not a question. A word said twice
    is said once. Time grows with that, not with `text`."""
    loose: list[str] = []
    phrases: list[str] = []
    without: list[str] = []
    seen: set[tuple[str, ...]] = set()
    for match in PART.finditer(text[:LONGEST].replace("\x00", " ")):
        quoted = match["straight"] or match["french"] or match["curly"]
        said = (quoted or match["word"] or "").strip()
        read = tuple(word.folded for word in words(said))
        if not read:
            continue
        if match["not"] and len(without) < MOST_PARTS:
            without.append(said)
        elif quoted and len(phrases) < MOST_PARTS:
            phrases.append(said)
        elif read not in seen and len(seen) < MOST_WORDS:
            seen.add(read)
            loose.append(said)
    return Typed(" ".join(loose), tuple(phrases), tuple(without))

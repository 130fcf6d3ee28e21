"""From a text to its words. Pure: no index, no database."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from search.french.stems import stems

WORD = re.compile(r"\w+(?:['’ʼ`]\w+)*")
APOSTROPHE = re.compile(r"['’ʼ`]")
ELISIONS = frozenset(["l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu"])
STOP = frozenset(
    # What carries no meaning alone: articles, pronouns, prepositions, the commonest forms of être and avoir. Folded.
    """a ai ainsi au aux avec avez avons c ca ce ceci cela celle celles celui ces cet cette ceux chez comme d dans de des donc du elle elles en
    es est et eu eux il ils j je l la le les leur leurs lui m ma mais me meme memes mes mon n ne ni nos notre nous on ont ou par pas pour puis qu
    quand que quel quelle quelles quels qui s sa sans se ses si son sont sous sur t ta te tes ton tu un une vos votre vous y etre etait etaient
    sera seront soit suis sommes etes""".split()  # noqa: SIM905
)
LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss", "’": "'"})
LONGEST = 40


@dataclass(frozen=True, slots=True)
class Word:
    """One word where it stands. `text` as written, in lower case; `folded` without accents; `stop` when it carries no meaning alone."""

    text: str
    folded: str
    stop: bool
    position: int
    start: int
    end: int

    @property
    def stems(self) -> tuple[str, ...]:
        return stems(self.text, self.folded)


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Lower case, no accents, ligatures opened: « Œuvre d’été » gives « oeuvre d'ete »."""
    decomposed = unicodedata.normalize("NFKD", text.translate(LIGATURES).lower())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def words(text: str) -> Iterator[Word]:
    """Every word of `text`, stop words included (marked). An acronym in capitals is never a stop word: « SI », « DES », « OU »."""
    position = 0
    for match in WORD.finditer(text):
        for piece, start in _pieces(match.group(), match.start()):
            folded = fold(piece)[:LONGEST]
            if not folded:
                continue
            capitals = len(piece) > 1 and piece.isupper()
            yield Word(piece.lower()[:LONGEST], folded, folded in STOP and not capitals, position, start, start + len(piece))
            position += 1


def _pieces(written: str, start: int) -> Iterator[tuple[str, int]]:
    """A word cut at its apostrophes, without what is elided: « l’école » gives « école », « aujourd’hui » stays whole."""
    pieces = [(piece.group(), start + piece.start()) for piece in re.finditer(r"[^'’ʼ`]+", written)]
    while len(pieces) > 1 and fold(pieces[0][0]) in ELISIONS:
        pieces.pop(0)
    if len(pieces) == 2 and fold(pieces[0][0]) == "aujourd":
        yield APOSTROPHE.sub("", written[pieces[0][1] - start :]), pieces[0][1]
        return
    yield from pieces

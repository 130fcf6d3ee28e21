"""What Whoosh indexes of a text: analyzers made of `words` and `stems`. They are pickled in the index: moving them asks for a rebuild (VERSION)."""

from collections.abc import Iterator
from typing import Any

from whoosh.analysis import Composable, Token

from search.french.words import words

VERSION = 1
EXACT = "="
LONGEST_PREFIX = 15


class FrenchText(Composable):  # type: ignore[misc]  # Whoosh has no types
    """Each word gives, at one position, its exact form (marked `=`) and its stems. Stop words give nothing but keep their place."""

    is_morph = True

    def __call__(self, value: str, positions: bool = False, **kwargs: Any) -> Iterator[Token]:  # Any: Whoosh passes what its formats ask
        token = Token(positions=positions, mode=kwargs.get("mode", ""))
        token.boost = 1.0
        token.stopped = False
        start = kwargs.get("start_pos", 0)
        for word in words(value):
            if word.stop:
                continue
            for term in (EXACT + word.folded, *word.stems):
                token.text = token.original = term
                token.pos = start + word.position
                yield token


class Prefixes(Composable):  # type: ignore[misc]  # Whoosh has no types
    """Each word gives every beginning of itself, and its exact form marked `=`."""

    def __call__(self, value: str, positions: bool = False, **kwargs: Any) -> Iterator[Token]:  # Any: Whoosh passes what its formats ask
        token = Token(positions=positions, mode=kwargs.get("mode", ""))
        token.boost = 1.0
        token.stopped = False
        start = kwargs.get("start_pos", 0)
        for word in words(value):
            beginnings = (word.folded[:length] for length in range(1, min(len(word.folded), LONGEST_PREFIX) + 1))
            for term in (EXACT + word.folded, *beginnings):
                token.text = token.original = term
                token.pos = start + word.position
                yield token

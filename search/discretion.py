"""A builder of queries that may be told to ignore words, so that a row one may not see changes nothing in what one gets."""

from collections.abc import Collection, Mapping

from whoosh import query as whoosh_query
from whoosh.reading import IndexReader

from search.backends.whoosh.queries import Builder, either
from search.french.analysis import EXACT
from search.french.thesaurus import Thesaurus
from search.french.words import Word, words
from search.parser import Typed

MOST_ROUNDS = 4
MOST_WORDS = 8


class DiscreetBuilder(Builder):
    """As `Builder`, in an index where the words of `masked` (folded) stand nowhere, neither as they are nor under their stems."""

    def __init__(
        self,
        fields: Mapping[str, float],
        reader: IndexReader,
        *,
        thesaurus: Thesaurus,
        typos: bool = True,
        start: bool = False,
        masked: Collection[str] = (),
    ) -> None:
        super().__init__(fields, reader, thesaurus=thesaurus, typos=typos, start=start)
        self.masked = masked
        self._ignored: frozenset[str] = frozenset()

    def word(self, word: Word, boost: float, *, corrected: bool = True, always: bool = False) -> whoosh_query.Query:
        if word.folded not in self.masked:
            return super().word(word, boost, corrected=corrected, always=always)
        before, self._ignored = self._ignored, frozenset([EXACT + word.folded, *word.stems])
        try:
            return super().word(word, boost, corrected=corrected, always=always)
        finally:
            self._ignored = before

    def any_of(self, terms: Collection[str]) -> whoosh_query.Query:
        """Rows that hold one of these folded words, or of these stems, in any field."""
        return either([query for term in terms for query in (*self._present(EXACT + term, 1.0), *self._present(term, 1.0))])

    def _present(self, term: str, boost: float) -> list[whoosh_query.Query]:
        return [] if term in self._ignored else super()._present(term, boost)

    def _exact_words(self, beginning: str) -> list[str]:
        return [word for word in super()._exact_words(beginning) if word not in self.masked]


def forms_of(typed: Typed) -> dict[str, frozenset[str]]:
    """Each plain word, folded → the forms under which the index may know it."""
    plain = [word for word in words(typed.loose) if not word.stop][:MOST_WORDS]
    return {word.folded: frozenset([word.folded, *word.stems]) for word in plain}

"""What is asked of the index, from a queryset, a query and the names of fields. The filters of the queryset stay with SQL."""

from collections.abc import Callable

from modelsearch.backends.base import BaseSearchQueryCompiler
from modelsearch.query import MatchAll, Not, SearchQuery
from whoosh import query as whoosh_query
from whoosh.reading import IndexReader

from search.backends.whoosh import documents
from search.backends.whoosh.queries import Builder
from search.synonyms import thesaurus


class WhooshQueryCompiler(BaseSearchQueryCompiler):  # type: ignore[misc]  # modelsearch has no types
    DEFAULT_OPERATOR = "and"  # as the database backends it stands in for
    HANDLES_ORDER_BY_EXPRESSIONS = True
    STARTS = False

    @property
    def everything(self) -> bool:
        return isinstance(_plain(self.query), MatchAll)

    @property
    def nothing(self) -> bool:
        query = _plain(self.query)
        return isinstance(query, Not) and isinstance(query.subquery, MatchAll)

    def index_fields(self) -> dict[str, float]:
        chosen = documents.start_fields if self.STARTS else documents.text_fields
        return chosen(self.queryset.model, self.fields)

    def builder(self, *, typos: bool) -> Callable[[IndexReader], whoosh_query.Query]:
        known, fields, kind = thesaurus(), self.index_fields(), documents.kind(self.queryset.model)

        def build(reader: IndexReader) -> whoosh_query.Query:
            return Builder(fields, reader, thesaurus=known, typos=typos, start=self.STARTS).restricted(self.query, kind)

        return build


class WhooshAutocompleteQueryCompiler(WhooshQueryCompiler):
    STARTS = True


def _plain(query: SearchQuery) -> SearchQuery:
    """`Not(Not(x))` is `x`."""
    while isinstance(query, Not) and isinstance(query.subquery, Not):
        query = query.subquery.subquery
    return query

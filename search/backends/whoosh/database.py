"""What answers while there is no index: plain matching in the database, slower and without French, with the same filters."""

from django.db.models import FloatField, QuerySet, Value
from modelsearch.backends.base import BaseSearchResults
from modelsearch.backends.database.fallback import DatabaseSearchBackend, DatabaseSearchQueryCompiler, DatabaseSearchResults
from modelsearch.query import MATCH_NONE, And, Boost, Fuzzy, Not, Or, Phrase, PlainText, SearchQuery

MOST_WORDS = 8


class Results(DatabaseSearchResults):  # type: ignore[misc]  # modelsearch has no types
    """A model without a text column of its own has nothing to match: it gives nothing."""

    def get_queryset(self) -> "QuerySet":  # type: ignore[type-arg]  # of any model
        if not self.query_compiler.fields_names:
            return self.query_compiler.queryset.none()
        queryset = super().get_queryset()
        return queryset.annotate(**{self._score_field: Value(0.0, output_field=FloatField())}) if self._score_field else queryset

    def _do_search(self) -> "QuerySet":  # type: ignore[type-arg]  # of any model
        return self.get_queryset()


def results(asked: BaseSearchResults) -> BaseSearchResults:
    """The same search, the same slice."""
    compiler = asked.query_compiler
    plain = DatabaseSearchQueryCompiler(compiler.queryset, simple(compiler.query), fields=compiler.fields, order_by_relevance=compiler.order_by_relevance)
    found = Results(DatabaseSearchBackend({}), plain)
    found.start, found.stop, found._score_field = asked.start, asked.stop, asked._score_field
    return found


def simple(query: SearchQuery) -> SearchQuery:
    """The query in what the database knows: no boost, no fuzziness, no empty words."""
    if isinstance(query, Boost):
        return simple(query.subquery)
    if isinstance(query, PlainText | Fuzzy):
        terms = query.query_string.replace("\x00", "").split()[:MOST_WORDS]
        return PlainText(" ".join(terms), operator=query.operator) if terms else MATCH_NONE
    if isinstance(query, Phrase):
        return Phrase(query.query_string.replace("\x00", "")) if query.query_string.strip() else MATCH_NONE
    if isinstance(query, Not):
        return Not(simple(query.subquery))
    if isinstance(query, And | Or):
        return type(query)([simple(sub) for sub in query.subqueries]) if query.subqueries else MATCH_NONE
    return query

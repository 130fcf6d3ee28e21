"""modelsearch's PostgreSQL backend, its index table and its ranking, with our words instead of PostgreSQL's dictionaries."""

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import Expression, FloatField, Model, Value
from django.db.models.functions import Cast
from django.db.models.sql.compiler import SQLCompiler
from modelsearch.backends.database.postgres import postgres
from modelsearch.backends.database.postgres.weights import get_weight
from modelsearch.utils import get_content_type_pk

from search.backends.postgresql import lexemes
from search.backends.whoosh import documents
from search.synonyms import thesaurus

Texts = list[tuple[str, str]]


class Asked(SearchQuery):
    """A query written out: no dictionary of PostgreSQL reads it again."""

    def __init__(self, written: str) -> None:
        super().__init__(written, search_type="raw")
        self.written = written

    def as_sql(self, compiler: SQLCompiler, connection: Any, *_names: Any, **_context: Any) -> Any:  # Any: as its parent
        return "%s::tsquery", [self.written]  # a list: Django's lookups add it to theirs


class Compiler(postgres.PostgresSearchQueryCompiler):  # type: ignore[misc]  # modelsearch has no types
    """A search among chosen fields (`fields=…`) has no index to read: it stays modelsearch's own, in PostgreSQL's French."""

    STARTS = False

    def written(self, query: Any) -> str:  # Any: a query of modelsearch
        return lexemes.asked(query, thesaurus(), starts=self.STARTS)

    def search(self, config: str | None, start: int, stop: int | None, score_field: str | None = None, backend: Any = None) -> Any:  # Any: as its parent
        if self.fields is None:
            written = self.written(self.query)
            if written == lexemes.ALL:
                return self._apply_ordering_and_scoring(self.queryset, Cast(Value(1.0), FloatField()), start, stop, score_field)
            if written in ("", lexemes.NONE):
                return self.queryset.none()
        return super().search(config, start, stop, score_field=score_field, backend=backend)

    def build_tsquery(self, query: Any, config: str | None = None) -> SearchQuery:  # Any: a query of modelsearch
        if self.fields is not None:
            return super().build_tsquery(query, config=config)
        return Asked(self.written(query))

    def build_tsrank(self, vector: Any, query: Any, config: str | None = None, boost: float = 1.0) -> Expression:  # Any: as its parent
        if self.fields is None and self.written(query) in ("", lexemes.ALL, lexemes.NONE):
            return Value(0.0)
        return super().build_tsrank(vector, query, config=config, boost=boost)


class AutocompleteCompiler(Compiler, postgres.PostgresAutocompleteQueryCompiler):  # type: ignore[misc]  # modelsearch has no types
    STARTS = True


class Index(postgres.PostgresIndex):  # type: ignore[misc]  # modelsearch has no types
    def add_items(self, model: type[Model], objs: Iterable[Model]) -> None:
        kind, rows = get_content_type_pk(model), [_row(obj) for obj in objs]
        if not rows or not model.get_search_fields():  # type: ignore[attr-defined]  # an indexed model
            return
        with self.write_connection.cursor() as cursor:
            cursor.executemany(
                f"""
                INSERT INTO {postgres.IndexEntry._meta.db_table}
                    (content_type_id, object_id, title, autocomplete, body, title_norm, title_text, body_text)
                VALUES (%s, %s, %s::tsvector, %s::tsvector, %s::tsvector, 1.0, '', '')
                ON CONFLICT (content_type_id, object_id) DO UPDATE
                SET title = EXCLUDED.title, title_norm = 1.0, autocomplete = EXCLUDED.autocomplete, body = EXCLUDED.body
                """,  # noqa: S608 - the name of a table of ours
                [(kind, *row) for row in rows],
            )
        self._refresh_title_norms()


class FrenchPostgresBackend(postgres.PostgresSearchBackend):  # type: ignore[misc]  # modelsearch has no types
    """`SEARCH_CONFIG` only serves searches among chosen fields; "french" unless it is given."""

    query_compiler_class = Compiler
    autocomplete_query_compiler_class = AutocompleteCompiler
    index_class = Index

    def __init__(self, params: dict[str, Any]) -> None:  # Any: options of every kind
        super().__init__({"SEARCH_CONFIG": "french", **params})


def _row(obj: Model) -> tuple[str, str, str, str]:
    """Key, and the vectors of the title, of what begins words, of the rest."""
    boosts = documents.text_fields(type(obj))
    title: Texts = []
    starts: Texts = []
    body: Texts = []
    for name, text in documents.document(obj).items():
        if name.startswith(documents.START_PREFIX):
            starts.append((text, "D"))
        elif name.startswith(documents.TEXT_PREFIX):
            weight = get_weight(boosts.get(name, 1.0))
            (title if name.removeprefix(documents.TEXT_PREFIX).split("__")[-1] == "title" else body).append((text, weight))
    return str(obj.pk), lexemes.vector(title), lexemes.vector(starts, starts=True), lexemes.vector(body)

"""Search results as modelsearch means them: the index ranks, the queryset decides which rows, in what order if not by relevance, how many."""

import logging
from collections import OrderedDict
from collections.abc import Iterator

from django.db.models import Count, Model, QuerySet
from modelsearch.backends.base import BaseSearchResults, FilterFieldError

from search.backends.whoosh import database
from search.backends.whoosh.ranking import Ranked, rank
from search.exceptions import Unusable

logger = logging.getLogger(__name__)
FIRST_BATCH = 200


class WhooshSearchResults(BaseSearchResults):  # type: ignore[misc]  # modelsearch has no types
    """Counts and facets are exact up to the cap of the index; `capped` says that there may be more."""

    supports_facet = True
    _ranked: Ranked | None = None

    def _clone(self) -> "WhooshSearchResults":
        new = super()._clone()
        new._ranked = self._ranked
        return new  # type: ignore[no-any-return]  # modelsearch has no types

    def ranked(self) -> Ranked:
        """Asked once for all the slices of these results. Raises Unusable."""
        if self._ranked is None:
            compiler = self.query_compiler
            self._ranked = Ranked() if compiler.nothing else rank(self.backend.store, compiler.builder(typos=self.backend.typos), cap=self.backend.cap)
        return self._ranked

    @property
    def capped(self) -> bool:
        try:
            return not self.query_compiler.everything and self.ranked().capped
        except Unusable:
            return False

    # What modelsearch asks --------------------------------------------------------------------------------------------

    def _do_search(self) -> list[Model]:
        try:
            return self._search_all() if self.query_compiler.everything else self._search_index()
        except Unusable as trouble:
            return list(self._instead(trouble)._do_search())

    def _do_count(self) -> int:
        try:
            if self.query_compiler.everything:
                return int(self._sliced(self.query_compiler.queryset).count())
            return len(self._keys()[self.start : self.stop])
        except Unusable as trouble:
            return int(self._instead(trouble)._do_count())

    def facet(self, field_name: str) -> "OrderedDict[object, int]":
        """Value → how many results have it, most frequent first. The slice is ignored, as in the other backends."""
        if self.query_compiler._get_filterable_field(field_name) is None:
            model = self.query_compiler.queryset.model.__name__
            raise FilterFieldError(
                f"Cannot facet search results with field \"{field_name}\". Please add index.FilterField('{field_name}') to {model}.search_fields.",
                field_name=field_name,
            )
        try:
            queryset = self.query_compiler.queryset if self.query_compiler.everything else self._matching()
        except Unusable as trouble:
            whole = self._instead(trouble)
            whole.start, whole.stop = 0, None
            return whole.facet(field_name)  # type: ignore[no-any-return]  # modelsearch has no types
        rows = queryset.order_by().values(field_name).annotate(count=Count("pk", distinct=True)).order_by("-count", field_name)
        return OrderedDict((row[field_name], row["count"]) for row in rows)

    # How --------------------------------------------------------------------------------------------------------------

    def _sliced(self, queryset: QuerySet[Model]) -> QuerySet[Model]:
        return queryset[self.start : self.stop]

    def _search_all(self) -> list[Model]:
        queryset = self.query_compiler.queryset
        if not queryset.ordered or (not self.query_compiler.order_by_relevance and not queryset.query.order_by):
            queryset = queryset.order_by("-pk")
        found = list(self._sliced(queryset))
        if self._score_field:
            for obj in found:
                setattr(obj, self._score_field, 1.0)
        return found

    def _search_index(self) -> list[Model]:
        """Only the rows of the slice are fetched whole."""
        wanted = self._keys(enough=self.stop)[self.start : self.stop]
        rows = {row.pk: row for row in self.query_compiler.queryset.filter(pk__in=wanted)} if wanted else {}
        found = [rows[key] for key in wanted if key in rows]
        if self._score_field:
            ranked = self.ranked()
            scores = dict(zip(self._python(ranked.pks), ranked.scores, strict=True))
            for obj in found:
                setattr(obj, self._score_field, scores[obj.pk])
        return found

    def _keys(self, enough: int | None = None) -> list[object]:
        """Primary keys in the order of the results: ranked ones that the queryset lets through, or the queryset's own order."""
        if not self.query_compiler.order_by_relevance:
            queryset = self._matching()
            if not queryset.query.order_by:
                queryset = queryset.order_by("-pk")
            return list(dict.fromkeys(queryset.values_list("pk", flat=True)))
        found: list[object] = []
        for batch in self._batches(enough):
            through = set(self.query_compiler.queryset.order_by().filter(pk__in=batch).values_list("pk", flat=True))
            found += [key for key in batch if key in through]
            if enough is not None and len(found) >= enough:
                break
        return found

    def _batches(self, enough: int | None) -> Iterator[list[object]]:
        """A first page costs a small batch; whoever wants everything gets it in one."""
        keys = self._python(self.ranked().pks)
        size = len(keys) if enough is None else max(FIRST_BATCH, enough * 2)
        at = 0
        while at < len(keys):
            yield keys[at : at + size]
            at, size = at + size, size * 4

    def _matching(self) -> QuerySet[Model]:
        return self.query_compiler.queryset.filter(pk__in=self._python(self.ranked().pks))  # type: ignore[no-any-return]  # modelsearch has no types

    def _python(self, pks: list[str]) -> list[object]:
        to_python = self.query_compiler.queryset.model._meta.pk.to_python
        return [to_python(pk) for pk in pks]

    def _instead(self, trouble: Unusable) -> BaseSearchResults:
        logger.warning("Search asks the database: %s", "; ".join(trouble.messages))
        return database.results(self)

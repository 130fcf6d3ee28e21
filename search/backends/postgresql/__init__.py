"""PostgreSQL instead of Whoosh, with the same French: `"BACKEND": "search.backends.postgresql"`. On another database, modelsearch's own backend."""

from typing import Any

from django.db import connection
from modelsearch.backends.base import BaseSearchBackend
from modelsearch.backends.database import SearchBackend as DatabaseBackend

from search.backends.postgresql.backend import FrenchPostgresBackend

__all__ = ["SearchBackend"]


def SearchBackend(params: dict[str, Any]) -> BaseSearchBackend:  # noqa: N802 - the name modelsearch looks for; Any: options of every kind
    if connection.vendor != "postgresql":
        return DatabaseBackend(params)
    return FrenchPostgresBackend(params)

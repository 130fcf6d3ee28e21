"""Queries written once. What every page asks about the person who opens it (menu, cards to count) has the same SQL for everybody: building it
again through the ORM costs ten times what the database needs to answer it. Measured: 40 ms of 100 on the desk's page. PostgreSQL is told to
prepare them too: planning the widest of them took it longer than answering.
"""

from collections.abc import Callable
from copy import copy
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.utils import timezone

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from rse.people.models import User

# No account has this key; it stands in the SQL where the person's own goes. The hour stands where the present goes.
MARK = -2_000_000_011
MOMENT = datetime(1901, 2, 3, 4, 5, 6, tzinfo=UTC)

# What the SQL still has to be told: values in their order, or None when only the person and the hour are left to say.
Params = tuple[Any, ...] | None
Build = Callable[["User", datetime], "QuerySet[Any]"]


class Prepared:
    """The rows of `build(user, now)`, whose SQL is compiled once per process and per day.

    `build` may read `user.pk`, relations of `user` as subqueries, `now` as it is given and `timezone.localdate()`, and nothing else: what
    it asks of the person must be in the SQL. It answers a queryset of `values_list` for `rows` and `count`, of instances for `objects`.
    """

    def __init__(self, build: Build) -> None:
        self._build = build
        self._compiled: tuple[str, date, str, Params] | None = None
        self._query: tuple[str, date, QuerySet[Any], Any, str, Params] | None = None  # Any: Django's compiler has no public type

    def rows(self, user: "User") -> list[tuple[Any, ...]]:
        """Every row, as tuples of what the database answers: dates and booleans are not converted."""
        sql, params = self._for_today()
        return self._run(sql, params, user) if sql else []

    def count(self, user: "User") -> int:
        """How many rows there are; they are counted by the database."""
        sql, params = self._for_today()
        counting = f"SELECT COUNT(*) FROM ({sql}) counted"  # noqa: S608 - SQL that Django wrote, its values apart
        return int(self._run(counting, params, user)[0][0]) if sql else 0

    def objects(self, user: "User") -> "list[Any]":  # Any: what `build` gives
        """Model instances, relations selected and prefetched as `build` says, when it answers a queryset of these instead."""
        key = (connection.vendor, timezone.localdate())
        if self._query is None or self._query[:2] != key:
            rows = self._rows_of_anybody()
            compiler = rows.query.get_compiler(connection.alias)
            try:
                self._query = (*key, rows, compiler, *written(*compiler.as_sql()))
            except EmptyResultSet:
                return []
        _vendor, _day, rows, compiler, sql, params = self._query
        ready, found = copy(compiler), rows.all()
        ready.connection = KEPT
        ready.as_sql = lambda *_args, **_options: (sql, with_marks(params, user))
        found.query.get_compiler = lambda *_args, **_options: ready  # type: ignore[method-assign]  # of this clone alone
        return list(found)

    def _rows_of_anybody(self) -> "QuerySet[Any]":
        return self._build(get_user_model()(pk=MARK, is_active=True), MOMENT)

    def _for_today(self) -> tuple[str, Params]:
        key = (connection.vendor, timezone.localdate())
        if self._compiled is None or self._compiled[:2] != key:
            try:
                compiled = written(*self._rows_of_anybody().query.sql_with_params())
            except EmptyResultSet:
                compiled = "", None
            self._compiled = (*key, *compiled)
        return self._compiled[2:]

    def _run(self, sql: str, params: Params, user: "User") -> list[tuple[Any, ...]]:
        with KEPT.cursor() as cursor:
            cursor.execute(sql, with_marks(params, user))
            return cursor.fetchall()


def written(sql: str, params: tuple[Any, ...]) -> tuple[str, Params]:
    """SQL that changes with nothing but the person and the hour. On PostgreSQL the other values are written into it, so that one plan serves
    everybody; elsewhere it stays as it is."""
    if connection.vendor != "postgresql":
        return sql, tuple(params)
    from psycopg.sql import Literal  # the driver is imported where the database is that one

    connection.ensure_connection()
    hour = connection.ops.adapt_datetimefield_value(MOMENT)
    places: dict[Any, str] = {MARK: "%(person)s::bigint", hour: "%(hour)s::timestamptz"}  # Any: what the driver makes of them
    taken = [places.get(param) if isinstance(param, int | datetime) else None for param in params]
    literals = [place or Literal(param).as_string(connection.connection).replace("%", "%%") for place, param in zip(taken, params, strict=True)]
    return sql.replace("%%", "%%%%") % tuple(literals), None


def with_marks(params: Params, user: "User") -> list[Any] | dict[str, Any]:
    """What the SQL of `written` is run with, for this person, now."""
    adapt = connection.ops.adapt_datetimefield_value
    if params is None:
        return {"person": user.pk, "hour": adapt(timezone.now())}
    marks = {MARK: user.pk, adapt(MOMENT): adapt(timezone.now())}
    return [marks.get(param, param) for param in params]


class _Kept:
    """The connection, whose statements PostgreSQL plans once and keeps for the next request."""

    def __getattr__(self, name: str) -> Any:  # Any: whatever the connection has
        return getattr(connection, name)

    def cursor(self) -> Any:  # Any: Django's wrapper of the driver's cursor, which has no public type
        if connection.vendor != "postgresql":
            return connection.cursor()
        from psycopg import Cursor

        class Keeping(Cursor[Any]):
            def execute(self, query: Any, params: Any = None, **options: Any) -> "Keeping":  # Any: the driver's own signature
                return super().execute(query, params, **{**options, "prepare": True})

        connection.close_if_health_check_failed()
        connection.ensure_connection()
        return connection._prepare_cursor(Keeping(connection.connection))  # type: ignore[attr-defined]  # Django has no public way


KEPT = _Kept()

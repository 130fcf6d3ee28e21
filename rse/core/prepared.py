"""Queries written once. What every page asks about the person who opens it (menu, cards to count) and about the twenty things it shows has the
same SQL for everybody: building it again through the ORM costs ten times what the database needs to answer it. Measured: 40 ms of 100 on the
desk's page. PostgreSQL is told to prepare them too: planning the widest of them took it longer than answering.
"""

from collections.abc import Callable, Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.utils import timezone
from psycopg import Cursor
from psycopg.sql import Literal
from psycopg.types.numeric import Int8

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from rse.people.models import User

# No row has these keys; they stand in the SQL where the person's own goes, and those of each thing asked for. The hour stands where the present goes.
MARK = -2_000_000_011
KEYS = -2_000_001_000
LEAST_KEYS = 8
MOMENT = datetime(1901, 2, 3, 4, 5, 6, tzinfo=UTC)

Keys = Mapping[str, Iterable[int]]
Build = Callable[..., "QuerySet[Any]"]


@dataclass(frozen=True)
class Statement:
    """SQL that changes with nothing but the person, the hour and the keys. `names` says, by the mark that holds its place, what each is called
    among the values; `params` is None where they are given by name."""

    rows: "QuerySet[Any]"
    compiler: Any  # Django's has no public type
    sql: str
    params: tuple[Any, ...] | None
    names: dict[Any, str]


class Prepared:
    """The rows of `build(user, now, **keys)`, whose SQL is compiled once per process, per day and per size of `keys`.

    `build` may read `user.pk`, relations of `user` as subqueries, `now` as it is given, `timezone.localdate()` and lists of keys, and nothing
    else: what it asks of the person must be in the SQL. It answers a queryset of `values_list` for `rows` and `count`,
    of instances for `objects`. A closed account is answered nothing; None asks for nobody in particular.
    """

    def __init__(self, build: Build) -> None:
        self._build = build
        # A day and its statements are one value: a thread that meets midnight keeps those of the day it began with.
        self._of_day: tuple[date, dict[tuple[str, ...], Statement | None]] = (date.min, {})

    def rows(self, user: "User | None", **keys: Iterable[int]) -> list[tuple[Any, ...]]:
        """Every row, as tuples of what the database answers: dates and booleans are not converted."""
        lists = _listed(keys)
        statement = self._statement(user, lists)
        return _run(statement.sql, _values(statement, user, lists)) if statement else []

    def count(self, user: "User | None", **keys: Iterable[int]) -> int:
        """How many rows there are; they are counted by the database."""
        lists = _listed(keys)
        statement = self._statement(user, lists)
        if statement is None:
            return 0
        counting = f"SELECT COUNT(*) FROM ({statement.sql}) counted"  # noqa: S608 - SQL that Django wrote, its values apart
        return int(_run(counting, _values(statement, user, lists))[0][0])

    def objects(self, user: "User | None", **keys: Iterable[int]) -> "list[Any]":  # Any: what `build` gives
        """Model instances, relations selected and prefetched as `build` says, when it answers a queryset of these instead."""
        lists = _listed(keys)
        statement = self._statement(user, lists)
        if statement is None:
            return []
        ready, found = copy(statement.compiler), statement.rows.all()
        ready.connection = KEPT
        ready.as_sql = lambda *_args, **_options: (statement.sql, _values(statement, user, lists))
        found.query.get_compiler = lambda *_args, **_options: ready  # type: ignore[method-assign]  # of this clone alone
        return list(found)

    def _statement(self, user: "User | None", lists: dict[str, list[int]]) -> Statement | None:
        """That of today for as many keys; None when it can hold nothing."""
        if user is not None and not user.is_active:
            return None
        today = timezone.localdate()
        of_day = self._of_day
        if of_day[0] != today:
            of_day = self._of_day = (today, {})
        marks = _marks(lists)
        which = (connection.vendor, *(f"{name} {len(places)}" for name, places in marks.items()))
        statements = of_day[1]
        if which not in statements:
            statements[which] = _written(self._build(_anybody(), MOMENT, **marks), marks)
        return statements[which]


def _anybody() -> "User":
    """Whoever asks. What depends on a permission cannot be written for everybody, and says so."""
    person = get_user_model()(pk=MARK, is_active=True)
    vars(person).update(has_perm=_unwritten, has_perms=_unwritten)
    return person


def _unwritten(*_asked: object) -> bool:
    raise TypeError("A query written once asks a permission of the person: ask it in the SQL, or outside.")


def _listed(keys: Keys) -> dict[str, list[int]]:
    return {name: list(some) for name, some in keys.items()}


def _marks(lists: dict[str, list[int]]) -> dict[str, list[int]]:
    """Stand-ins for so many keys, by powers of two: a page of nineteen posts is asked as a page of twenty-one is. One stands alone."""
    marks, first = {}, KEYS
    for name, keys in lists.items():
        size = len(keys)
        room = 1 if size == 1 else max(LEAST_KEYS, 1 << (size - 1).bit_length() if size else 0)
        marks[name] = list(range(first, first - room, -1))
        first -= room
    return marks


def _written(rows: "QuerySet[Any]", marks: dict[str, list[int]]) -> Statement | None:
    """On PostgreSQL the values that never change are written into the SQL, so that one plan serves everybody."""
    names: dict[Any, str] = {MARK: "person", connection.ops.adapt_datetimefield_value(MOMENT): "hour"}
    names |= {mark: f"{name}_{number}" for name, places in marks.items() for number, mark in enumerate(places)}
    compiler = rows.query.get_compiler(connection.alias)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return None
    if connection.vendor != "postgresql":
        return Statement(rows, compiler, sql, tuple(params), names)
    connection.ensure_connection()

    def literal(param: Any) -> str:  # Any: whatever the driver takes
        name = names.get(param) if isinstance(param, int | datetime) else None
        if name is not None:
            return f"%({name})s::{'timestamptz' if name == 'hour' else 'bigint'}"
        return Literal(param).as_string(connection.connection).replace("%", "%%")

    return Statement(rows, compiler, sql.replace("%%", "%%%%") % tuple(map(literal, params)), None, names)


def _values(statement: Statement, user: "User | None", lists: dict[str, list[int]]) -> list[Any] | dict[str, Any]:
    """What the statement is run with, for this person, now. Places left over keep a mark, which no row has."""
    hour = connection.ops.adapt_datetimefield_value(timezone.now())
    told: dict[str, Any] = {"person": user.pk if user else MARK, "hour": hour} | {
        f"{name}_{number}": key for name, keys in lists.items() for number, key in enumerate(keys)
    }
    if statement.params is None:
        # A plan is kept by the types of its values: always the same.
        return {name: told[name] if name == "hour" else Int8(told.get(name, mark)) for mark, name in statement.names.items()}
    values = {mark: told.get(name, mark) for mark, name in statement.names.items()}
    return [values.get(param, param) for param in statement.params]


def _run(sql: str, values: list[Any] | dict[str, Any]) -> list[tuple[Any, ...]]:
    with KEPT.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


class _Keeping(Cursor[Any]):
    def execute(self, query: Any, params: Any = None, **options: Any) -> "_Keeping":  # Any: the driver's own signature
        return super().execute(query, params, **{**options, "prepare": True})


class _Kept:
    """The connection, whose statements PostgreSQL plans once and keeps for the next request."""

    def __getattr__(self, name: str) -> Any:  # Any: whatever the connection has
        return getattr(connection, name)

    def cursor(self) -> Any:  # Any: Django's wrapper of the driver's cursor, which has no public type
        if connection.vendor != "postgresql" or connection.queries_logged:  # the driver does not say what a kept statement was
            return connection.cursor()
        connection.close_if_health_check_failed()
        connection.ensure_connection()
        return connection._prepare_cursor(_Keeping(connection.connection))  # type: ignore[attr-defined]  # Django has no public way


KEPT = _Kept()

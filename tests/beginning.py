"""The rows that migrations wrote, put back after each test that commits for real: Wagtail's root page, the site, the permissions.

Only tables that hold something are emptied, by `DELETE`: Django's flush truncates every table (most of a second on PostgreSQL), writes the
permissions again one by one, and waits for ever for whoever still reads.
"""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.transaction import atomic
from wagtail.models import Site


class Beginning:
    """What the tables hold now, to come back to."""

    def __init__(self) -> None:
        self._tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
        self._rows: dict[str, tuple[list[str], list[tuple[Any, ...]]]] = {}
        with connection.cursor() as cursor:
            for table in self._held(cursor):
                cursor.execute(f"SELECT * FROM {_quoted(table)}")
                self._rows[table] = ([column[0] for column in cursor.description], cursor.fetchall())

    def put_back(self) -> None:
        with connection.constraint_checks_disabled(), atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET LOCAL session_replication_role = replica; SET LOCAL lock_timeout = '30s'")
            for table in self._held(cursor):
                cursor.execute(f"DELETE FROM {_quoted(table)}")
            for table, (columns, rows) in self._rows.items():
                names, places = ", ".join(map(_quoted, columns)), ", ".join(["%s"] * len(columns))
                cursor.executemany(f"INSERT INTO {_quoted(table)} ({names}) VALUES ({places})", rows)
        ContentType.objects.clear_cache()
        Site.clear_site_root_paths_cache()

    def _held(self, cursor: Any) -> list[str]:
        """The tables that are not empty."""
        found = []
        for start in range(0, len(self._tables), 100):  # SQLite joins at most five hundred selections
            asked = " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {_quoted(table)})" for table in self._tables[start : start + 100])
            cursor.execute(asked)
            found += [row[0] for row in cursor.fetchall()]
        return found


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)

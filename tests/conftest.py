"""What every test may lean on. Nothing here hides a failure: a missing service is a visible skip on a user's machine, a failure in CI."""

import fcntl
import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import pytest
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase
from django.test.utils import setup_databases, teardown_databases

from tests.beginning import Beginning

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's own loop; tests only
ROOT = Path(__file__).resolve().parents[1]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    missing = [name for name in ("DATABASE_URL", "REDIS_URL") if not os.environ.get(name)]
    for item in items:
        if item.get_closest_marker("services") and missing:
            item.add_marker(pytest.mark.skip(reason=f"set {' and '.join(missing)} to run (make test-services)"))
        if not item.get_closest_marker("browser"):
            continue
        # Playwright gives each step its own time. An alarm that rings while it reads from its driver ends the connection of every later test.
        item.add_marker(pytest.mark.timeout(0))
        if os.environ.get("CI") == "true":
            # A browser, a server and its workers share two cores there: once more, and the summary names who needed it.
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """A migrated database for each worker (its name has the worker's suffix). The first one made for a set of migrations is kept, in var/ or
    on the server, and copied afterwards: the migrations cost half a minute, a copy costs none."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        folder = ROOT / "var" / "tests"
        folder.mkdir(parents=True, exist_ok=True)
        with locked(folder / "templates.lock"):
            if connection.vendor == "sqlite":
                database = Path(settings.DATABASES["default"]["TEST"]["NAME"])
                template = folder / f"template-{fingerprint()}.sqlite3"
                ready = template.exists()
                if ready:
                    shutil.copyfile(template, database)
                made = setup_databases(verbosity=0, interactive=False, keepdb=ready)
                if not ready:
                    keep(database, template)
            else:
                ready = copied_on_the_server()
                made = setup_databases(verbosity=0, interactive=False, keepdb=ready)
                if not ready:
                    keep_on_the_server()
        beginning = Beginning()
    with mock.patch.object(TransactionTestCase, "_fixture_teardown", beginning.put_back):
        yield
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:  # a thread that a test started may still hold a session: the database goes all the same
                cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
        teardown_databases(made, verbosity=0)
        if connection.vendor == "sqlite":
            for leftover in database.parent.glob(f"{database.name}*"):
                leftover.unlink()


def fingerprint() -> str:
    """Changes with any migration of ours, and with any locked dependency."""
    digest = hashlib.sha256((ROOT / "requirements-dev.lock").read_bytes())
    for path in sorted(ROOT.glob("**/migrations/*.py")):
        if ".venv" not in path.parts:
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def keep(database: Path, template: Path) -> None:
    """Copy a live database whole, write-ahead log included."""
    for older in template.parent.glob("template-*.sqlite3"):
        older.unlink()
    with sqlite3.connect(database) as source, sqlite3.connect(template) as target:
        source.backup(target)


TEMPLATES = "relais_tests_"


def copied_on_the_server() -> bool:
    """Whether this worker's database could be made from the one a worker before it migrated."""
    wanted, name = f"{TEMPLATES}{fingerprint()}", connection.creation._get_test_db_name()
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [TEMPLATES])
        kept = {row[0] for row in cursor.fetchall()}
        for older in kept - {wanted}:
            cursor.execute(f'DROP DATABASE IF EXISTS "{older}"')
        if wanted in kept:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{wanted}"')
        return wanted in kept


def keep_on_the_server() -> None:
    """Copy this worker's database, which nobody may be reading meanwhile."""
    name = connection.settings_dict["NAME"]
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{TEMPLATES}{fingerprint()}" TEMPLATE "{name}"')


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """One worker at a time builds the template."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield

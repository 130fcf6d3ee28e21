"""The databases of a measure: the embedded default, and a new one on PostgreSQL when a server is named; dropped at the end of the block."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

SERVER = os.environ.get("SERVICES_DATABASE_URL") or os.environ.get("DATABASE_URL") or ""
ROOT = Path(__file__).resolve().parents[2]
OUTSIDE = ("DATABASE_URL", "REDIS_URL", "CELERY_BROKER_URL", "DJANGO_SETTINGS_MODULE", "SERVICES_DATABASE_URL", "SERVICES_REDIS_URL")


@dataclass(frozen=True)
class Database:
    """`ours` and `bare` are added to the environment of the servers that use it."""

    name: str
    ours: dict[str, str]
    bare: dict[str, str]
    workers: int


def environment(folder: Path, port: int) -> dict[str, str]:
    """That of a demonstration of its own, whatever services the shell names."""
    kept = {name: value for name, value in os.environ.items() if name not in OUTSIDE}
    return {**kept, "DEMO": "1", "DJANGO_SETTINGS_MODULE": "rse.config.settings.dev", "VAR_DIR": str(folder / "var"), "PORT": str(port), "LOG_LEVEL": "WARNING"}


def town(folder: Path, environment: dict[str, str]) -> None:
    """The demonstration town in the database of `environment`. On SQLite it is built once a run, in `folder`, and copied afterwards."""
    built, own, on_a_server = folder / "town", Path(environment["VAR_DIR"]), "DATABASE_URL" in environment
    if built.exists() and not on_a_server:
        shutil.copytree(built, own, dirs_exist_ok=True)
        return
    for command in (["migrate", "-v", "0"], ["seed_demo"]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    if not on_a_server:
        shutil.copytree(own, built)


def sqlite(folder: Path) -> Database:
    """One process, WAL, in the folder of the measure."""
    return Database("SQLite", ours={}, bare={"BARE_SQLITE": str(folder / "bare-network.sqlite3")}, workers=1)


@contextmanager
def postgresql() -> Iterator[Database]:
    """Two databases of the server named by SERVICES_DATABASE_URL or DATABASE_URL; two processes, as in production."""
    names = [f"relais_bench_{os.getpid()}_{which}" for which in ("ours", "bare")]
    urls = {}
    with psycopg.connect(SERVER, autocommit=True) as connection:
        for name in names:
            connection.execute(f'CREATE DATABASE "{name}"')
            urls[name] = urlunsplit(urlsplit(SERVER)._replace(path=f"/{name}"))
    redis = os.environ.get("SERVICES_REDIS_URL") or os.environ.get("REDIS_URL") or ""
    ours = {"DATABASE_URL": urls[names[0]], **({"REDIS_URL": redis} if redis else {}), "CELERY_BROKER_URL": "filesystem://"}
    try:
        yield Database("PostgreSQL", ours=ours, bare={"BARE_DATABASE_URL": urls[names[1]]}, workers=2)
    finally:
        with psycopg.connect(SERVER, autocommit=True) as connection:
            for name in names:
                connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

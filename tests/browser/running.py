"""The real thing, started once: `migrate`, `seed_demo` and `manage.py up` on a free port, in a folder of its own.

The town is built once a run: other workers wait behind a file lock and copy its database. With DATABASE_URL the same on PostgreSQL,
by `CREATE DATABASE … TEMPLATE`. KEEP_TOWN=/some/folder keeps today's town from one run to the next.
"""

import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parents[2]
PYTHON = sys.executable
READY_WITHIN = 90.0
GONE_WITHIN = 20.0


@dataclass(frozen=True)
class Relais:
    """A running Relais: where it answers, the folder it lives in, and the environment of its processes."""

    url: str
    folder: Path
    environment: dict[str, str]
    _behind: list[subprocess.Popen[str]] = field(default_factory=list)

    def manage(self, *arguments: str) -> str:
        """Run one management command on the same database; answers what it printed."""
        done = subprocess.run([PYTHON, "manage.py", *arguments], cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=600, check=False)
        assert done.returncode == 0, f"manage.py {arguments[0]}: {done.stdout}\n{done.stderr}"
        return done.stdout

    def asks(self, code: str) -> str:
        """What a few lines of Python print inside the application: the database seen from behind."""
        if not self._behind:
            command = [PYTHON, str(Path(__file__).with_name("behind.py"))]
            self._behind.append(subprocess.Popen(command, cwd=ROOT, env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True))
        behind = self._behind[0]
        assert behind.stdin, "opened above"
        assert behind.stdout, "opened above"
        behind.stdin.write(json.dumps(code) + "\n")
        behind.stdin.flush()
        answer = json.loads(behind.stdout.readline())
        assert not answer["failed"], answer["failed"]
        return str(answer["said"])

    def leave(self) -> None:
        """Nobody asks any more."""
        for behind in self._behind:
            behind.communicate(timeout=GONE_WITHIN)


@contextmanager
def running(shared: Path, own: Path) -> Iterator[Relais]:
    """Start Relais in `own` on a copy of the town built in `shared`; stop it, and fail when one of its processes is left."""
    own.mkdir(parents=True, exist_ok=True)
    port = _free_port()
    with _database(shared, own) as database:
        relais = Relais(f"http://127.0.0.1:{port}", own, _environment(own, database, port))
        log = (own / "up.log").open("w")
        parent = subprocess.Popen([PYTHON, "manage.py", "up", "--port", str(port)], cwd=ROOT, env=relais.environment, stdout=log, stderr=subprocess.STDOUT)
        family: list[int] = []
        try:
            _wait_until_ready(relais.url, parent, own / "up.log")
            family = _children(parent.pid)
            yield relais
            assert parent.poll() is None, f"manage.py up stopped by itself: {(own / 'up.log').read_text()[-4000:]}"
        finally:
            relais.leave()
            parent.send_signal(signal.SIGTERM)
            parent.wait(GONE_WITHIN)
            log.close()
        left = [pid for pid in family if _alive_within(pid, GONE_WITHIN)]
        assert left == [], f"processes of Relais are left: {left}"
        assert family, "the server, its workers and its clock were seen running"


def _environment(folder: Path, database: str, port: int) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in {"DJANGO_SETTINGS_MODULE", "DJANGO_ALLOW_ASYNC_UNSAFE", "DEBUG", "PYTHONWARNINGS"}}
    own = {"VAR_DIR": str(folder), "DEMO": "1", "DJANGO_SETTINGS_MODULE": "rse.config.settings.dev", "BASE_URL": f"http://127.0.0.1:{port}", "PORT": str(port)}
    own |= {"DATABASE_URL": database} if database else {}
    if redis := os.environ.get("REDIS_URL"):
        # A database of its own: two servers of one test run must not take each other's tasks.
        own["REDIS_URL"] = urlunsplit(urlsplit(redis)._replace(path=f"/{1 + port % 15}"))
    return {**kept, **own}


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _build(folder: Path, database: str) -> None:
    for command in (["migrate", "-v", "0"], ["seed_demo"]):
        done = subprocess.run(
            [PYTHON, "manage.py", *command], cwd=ROOT, env=_environment(folder, database, 0), capture_output=True, text=True, timeout=900, check=False
        )
        assert done.returncode == 0, f"manage.py {command[0]}: {done.stdout}\n{done.stderr}"


@contextmanager
def _database(shared: Path, own: Path) -> Iterator[str]:
    """A copy of the town's database for one server: a file, or a PostgreSQL database dropped afterwards."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        with _locked(shared):
            built = shared / f"town-{date.today():%Y-%m-%d}"
            if not (built / "done").exists():
                shutil.rmtree(built, ignore_errors=True)
                built.mkdir(parents=True)
                _build(built, "")
                (built / "done").touch()
            for entry in built.glob("relais.sqlite3*"):
                shutil.copy(entry, own / entry.name)
            for name in ("media", "search"):
                if (built / name).exists():
                    shutil.copytree(built / name, own / name, dirs_exist_ok=True)
        yield ""
        return
    template, copy = f"relais_town_{os.getppid()}", f"relais_browser_{os.getpid()}"
    with _locked(shared):
        if not (shared / template).exists():
            _sql(server, f'DROP DATABASE IF EXISTS "{template}"', f'CREATE DATABASE "{template}"')
            _build(shared, _named(server, template))
            (shared / template).touch()
        _sql(server, f'DROP DATABASE IF EXISTS "{copy}"', f'CREATE DATABASE "{copy}" TEMPLATE "{template}"')
    try:
        yield _named(server, copy)
    finally:
        _sql(server, f'DROP DATABASE IF EXISTS "{copy}" WITH (FORCE)')
        with _locked(shared):
            others = _sql(server, "SELECT count(*) FROM pg_database WHERE datname LIKE 'relais\\_browser\\_%'")
            if others == 0:
                _sql(server, f'DROP DATABASE IF EXISTS "{template}" WITH (FORCE)')
                (shared / template).unlink(missing_ok=True)


def _named(server: str, database: str) -> str:
    return urlunsplit(urlsplit(server)._replace(path=f"/{database}"))


def _sql(server: str, *statements: str) -> int | None:
    import psycopg  # only where PostgreSQL is asked for

    with psycopg.connect(_named(server, "postgres"), autocommit=True) as connection:
        for statement in statements:
            cursor = connection.execute(statement)
        row = cursor.fetchone() if cursor.description else None
        return int(row[0]) if row else None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_ready(url: str, parent: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until:
        assert parent.poll() is None, f"manage.py up stopped: {log.read_text()}"
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.2)
    parent.send_signal(signal.SIGTERM)
    raise AssertionError(f"manage.py up did not answer within {READY_WITHIN:.0f} s: {log.read_text()}")


def _children(parent: int) -> list[int]:
    """Every process below this one, from /proc."""
    found, todo = [], [parent]
    while todo:
        for task in Path(f"/proc/{todo.pop()}/task").glob("*/children"):
            pids = [int(pid) for pid in task.read_text().split()]
            found += pids
            todo += pids
    return found


def _alive_within(pid: int, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        stat = Path(f"/proc/{pid}/stat")
        if not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] == "Z":
            return False
        time.sleep(0.1)
    return True

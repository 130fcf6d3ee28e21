"""`make search-conformance`: modelsearch's backend tests against search.backends.whoosh, on SQLite and on PostgreSQL, and against
search.backends.postgresql.

PostgreSQL is the one of DATABASE_URL; without it, a server of the installed Debian package is started for the time of the run when
there is one. A database that could not be tried is said, and fails the command unless --sqlite-only.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--sqlite-only", action="store_true")
    only = options.parse_args().sqlite_only
    failed = run("SQLite", "sqlite://:memory:")
    if not only:
        with postgres() as address:
            if address is None:
                print("PostgreSQL: none. Set DATABASE_URL, or install the package postgresql.")
                return 1
            failed |= run("PostgreSQL", address)
            failed |= run("PostgreSQL", address, backend="search.backends.postgresql")
    return failed


def run(name: str, address: str, *, backend: str = "search.backends.whoosh") -> int:
    """One process for one database; prints the verdict."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.search.conformance.settings",
        "CONFORMANCE_DATABASE": address,
        "CONFORMANCE_BACKEND": backend,
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [sys.executable, "-m", "django", "test", "tests.search.conformance.suite", "--noinput"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    lines = [line for line in done.stderr.splitlines() if line.startswith(("Ran ", "OK", "FAILED", "FAIL:", "ERROR:"))]
    print(f"{backend} on {name}: " + " · ".join(lines or done.stderr.splitlines()[-3:]))
    if done.returncode:
        print(done.stderr[-12_000:])
    from tests.search.conformance.deviations import DEVIATIONS  # noqa: PLC0415 - the path is set by then

    for test, reason in DEVIATIONS[backend].items():
        print(f"  deviation: {test}: {reason}")
    return done.returncode


@contextmanager
def postgres() -> Iterator[str | None]:
    """An address, or None. A server we start listens on a socket of its own folder, and on nothing else."""
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        yield os.environ["DATABASE_URL"]
        return
    binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not binaries:
        yield None
        return
    folder = Path(tempfile.mkdtemp(prefix="conformance-pg-"))
    owner: list[str] = []
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
        owner = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]

    def call(program: str, *arguments: str) -> None:
        subprocess.run([*owner, str(binaries[-1] / program), *arguments], check=True, stdout=subprocess.DEVNULL, cwd=folder)

    try:
        call("initdb", "-D", str(folder / "data"), "-U", "relais", "-A", "trust", "-E", "UTF8", "--no-sync")
        call("pg_ctl", "-D", str(folder / "data"), "-w", "-l", str(folder / "log"), "-o", f"-k {folder} -c listen_addresses='' -c fsync=off", "start")
        yield f"postgresql:///postgres?host={folder}&user=relais"
    finally:
        subprocess.run([*owner, str(binaries[-1] / "pg_ctl"), "-D", str(folder / "data"), "-m", "immediate", "stop"], check=False, stdout=subprocess.DEVNULL)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())

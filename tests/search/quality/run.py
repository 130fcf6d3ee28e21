"""`make search-quality`: judged French queries over the invented town; Whoosh beside the database backend.

SQLite always; PostgreSQL too when DATABASE_URL names one, or --postgresql starts a server of the installed package for the time of the run:
there our own PostgreSQL backend stands beside modelsearch's. `--missed` lists what was not
found first. `--fresh` builds the town again; otherwise the one of the last run is kept in var/quality.
"""

import argparse
import os
import shutil
import subprocess
import sys
import time
from contextlib import nullcontext
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT))
from tests.search.conformance.run import postgres  # noqa: E402  # the path is set by then

FOLDER = ROOT / "var" / "quality"


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--missed", action="store_true")
    options.add_argument("--fresh", action="store_true")
    options.add_argument("--postgresql", action="store_true")
    options.add_argument("--measure", default="", help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.measure:
        return measure(given.measure, missed=given.missed)
    if given.fresh:
        shutil.rmtree(FOLDER, ignore_errors=True)
    databases = {"SQLite": ""}
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        databases["PostgreSQL"] = os.environ["DATABASE_URL"]
    with postgres() if given.postgresql else nullcontext() as address:
        if address:
            databases["PostgreSQL"] = address
        return max(child(name, address, missed=given.missed) for name, address in databases.items())


def child(name: str, address: str, *, missed: bool) -> int:
    folder = FOLDER / name.lower()
    folder.mkdir(parents=True, exist_ok=True)
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.search.quality.settings", "VAR_DIR": str(folder), "PYTHONPATH": str(ROOT), "DEMO": "1"}
    environment.pop("DATABASE_URL", None)
    if address:
        environment["DATABASE_URL"] = address
    command = [sys.executable, __file__, "--measure", name, *(["--missed"] if missed else [])]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def measure(name: str, *, missed: bool) -> int:
    import django  # noqa: PLC0415 - this process has its settings only now

    django.setup()
    from tests.search.quality import measuring  # noqa: PLC0415 - idem

    began = time.monotonic()
    measuring.prepare()
    print(f"\n{name} (town ready in {time.monotonic() - began:.0f} s)")
    measuring.report(name, missed=missed)
    return 0


if __name__ == "__main__":
    sys.exit(main())

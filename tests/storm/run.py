"""`make storm`: several processes post, comment, react, vote, join and leave at once, while a driver and the worker are killed (-9) again and
again; then an independent checker compares the ledgers with the rows. Then the same is done to the search index (`index.py`).

On PostgreSQL when SERVICES_DATABASE_URL or DATABASE_URL names a server, else on the embedded default. STORM_SCALE=small for CI;
STORM_ONLY=network or index for one of the two. Exits 1 on any fault.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/bench"))
import databases  # noqa: E402  # the databases of the measures

SMALL = os.environ.get("STORM_SCALE") == "small"
DRIVERS, OPERATIONS, KILLS = (2, 80, 2) if SMALL else (4, 500, 6)
INDEX_KILLS = 20 if SMALL else 60
ONLY = os.environ.get("STORM_ONLY", "")
HERE = Path(__file__).parent
WORKER = [sys.executable, "-m", "celery", "-A", "rse.config", "worker", "-Q", "quick,slow", "--pool=solo", "--loglevel=ERROR"]
LONGEST = 900


class Storm:
    """The processes of one run; whatever happens, none outlives it."""

    def __init__(self, environment: dict[str, str], folder: Path) -> None:
        self.environment = environment
        self.folder = folder
        self.log = (folder / "storm.log").open("wb")

    def drive(self, driver: int) -> subprocess.Popen[bytes]:
        return self._start([sys.executable, str(HERE / "driver.py"), str(driver), str(DRIVERS), str(OPERATIONS), str(self.folder)])

    def work(self) -> subprocess.Popen[bytes]:
        return self._start(WORKER)

    def python(self, script: str, *arguments: str) -> str:
        command = [sys.executable, str(HERE / script), *arguments]
        return subprocess.run(command, cwd=ROOT, env=self.environment, check=True, stdout=subprocess.PIPE, text=True).stdout

    def _start(self, command: list[str]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=self.log, stderr=subprocess.STDOUT)


def blow(storm: Storm) -> int:
    """Run until every driver has said all it had to; answers how many processes were killed."""
    drivers = {number: storm.drive(number) for number in range(DRIVERS)}
    worker, killed, deadline = storm.work(), 0, time.monotonic() + LONGEST
    try:
        while any(process.poll() != 0 for process in drivers.values()) and time.monotonic() < deadline:
            time.sleep(1.5)
            if killed < KILLS and _is_under_way(storm.folder, killed):
                victim = killed % DRIVERS
                for process in (worker, drivers[victim]):
                    process.kill()
                    process.wait()
                killed += 2
                worker = storm.work()
                drivers[victim] = storm.drive(victim)
            _raise_if_stopped(drivers, storm.folder)
    finally:
        for process in (worker, *drivers.values()):
            process.kill()
            process.wait()
    return killed


def _is_under_way(folder: Path, killed: int) -> bool:
    """Kills are spread over the operations rather than over the time they take."""
    begun = sum(path.read_bytes().count(b'"begun"') for path in folder.glob("driver-*.jsonl"))
    return begun > DRIVERS * OPERATIONS * (killed + 1) / (KILLS + 2)


def _raise_if_stopped(drivers: dict[int, subprocess.Popen[bytes]], folder: Path) -> None:
    for number, process in drivers.items():
        if process.poll() not in (None, 0):
            raise RuntimeError(f"Driver {number} has stopped:\n{(folder / 'storm.log').read_text()[-3000:]}")


def on_the_index() -> list[str]:
    """Writers of the index killed, segments corrupted, rebuilds under load; answers the faults."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="relais-storm-")))
        database = stack.enter_context(databases.postgresql()) if databases.SERVER else databases.sqlite(folder)
        environment = databases.environment(folder, 0) | {
            "DJANGO_SETTINGS_MODULE": "tests.search.conformance.settings",
            "CONFORMANCE_DATABASE": database.ours.get("DATABASE_URL", f"sqlite:///{folder / 'index.sqlite3'}"),
            "CONFORMANCE_FOLDER": str(folder / "search"),
            "PYTHONPATH": str(ROOT),
        }
        subprocess.run([sys.executable, "-m", "django", "migrate", "-v0"], cwd=ROOT, env=environment, check=True)
        started = time.monotonic()
        command = [sys.executable, str(HERE / "index.py"), str(INDEX_KILLS), str(folder)]
        found = json.loads(subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout)
    faults: list[str] = found.pop("faults")
    print(f"the index, {database.name}, {time.monotonic() - started:.0f} s: {found}")
    return faults


def on_the_network() -> list[str]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="relais-storm-")))
        database = stack.enter_context(databases.postgresql()) if databases.SERVER else databases.sqlite(folder)
        storm = Storm({**databases.environment(folder, 0), **database.ours}, folder)
        subprocess.run([sys.executable, "manage.py", "migrate", "-v", "0"], cwd=ROOT, env=storm.environment, check=True)
        (folder / "stage.json").write_text(storm.python("stage.py"), encoding="utf-8")
        started = time.monotonic()
        killed = blow(storm)
        seconds = time.monotonic() - started
        found = json.loads(storm.python("checker.py", str(folder)))
    print(f"{database.name}: {sum(found['done'].values())} operations by {DRIVERS} processes in {seconds:.0f} s, {killed} processes killed")
    print(f"done {found['done']}")
    print(f"refused {found['refused']}")
    return list(found["faults"])


def main() -> int:
    faults = [*(on_the_network() if ONLY != "index" else ()), *(on_the_index() if ONLY != "network" else ())]
    for fault in faults:
        print(f"fault: {fault}", file=sys.stderr)
    print(f"{len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())

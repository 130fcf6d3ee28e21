"""`manage.py up`: one command, four processes, nothing left behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from tests.realtime.conftest import end, free_port, var_dir, wait_for  # noqa: F401 - var_dir is a fixture

MANAGE = Path(__file__).resolve().parents[2] / "manage.py"
pytestmark = pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="reads /proc")


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def alive(pid: int) -> bool:
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def memory(pid: int) -> int:
    """Proportional set size, in MB."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) // 1024


def gone(pids: list[int], *, within: float) -> bool:
    deadline = time.monotonic() + within
    while time.monotonic() < deadline and any(alive(pid) for pid in pids):
        time.sleep(0.1)
    return not any(alive(pid) for pid in pids)


@pytest.fixture
def launcher(var_dir: Path, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:  # noqa: F811
    port = free_port()
    environment = os.environ | {"VAR_DIR": str(var_dir), "DJANGO_SETTINGS_MODULE": "rse.config.settings.dev", "PORT": str(port)}
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen([sys.executable, str(MANAGE), "up", "--skip-checks"], env=environment, text=True, stdout=log, stderr=log)
        process.port, process.log = port, tmp_path / "log"
        try:
            wait_for(port, process)
            # The port is bound before the fork: the first answer says that the server is there.
            httpx.get(f"http://127.0.0.1:{port}/healthz", timeout=20)
            yield process
        finally:
            mine = children(process.pid) if process.poll() is None else []
            end(process)
            for pid in mine:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)


def test_four_children_share_less_than_500_mb(launcher):
    family = [launcher.pid, *children(launcher.pid)]
    time.sleep(6)
    assert len(family) == 5
    assert all(not children(pid) for pid in family[1:])
    total = sum(memory(pid) for pid in family)
    print(f"PSS of the launcher and its children: {total} MB")
    assert total < 500
    assert httpx.get(f"http://127.0.0.1:{launcher.port}/readyz").json()["database"] == "ok"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_asked_to_stop_it_stops_everything_and_says_all_is_well(launcher, number):
    family = children(launcher.pid)
    launcher.send_signal(number)
    assert launcher.wait(timeout=15) == 0
    assert gone(family, within=1)


def test_killed_it_leaves_nothing_behind(launcher):
    family = children(launcher.pid)
    launcher.kill()
    assert gone(family, within=10)


def test_a_child_that_dies_is_told_and_stops_the_others(launcher):
    family = children(launcher.pid)
    os.kill(family[1], signal.SIGKILL)
    assert launcher.wait(timeout=15) == 1
    assert gone(family, within=1)
    assert "worker quick: stopped by itself (signal SIGKILL)" in launcher.log.read_text()


def test_a_busy_port_is_told_before_anything_starts(launcher):
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "rse.config.settings.dev", "PORT": str(launcher.port), "VAR_DIR": str(launcher.log.parent)}
    second = subprocess.run([sys.executable, str(MANAGE), "up", "--skip-checks"], env=environment, text=True, capture_output=True, timeout=60, check=False)
    assert second.returncode == 1
    assert f"{launcher.port} cannot be used" in second.stderr

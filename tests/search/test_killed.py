"""A writer killed at any moment, for real: what was acknowledged is found afterwards, once, and the index reads. `make storm` does it sixty times."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KILLS = 6


def test_killed_in_mid_commit_nothing_acknowledged_is_lost_and_nothing_is_there_twice(tmp_path: Path) -> None:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.search.conformance.settings",
        "CONFORMANCE_DATABASE": f"sqlite:///{tmp_path / 'killed.sqlite3'}",
        "CONFORMANCE_FOLDER": str(tmp_path / "search"),
        "PYTHONPATH": str(ROOT),
    }
    subprocess.run([sys.executable, "-m", "django", "migrate", "-v0"], cwd=ROOT, env=environment, check=True)
    command = [sys.executable, "tests/storm/index.py", str(KILLS), str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2_000:]
    found = json.loads(done.stdout)
    assert found["faults"] == []
    assert found["acknowledged"] > KILLS
    assert found["searches"] > 0

"""Search: how fast the index is built and asked beside SQLite's FTS5 and PostgreSQL in the same run, with the rights of a member of 30 groups of 500;
and how long a page that was just published stays unfound."""

import json
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import databases
import probe
from serving import free_port, serving

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
from tests.search.conformance.run import postgres  # noqa: E402  # a server of the time of a measure where none is named

MANAGE = [sys.executable, "manage.py"]


def measure(folder: Path, *, sizes: tuple[int, ...], questions: int, published: int, requests: int) -> dict[str, Any]:
    """`sizes`: so many papers, one measure each. `published`: how many pages are waited for."""
    with ExitStack() as stack:
        address = stack.enter_context(databases.postgresql()).ours["DATABASE_URL"] if databases.SERVER else stack.enter_context(postgres())
        papers = [asked(folder / f"papers-{size}", size, questions, address or "") for size in sizes]
    return {"papers": papers, **served(folder, published=published, requests=requests)}


def asked(folder: Path, size: int, questions: int, address: str) -> dict[str, Any]:
    folder.mkdir()
    environment = databases.environment(folder, 0) | {
        "DJANGO_SETTINGS_MODULE": "tests.bench.papers.settings",
        "PAPERS_FOLDER": str(folder),
        "PAPERS_POSTGRES": address,
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "tests/bench/papers/measuring.py", str(size), str(questions)]
    found: dict[str, Any] = json.loads(subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout)
    for name, engine in found["engines"].items():
        if name != "whoosh":
            engine["ratio"] = {which: round(found["engines"]["whoosh"][which]["p50"] / engine[which]["p50"], 1) for which in ("all", "member")}
    return found


def served(folder: Path, *, published: int, requests: int) -> dict[str, Any]:
    """The product as `manage.py up` runs it, with the index that follows: from the commit of a page to the search that finds it; and the bare page
    on the same machine at the same time, which says what a millisecond is worth today."""
    environment = databases.environment(folder, free_port()) | {"SEARCH_WHOOSH": "1", "VAR_DIR": str(folder / "published")}
    bare = {**environment, "BARE_SQLITE": str(folder / "bare-search.sqlite3"), "PYTHONPATH": str(ROOT / "tests/bench")}
    databases.town(folder, environment)
    cookie = subprocess.run([sys.executable, "tests/bench/bare.py", "seed"], cwd=ROOT, env=bare, check=True, capture_output=True, text=True).stdout.strip()
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "bare:application", "--port", str(port), "--no-access-log", "--log-level", "warning"]
    with serving(command, f"http://127.0.0.1:{port}/", bare, ROOT / "tests/bench", folder / "bare-search.log"):
        base = probe.latency(port, "/", cookie, count=requests)
    with serving([*MANAGE, "up"], f"http://127.0.0.1:{environment['PORT']}/readyz", environment, ROOT, folder / "search-up.log"):
        command = [sys.executable, "tests/bench/publisher.py", str(published)]
        waits = json.loads(subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout)
    return {"bare_p50_ms": round(base["p50"], 1), "found_after_ms": waits}

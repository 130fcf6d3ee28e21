"""The pages of the network on thousands of posts, beside the bare page on the same server and database, one reader then eight at once."""

import json
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import fanout
import probe
from databases import Database, environment, town
from serving import free_port, serving

ROOT = Path(__file__).resolve().parents[2]
MANAGE = [sys.executable, "manage.py"]
AT_ONCE = 8


def measure(database: Database, folder: Path, *, agents: int, posts: int, comments: int, requests: int, sockets: tuple[int, ...]) -> dict[str, Any]:
    """Seed, serve, measure. `sockets`: to how many open pages at once something is told; none leaves the fan-out out."""
    port, bare_port = free_port(), free_port()
    ours = {**environment(folder, port), "VAR_DIR": str(folder / f"network-{database.name}"), **database.ours}
    bare = {**ours, **database.bare, "PYTHONPATH": str(ROOT / "tests/bench")}
    size = ["--agents", str(agents), "--posts", str(posts), "--comments", str(comments), "--communities", str(min(200, max(12, agents // 10)))]
    town(folder, ours)
    subprocess.run([*MANAGE, "seed_load", *size], cwd=ROOT, env=ours, check=True, stdout=subprocess.DEVNULL)
    told = json.loads(_python("tests/bench/network_town.py", str(max(sockets, default=0)), env=ours))
    bare_cookie = _python("tests/bench/bare.py", "seed", env=bare).strip()
    with ExitStack() as servers:
        servers.enter_context(serving(_server("bare:application", bare_port, database), f"http://127.0.0.1:{bare_port}/", bare, ROOT, folder / "bare.log"))
        command = [*MANAGE, "up"] if database.workers == 1 else _server("rse.config.asgi:application", port, database)
        server = servers.enter_context(serving(command, f"http://127.0.0.1:{port}/readyz", ours, ROOT, folder / "network.log"))
        found = beside_bare(told, port, bare_port, bare_cookie, requests)
        found["fanout"] = [fanout.measure(told["sockets"][:count], port, ours, server.pid) for count in sockets]
    return {"database": database.name, "agents": agents, "posts": posts, "comments": comments, **found}


def beside_bare(told: dict[str, Any], port: int, bare_port: int, bare_cookie: str, requests: int) -> dict[str, Any]:
    """Each page between two measures of the bare one; `ratio` is p50 over p50, `rps_ratio` answers a second over answers a second."""
    bare = [_both(bare_port, "/", bare_cookie, requests)]
    pages = {name: {**page, **_both(port, page["path"], told["cookie"], requests)} for name, page in told["pages"].items()}
    bare.append(_both(bare_port, "/", bare_cookie, requests))
    p50, rps = (sum(one[name] for one in bare) / 2 for name in ("p50", "rps"))
    for page in pages.values():
        page["ratio"], page["rps_ratio"] = page["p50"] / p50, page["rps"] / rps
    return {"bare": {name: [round(one[name], 1) for one in bare] for name in ("p50", "p95", "rps", "p50_at_8", "p95_at_8")}, "pages": pages}


def _both(port: int, path: str, cookie: str, requests: int) -> dict[str, float]:
    alone = probe.latency(port, path, cookie, count=requests)
    crowd = probe.rush(port, path, cookie, at_once=AT_ONCE, count=requests)
    return {**alone, "p50_at_8": crowd["p50"], "p95_at_8": crowd["p95"], "rps": crowd["rps"], "errors": crowd["errors"]}


def _server(application: str, port: int, database: Database) -> list[str]:
    quiet = ["--no-access-log", "--log-level", "warning"]
    return [sys.executable, "-m", "uvicorn", application, "--port", str(port), "--workers", str(database.workers), *quiet]


def _python(*command: str, env: dict[str, str]) -> str:
    return subprocess.run([sys.executable, *command], cwd=ROOT, env=env, check=True, capture_output=True, text=True).stdout

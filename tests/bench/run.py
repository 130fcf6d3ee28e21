"""`make bench`: the demonstration town on the embedded default, one process, beside the bare page on the same server and database.

Prints a table and JSON; exits 1 when a goal is missed. BENCH_SCALE=small (CI) makes fewer requests and gates on counts and wide
ratios only: milliseconds drift by two on a shared machine, ratios inside one run hold.
"""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import websockets

sys.path.insert(0, str(Path(__file__).parent))
import probe

ROOT = Path(__file__).resolve().parents[2]
SMALL = os.environ.get("BENCH_SCALE") == "small"
REQUESTS = 40 if SMALL else 150
TELLS = 8 if SMALL else 30
GOALS = {"queries": 15, "ratio": 8.0 if SMALL else 4.0, "delay_ms": 1000.0 if SMALL else 300.0, "pss_mb": 600.0}
JUDGED = ("desk", "directory", "home (cm)", "home (referent)")


def free_port() -> int:
    with socket.socket() as probe_socket:
        probe_socket.bind(("127.0.0.1", 0))
        return int(probe_socket.getsockname()[1])


@contextmanager
def serving(command: list[str], ready: str, environment: dict[str, str], cwd: Path, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A server until the end of the block, ready when `ready` answers; stopped by SIGTERM."""
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=cwd, env=environment, stdout=output, stderr=subprocess.STDOUT)
        try:
            deadline = time.monotonic() + 60
            while time.monotonic() < deadline:
                try:
                    urllib.request.urlopen(ready, timeout=2).read()
                    break
                except OSError:
                    time.sleep(0.2)
            else:
                raise RuntimeError(f"{ready} does not answer: see {log}\n{log.read_text()[-2000:]}")
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=20)


async def delays(port: int, cookie: str, environment: dict[str, str]) -> list[float]:
    """Milliseconds from another process's commit to the moment this browser has the frame and has fetched the bell."""
    url = f"ws://127.0.0.1:{port}/ws/"
    async with websockets.connect(url, additional_headers={"Cookie": cookie}, origin=f"http://127.0.0.1:{port}") as connection:
        teller = await asyncio.create_subprocess_exec(
            sys.executable, str(ROOT / "tests/bench/teller.py"), str(TELLS), env=environment, cwd=ROOT, stdout=asyncio.subprocess.PIPE
        )
        arrived: dict[int, float] = {}

        async def listen() -> None:
            while len(arrived) < TELLS:
                frame = json.loads(await connection.recv())
                if frame.get("seq"):
                    await asyncio.to_thread(probe.latency, port, "/notifications/cloche/", cookie, count=1, warm=0)
                    arrived[frame["seq"]] = time.time()

        listening = asyncio.create_task(listen())
        output, _errors = await teller.communicate()
        await asyncio.wait_for(listening, timeout=30)
    commits = {int(seq): float(at) for at, seq in (line.split() for line in output.decode().splitlines())}
    return sorted((arrived[seq] - at) * 1e3 for seq, at in commits.items())


def measure(folder: Path) -> dict[str, object]:
    environment = {**os.environ, "DEMO": "1", "VAR_DIR": str(folder / "var"), "PORT": str(free_port()), "LOG_LEVEL": "WARNING"}
    for name in ("DATABASE_URL", "REDIS_URL", "CELERY_BROKER_URL", "DJANGO_SETTINGS_MODULE"):
        environment.pop(name, None)
    bare_environment = {**environment, "BARE_SQLITE": str(folder / "bare.sqlite3"), "PYTHONPATH": str(ROOT / "tests/bench")}
    manage = [sys.executable, "manage.py"]
    for command in (["migrate", "-v", "0"], ["seed_demo"]):
        subprocess.run([*manage, *command], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    told = json.loads(subprocess.run([sys.executable, "tests/bench/town.py"], cwd=ROOT, env=environment, check=True, capture_output=True, text=True).stdout)
    cookie = subprocess.run([sys.executable, "tests/bench/bare.py", "seed"], cwd=ROOT, env=bare_environment, check=True, capture_output=True, text=True)
    bare_port, port = free_port(), int(environment["PORT"])
    bare_command = [sys.executable, "-m", "uvicorn", "bare:application", "--port", str(bare_port), "--no-access-log", "--log-level", "warning"]
    with (
        serving(bare_command, f"http://127.0.0.1:{bare_port}/", bare_environment, ROOT / "tests/bench", folder / "bare.log"),
        serving([*manage, "up"], f"http://127.0.0.1:{port}/readyz", environment, ROOT, folder / "up.log") as ours,
    ):
        before = probe.calibrate()
        bare = [probe.latency(bare_port, "/", cookie.stdout.strip(), count=REQUESTS)]
        pages = {}
        for name, page in told["pages"].items():
            pages[name] = {**page, **probe.latency(port, page["path"], told["cookies"][page["role"]], count=REQUESTS)}
        bare.append(probe.latency(bare_port, "/", cookie.stdout.strip(), count=REQUESTS))
        waits = asyncio.run(delays(port, told["cookies"]["referent"], environment))
        memory, processes = probe.pss(ours.pid)
        after = probe.calibrate()
    base = sum(one["p50"] for one in bare) / 2
    for page in pages.values():
        page["ratio"] = page["p50"] / base
    return {
        "calibration_ms": [round(before), round(after)],
        "bare_p50_ms": [round(one["p50"], 1) for one in bare],
        "pages": pages,
        "notification_ms": {"median": waits[len(waits) // 2], "worst": waits[-1], "n": len(waits)},
        "memory": {"pss_mb": round(memory), "processes": processes},
    }


def misses(result: dict) -> list[str]:  # type: ignore[type-arg]
    found = []
    for name, page in result["pages"].items():
        if name in JUDGED and page["queries"] > GOALS["queries"]:
            found.append(f"{name}: {page['queries']} queries")
        if name in JUDGED and page["ratio"] > GOALS["ratio"]:
            found.append(f"{name}: {page['ratio']:.1f} × bare")
    if result["notification_ms"]["median"] > GOALS["delay_ms"]:
        found.append(f"notification: {result['notification_ms']['median']:.0f} ms")
    if result["memory"]["pss_mb"] > GOALS["pss_mb"]:
        found.append(f"memory: {result['memory']['pss_mb']} MB")
    return found


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="relais-bench-") as folder:
        result = measure(Path(folder))
    print(f"calibration {result['calibration_ms']} ms · bare p50 {result['bare_p50_ms']} ms")
    print(f"{'page':<18}{'SQL':>5}{'p50 ms':>9}{'p95 ms':>9}{'× bare':>8}{'kB':>7}")
    for name, page in result["pages"].items():
        print(f"{name:<18}{page['queries']:>5}{page['p50']:>9.1f}{page['p95']:>9.1f}{page['ratio']:>8.2f}{page['bytes'] / 1000:>7.0f}")
    wait, memory = result["notification_ms"], result["memory"]
    print(f"notification: median {wait['median']:.0f} ms, worst {wait['worst']:.0f} ms over {wait['n']}")
    print(f"memory: {memory['pss_mb']} MB PSS in {memory['processes']} processes")
    missed = misses(result)
    print(json.dumps({**result, "missed": missed}))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())

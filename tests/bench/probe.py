"""Small bounded probes: latency over one keep-alive connection, memory of a process tree, a fixed loop to see whether the machine is quiet."""

import http.client
import os
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path


def calibrate() -> float:
    """Milliseconds of a fixed loop, median of five."""
    times = []
    for _ in range(5):
        start = time.perf_counter()
        counts: dict[int, int] = {}
        for i in range(300_000):
            counts[i & 1023] = counts.get(i & 511, 0) + len(str(i))
        times.append((time.perf_counter() - start) * 1e3)
    return statistics.median(times)


def latency(port: int, path: str, cookie: str, *, count: int, warm: int = 10) -> dict[str, float]:
    """p50 and p95 in milliseconds, and the bytes of the page. Raises RuntimeError unless every answer is 200."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    times, size = [], 0
    for index in range(warm + count):
        start = time.perf_counter()
        connection.request("GET", path, headers={"Cookie": cookie})
        answer = connection.getresponse()
        size = len(answer.read())
        if answer.status != 200:
            raise RuntimeError(f"{path} answers {answer.status}")
        if index >= warm:
            times.append((time.perf_counter() - start) * 1e3)
    connection.close()
    times.sort()
    return {"p50": statistics.median(times), "p95": times[int(len(times) * 0.95)], "bytes": size}


def rush(port: int, path: str, cookie: str, *, at_once: int, count: int) -> dict[str, float]:
    """The same with `at_once` connections open together: p50, p95, answers a second, and how many were no 200 (`errors`)."""
    each = max(1, count // at_once)
    start = time.perf_counter()
    with ThreadPoolExecutor(at_once) as pool:
        found = list(pool.map(lambda _turn: _times(port, path, cookie, each), range(at_once)))
    seconds = time.perf_counter() - start
    times = sorted(one for times, _errors in found for one in times)
    errors = sum(errors for _times, errors in found)
    return {"p50": statistics.median(times), "p95": times[int(len(times) * 0.95)], "rps": len(times) / seconds, "errors": errors}


def _times(port: int, path: str, cookie: str, count: int) -> tuple[list[float], int]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    times, errors = [], 0
    for _turn in range(count):
        start = time.perf_counter()
        connection.request("GET", path, headers={"Cookie": cookie})
        answer = connection.getresponse()
        answer.read()
        errors += answer.status != 200
        times.append((time.perf_counter() - start) * 1e3)
    connection.close()
    return times, errors


def pss(pid: int) -> tuple[float, int]:
    """Proportional memory of a process and all below it, in MB, and how many they are."""
    children: dict[int, list[int]] = {}
    for entry in filter(str.isdigit, os.listdir("/proc")):
        try:
            parent = int(Path(f"/proc/{entry}/stat").read_text().rsplit(")", 1)[1].split()[1])
        except OSError:
            continue
        children.setdefault(parent, []).append(int(entry))
    todo, total, seen = [pid], 0, 0
    while todo:
        one = todo.pop()
        todo += children.get(one, [])
        try:
            lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        seen += 1
    return total / 1024, seen

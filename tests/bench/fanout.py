"""Something told to hundreds of open pages at once: when the first and the last of them have it, beside a bare hub with as many sockets.

The bare hub is told and sends in one process; ours is told by the commit of another process, so `delay_ms` (commit to first frame) stands
apart from `spread_ms` (first frame to last), which is what grows with the crowd.
"""

import asyncio
import base64
import json
import os
import resource
import statistics
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import probe
from serving import free_port

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 9
TOGETHER = 50


@dataclass
class Round:
    """Who has heard of the current number, and when."""

    waited: int = 0
    marker: bytes = b"none"
    arrivals: list[float] = field(default_factory=list)
    done: asyncio.Event = field(default_factory=asyncio.Event)
    dropped: int = 0

    def begin(self, number: int, waited: int) -> None:
        self.marker, self.waited, self.arrivals = f'"id":{number},'.encode(), waited, []
        self.done.clear()

    def heard(self, data: bytes) -> None:
        if self.marker in data:
            self.arrivals.append(time.time())
            if len(self.arrivals) >= self.waited:
                self.done.set()


class Listener(asyncio.Protocol):
    """A WebSocket client that reads as little as it can, so that the measure is that of the server."""

    def __init__(self, port: int, cookie: str, current: Round) -> None:
        self.port, self.cookie, self.current = port, cookie, current
        self.open: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        key = base64.b64encode(os.urandom(16)).decode()
        lines = [
            "GET /ws/ HTTP/1.1", f"Host: 127.0.0.1:{self.port}", "Upgrade: websocket", "Connection: Upgrade", f"Sec-WebSocket-Key: {key}",
            "Sec-WebSocket-Version: 13", f"Cookie: {self.cookie}", f"Origin: http://127.0.0.1:{self.port}", "", "",
        ]  # fmt: skip
        transport.write("\r\n".join(lines).encode())  # type: ignore[attr-defined]  # a stream has it

    def data_received(self, data: bytes) -> None:
        if not self.open.done():
            if b" 101 " in data[:20]:
                self.open.set_result(True)
            else:
                self.open.set_exception(RuntimeError(data[:200].decode("latin-1")))
        self.current.heard(data)

    def connection_lost(self, error: Exception | None) -> None:
        self.current.dropped += 1
        if not self.open.done():
            self.open.set_exception(error or ConnectionError("closed"))


def measure(sockets: list[list[Any]], port: int, environment: dict[str, str], pid: int) -> dict[str, Any]:
    """`sockets` holds [user id, cookie] pairs; `pid` is the server's, for its memory."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, 16_384), most))
    return asyncio.run(_measure(sockets, port, environment, pid))


async def _measure(sockets: list[list[Any]], port: int, environment: dict[str, str], pid: int) -> dict[str, Any]:
    bare = await _bare(len(sockets))
    idle, _processes = probe.pss(pid)
    announcer = await _talker("tests/bench/announcer.py", environment=environment)
    await _say(announcer, json.dumps([user for user, _cookie in sockets]))
    ours = await _rounds([cookie for _user, cookie in sockets], port, announcer, tells_when=True, pid=pid)
    ours["kb_a_socket"] = (ours.pop("pss") - idle) * 1024 / max(1, len(sockets))
    return {"sockets": len(sockets), **ours, "bare_last_ms": bare["last_ms"], "ratio": ours["spread_ms"] / max(1.0, bare["last_ms"])}


async def _bare(count: int) -> dict[str, float]:
    port = free_port()
    hub = await _talker("tests/bench/bare_hub.py", str(port))
    return await _rounds(["bare=1"] * count, port, hub, tells_when=False, pid=hub.pid)


async def _rounds(cookies: list[str], port: int, talker: asyncio.subprocess.Process, *, tells_when: bool, pid: int) -> dict[str, Any]:
    """Median over the rounds, the first two left out; `lost` counts frames that never came."""
    current, listeners = Round(), []
    await _line(talker)
    for start in range(0, len(cookies), TOGETHER):
        made = [await _listener(cookie, port, current) for cookie in cookies[start : start + TOGETHER]]
        await asyncio.wait_for(asyncio.gather(*(one.open for one in made)), 60)
        listeners += made
    await asyncio.sleep(1)
    memory, _processes = probe.pss(pid)
    delays, spreads, lasts, lost = [], [], [], 0
    for number in range(100, 102 + ROUNDS):
        current.begin(number, len(cookies))
        sent = time.time()
        await _say(talker, str(number))
        told = float(await _line(talker)) if tells_when else sent
        try:
            await asyncio.wait_for(current.done.wait(), 15)
        except TimeoutError:
            lost += len(cookies) - len(current.arrivals)
        if number >= 102 and current.arrivals:
            first, last = min(current.arrivals), max(current.arrivals)
            delays.append((first - told) * 1e3)
            spreads.append((last - first) * 1e3)
            lasts.append((last - told) * 1e3)
        await asyncio.sleep(0.3)
    dropped = current.dropped
    for one in listeners:
        one.transport.abort()  # type: ignore[attr-defined]  # a stream has it
    talker.terminate()
    await talker.wait()
    if not lasts:
        raise RuntimeError(f"None of {len(cookies)} sockets heard anything; {dropped} were dropped.")
    median = statistics.median
    return {"delay_ms": median(delays), "spread_ms": median(spreads), "last_ms": median(lasts), "lost": lost, "dropped": dropped, "pss": memory}


async def _listener(cookie: str, port: int, current: Round) -> Listener:
    _transport, listener = await asyncio.get_running_loop().create_connection(lambda: Listener(port, cookie, current), "127.0.0.1", port)
    return listener


async def _talker(script: str, *arguments: str, environment: dict[str, str] | None = None) -> asyncio.subprocess.Process:
    pipe = asyncio.subprocess.PIPE
    return await asyncio.create_subprocess_exec(sys.executable, script, *arguments, env=environment, cwd=ROOT, stdin=pipe, stdout=pipe)


async def _say(talker: asyncio.subprocess.Process, line: str) -> None:
    if talker.stdin is not None:
        talker.stdin.write(f"{line}\n".encode())
        await talker.stdin.drain()


async def _line(talker: asyncio.subprocess.Process) -> str:
    line = await talker.stdout.readline() if talker.stdout is not None else b""
    if not line:
        raise RuntimeError("The process that tells has stopped.")
    return line.decode().strip()

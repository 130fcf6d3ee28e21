"""Servers of a measure: started on a free port, ready when they answer, stopped at the end of a block."""

import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


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
            _wait(ready, log, process)
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=20)


def _wait(ready: str, log: Path, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(ready, timeout=2).read()
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"{ready} does not answer: see {log}\n{log.read_text()[-2000:]}")

"""With Redis a process is woken by the commit; without it nothing is lost (`test_frames.py`)."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from threading import Timer

import pytest
import redis

from rse.core import frames
from tests.realtime.conftest import end, free_port

pytestmark = [pytest.mark.django_db, pytest.mark.skipif(not shutil.which("redis-server"), reason="redis-server is not installed")]


@pytest.fixture
def server(settings) -> Iterator[subprocess.Popen[bytes]]:
    port = free_port()
    process = subprocess.Popen(["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"], stdout=subprocess.DEVNULL)
    settings.REDIS_URL = f"redis://127.0.0.1:{port}/0"
    deadline = time.monotonic() + 10
    with closing(redis.Redis.from_url(settings.REDIS_URL)) as client:
        while time.monotonic() < deadline:
            try:
                client.ping()
                break
            except redis.RedisError:
                time.sleep(0.05)
    yield process
    end(process)


def woken(tail: frames.Tail) -> tuple[float, list[str]]:
    """How long one wait lasts when somebody announces after a tenth of a second, and what it finds."""
    cursor, _nothing = tail.wait(True)
    frames.announce([7], kind="woken", id=1)
    Timer(0.1, frames._wake_processes).start()
    start = time.monotonic()
    _cursor, found = tail.wait(cursor)
    return time.monotonic() - start, [push.kind for push in found]


def test_a_commit_wakes_the_wait_at_once_even_after_six_idle_seconds(server):
    tail = frames.Tail()
    tail.wait(None)
    start = time.monotonic()
    while time.monotonic() - start < 6:
        tail.wait(True)
    lasted, found = woken(tail)
    assert found == ["woken"]
    assert lasted < 0.5


def test_when_redis_dies_the_poll_goes_on(server, monkeypatch):
    tail = frames.Tail()
    tail.wait(None)
    tail.wait(True)
    end(server)
    frames.announce([7], kind="polled", id=1)
    found = [push.kind for _turn in range(3) for push in tail.wait(True)[1]]
    assert found == ["polled"]

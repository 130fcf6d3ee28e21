"""The map of sockets of one process."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from rse.realtime import hub as hub_module
from rse.realtime.hub import CLOSED_SLOW, Hub, Socket
from rse.realtime.source import Push


class Peer:
    """Keeps what it is sent; reads nothing while `stuck`."""

    def __init__(self, *, stuck: bool = False) -> None:
        self.received: list[object] = []
        self.stuck = stuck

    async def send(self, message) -> None:
        if self.stuck and message["type"] == "websocket.send":
            await asyncio.Event().wait()
        self.received.append(message.get("text", message.get("code")))


def played(story) -> None:
    """Play it on a loop of its own, in a thread of its own: the browser tests may have left one running in this one."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        thread.submit(lambda: asyncio.run(story())).result()


def push(number: int | None) -> Push:
    return Push(users=(7,), kind="k", id=number or 0, seq=number)


def seqs(peer: Peer) -> list[int]:
    return [json.loads(text)["seq"] for text in peer.received]


def test_a_slow_browser_is_closed_and_the_fast_one_hears_everything(monkeypatch):
    monkeypatch.setattr(hub_module, "QUEUE_LENGTH", 5)

    async def story():
        hub, slow, fast = Hub(), Peer(stuck=True), Peer()
        for peer in (slow, fast):
            hub.add(Socket(7, "key", peer.send))
        for number in range(1, 13):
            hub.push(push(number))
            await asyncio.sleep(0)
        await asyncio.sleep(0.01)
        assert slow.received == [CLOSED_SLOW]
        assert seqs(fast) == list(range(1, 13))
        assert len(hub) == 1

    played(story)


def test_what_a_page_missed_before_its_socket_is_told_once_and_only_to_whom_it_concerned(monkeypatch):
    async def story():
        hub = Hub()
        for _twice in range(2):
            hub.push(push(None))
        hub.push(push(1))

        async def told(user_id: int) -> list[int]:
            peer = Peer()
            socket = Socket(user_id, "key", peer.send)
            hub.add(socket)
            hub.catch_up(socket, 0)
            await asyncio.sleep(0.01)
            return seqs(peer)

        assert await told(7) == [None], "the numbered one is asked for by its number"
        assert await told(8) == []
        monkeypatch.setattr(hub_module, "RECENT_SECONDS", 0.0)
        assert await told(7) == []

    played(story)


def test_what_arrives_during_a_catch_up_comes_after_it_and_once():
    async def story():
        peer, waiting = Peer(), asyncio.Event()
        socket = Socket(7, "key", peer.send)
        rows = {0: [push(1), push(2)], 2: [push(3)], 3: []}

        async def pages(seq: int) -> list[Push]:
            await waiting.wait()
            return rows[seq]

        socket.catch_up(0, pages)
        for live in (push(3), push(4)):
            assert socket.offer(live, live.text())
        waiting.set()
        await asyncio.sleep(0.01)
        assert socket.offer(push(5), push(5).text())
        await asyncio.sleep(0.01)
        assert seqs(peer) == [1, 2, 3, 4, 5]
        socket.stop()

    played(story)


def test_a_catch_up_that_fails_closes_the_socket_rather_than_leave_a_hole(caplog):
    async def story():
        peer = Peer()
        socket = Socket(7, "key", peer.send)

        async def pages(seq: int) -> list[Push]:
            raise OSError("no database")

        socket.catch_up(0, pages)
        await asyncio.sleep(0.01)
        assert peer.received == [hub_module.CLOSED_RESTART]

    played(story)
    assert "no database" in caplog.text


@pytest.mark.parametrize("times", [1, 2])
def test_a_forgotten_socket_leaves_nothing_behind(times):
    async def story():
        hub = Hub()
        socket = Socket(7, "key", Peer().send)
        hub.add(socket)
        for _time in range(times):
            hub.remove(socket)
        socket.stop()
        assert len(hub) == 0
        assert hub._by_user == {}

    played(story)

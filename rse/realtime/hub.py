"""One map user → sockets per process, and the loops that feed it.

A frame is encoded once and handed to each socket's bounded queue: a Channels group of 2,000 is 8 to 28 times slower. A socket
too slow to empty its queue is closed with 4008 and catches up by sequence; one whose session died is closed with 4401.
"""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from time import monotonic
from typing import TypeVar

from django.db import connections

from rse.realtime import conf
from rse.realtime.source import Push, Source

logger = logging.getLogger(__name__)
Send = Callable[[Mapping[str, object]], Awaitable[None]]
T = TypeVar("T")

QUEUE_LENGTH = 100
SESSION_EVERY = 0.5
SESSION_BUDGET = 0.25
CLOSED_SLOW = 4008
CLOSED_SESSION = 4401
CLOSED_RESTART = 1012


class Socket:
    """One open browser tab."""

    __slots__ = ("_close", "_queue", "_send", "_writer", "session_key", "user_id")

    def __init__(self, user_id: int, session_key: str, send: Send) -> None:
        self.user_id = user_id
        self.session_key = session_key
        self._send = send
        self._queue: asyncio.Queue[str] = asyncio.Queue(QUEUE_LENGTH)
        self._writer = asyncio.create_task(self._write())
        self._close: asyncio.Task[None] | None = None

    def offer(self, text: str) -> bool:
        """Queue one frame; False when the queue is full."""
        try:
            self._queue.put_nowait(text)
        except asyncio.QueueFull:
            return False
        return True

    def close(self, code: int) -> None:
        """Drop what waits and close with `code`; the peer gets the reason even when it reads slowly."""
        self.stop()
        self._close = asyncio.create_task(self._say_goodbye(code))

    def stop(self) -> None:
        """Stop writing: the peer is gone."""
        self._writer.cancel()

    async def _write(self) -> None:
        with suppress(OSError, RuntimeError):
            while True:
                await self._send({"type": "websocket.send", "text": await self._queue.get()})

    async def _say_goodbye(self, code: int) -> None:
        with suppress(OSError, RuntimeError):
            await self._send({"type": "websocket.close", "code": code})


class Hub:
    """The sockets of this process. Everything here runs on the event loop; what blocks runs on two threads of its own."""

    def __init__(self) -> None:
        self._by_user: dict[int, set[Socket]] = {}
        self._by_check: OrderedDict[Socket, None] = OrderedDict()
        self._tasks: list[asyncio.Task[None]] = []
        self._threads: ThreadPoolExecutor | None = None
        self._source: Source | None = None

    def __len__(self) -> int:
        return len(self._by_check)

    def add(self, socket: Socket) -> None:
        self._by_user.setdefault(socket.user_id, set()).add(socket)
        self._by_check[socket] = None

    def remove(self, socket: Socket) -> None:
        """Forget a socket; harmless twice."""
        self._by_check.pop(socket, None)
        sockets = self._by_user.get(socket.user_id)
        if sockets is not None:
            sockets.discard(socket)
            if not sockets:
                del self._by_user[socket.user_id]

    def push(self, push: Push) -> None:
        """Hand a frame to every socket of its users."""
        text = ""
        for user_id in push.users:
            for socket in tuple(self._by_user.get(user_id, ())):
                text = text or push.text()
                if not socket.offer(text):
                    self.close(socket, CLOSED_SLOW)

    def close(self, socket: Socket, code: int) -> None:
        self.remove(socket)
        socket.close(code)

    async def catch_up(self, socket: Socket, seq: int) -> None:
        """Queue what the person of `socket` was told after `seq`. More than a queue holds: one frame "missed" says to fetch everything."""
        if self._source is None:
            return
        missed = await self._blocking(partial(self._source.since, socket.user_id, seq))
        if len(missed) >= QUEUE_LENGTH // 2:
            missed = [Push(users=(socket.user_id,), kind="missed", id=0, seq=missed[-1].seq)]
        for push in missed:
            socket.offer(push.text())

    async def start(self) -> None:
        """Called once by the lifespan of the process."""
        self._threads = ThreadPoolExecutor(3, thread_name_prefix="realtime")
        self._source = conf.source()
        self._tasks = [asyncio.create_task(self._tail(self._source)), asyncio.create_task(self._watch_sessions())]

    async def stop(self) -> None:
        """Close what is left and wait for the threads."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for socket in tuple(self._by_check):
            self.close(socket, CLOSED_RESTART)
        if self._threads is not None:
            self._threads.shutdown(wait=False, cancel_futures=True)
        self._threads = self._source = None

    async def _tail(self, source: Source) -> None:
        cursor: object = None
        while True:
            try:
                cursor, pushes = await self._blocking(partial(source.wait, cursor))
            except Exception:
                logger.exception("Frames cannot be read; next try in a second.")
                await asyncio.sleep(1)
                continue
            for push in pushes:
                self.push(push)

    async def _watch_sessions(self) -> None:
        """Ask after every socket in turn, the one asked longest ago first: each within a second up to about a thousand sockets."""
        alive = conf.session_alive()
        while True:
            await asyncio.sleep(SESSION_EVERY)
            try:
                turn = tuple(self._by_check)
                checked, dead = await self._blocking(partial(_ask, alive, turn))
            except Exception:
                logger.exception("Sessions cannot be read; sockets stay open until they can.")
                continue
            for socket in dead:
                self.close(socket, CLOSED_SESSION)
            for socket in turn[:checked]:
                if socket in self._by_check:
                    self._by_check.move_to_end(socket)

    async def _blocking(self, call: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, _with_fresh_connection, call)


def _ask(alive: conf.SessionAlive, turn: tuple[Socket, ...]) -> tuple[int, list[Socket]]:
    """How many of `turn` could be asked within the budget, and which of these are dead."""
    dead: list[Socket] = []
    deadline = monotonic() + SESSION_BUDGET
    answers: dict[tuple[str, int], bool] = {}
    for count, socket in enumerate(turn):
        if monotonic() > deadline:
            return count, dead
        who = (socket.session_key, socket.user_id)
        if who not in answers:
            answers[who] = alive(*who)
        if not answers[who]:
            dead.append(socket)
    return len(turn), dead


def _with_fresh_connection(call: Callable[[], T]) -> T:
    """Run `call`, keeping this thread's connection for the next one unless it broke."""
    try:
        return call()
    except Exception:
        connections.close_all()
        raise


hub = Hub()

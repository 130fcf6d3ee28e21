"""One map user → sockets per process, and the loops that feed it.

A frame is encoded once and handed to each socket's bounded queue: a Channels group of 2,000 is 8 to 28 times slower. A socket
too slow to empty its queue is closed with 4008 and catches up by sequence; one whose session died is closed with 4401.
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import TypeVar

from django.db import connections

from rse.realtime import conf
from rse.realtime.source import Push, Source

logger = logging.getLogger(__name__)
Send = Callable[[Mapping[str, object]], Awaitable[None]]
Pages = Callable[[int], Awaitable[list[Push]]]
T = TypeVar("T")

QUEUE_LENGTH = 100
RECENT_SECONDS = 10.0
RECENT_LENGTH = 1_000
HELD_LENGTH = 10_000
SESSIONS_EVERY = 0.5
CLOSED_SLOW = 4008
CLOSED_SESSION = 4401
CLOSED_RESTART = 1012


class Socket:
    """One open browser tab."""

    __slots__ = ("_catching_up", "_close", "_held", "_last", "_queue", "_send", "_writer", "user_id", "who")

    def __init__(self, user_id: int, session_key: str, send: Send) -> None:
        self.user_id = user_id
        self.who = (session_key, user_id)
        self._send = send
        self._queue: asyncio.Queue[str] = asyncio.Queue(QUEUE_LENGTH)
        self._writer = asyncio.create_task(self._write())
        self._close: asyncio.Task[None] | None = None
        self._catching_up: asyncio.Task[None] | None = None
        self._held: list[Push] | None = None
        self._last = 0

    def offer(self, push: Push, text: str) -> bool:
        """Queue one frame; False when the queue is full. Numbered frames wait while the socket catches up, and one already sent is not
        sent again: sequences only grow."""
        if push.seq is not None:
            if self._held is not None:
                self._held.append(push)
                return len(self._held) < HELD_LENGTH
            if push.seq <= self._last:
                return True
            self._last = push.seq
        try:
            self._queue.put_nowait(text)
        except asyncio.QueueFull:
            return False
        return True

    def catch_up(self, seq: int, pages: Pages) -> None:
        """Send what `pages(seq)` answers until it answers nothing, as fast as the peer reads, then what arrived meanwhile. Does
        nothing while another catch-up runs."""
        if self._held is None:
            self._held = []
            self._catching_up = asyncio.create_task(self._send_missed(seq, pages))

    def close(self, code: int) -> None:
        """Drop what waits and close with `code`; the peer gets the reason even when it reads slowly."""
        self.stop()
        self._close = asyncio.create_task(self._say_goodbye(code))

    def stop(self) -> None:
        """Stop writing: the peer is gone."""
        self._writer.cancel()
        if self._catching_up is not None:
            self._catching_up.cancel()

    async def _send_missed(self, seq: int, pages: Pages) -> None:
        self._last = seq
        try:
            while missed := await pages(self._last):
                await self._put(missed)
        except Exception:
            # The socket must not pretend to be up to date: the browser connects again and asks again.
            logger.exception("What a browser missed cannot be read.")
            self.close(CLOSED_RESTART)
            return
        while self._held:
            held, self._held = self._held, []
            await self._put(held)
        self._held = None

    async def _put(self, pushes: list[Push]) -> None:
        for push in pushes:
            if push.seq is not None and push.seq > self._last:
                await self._queue.put(push.text())
                self._last = push.seq

    async def _write(self) -> None:
        with suppress(OSError, RuntimeError):
            while True:
                await self._send({"type": "websocket.send", "text": await self._queue.get()})

    async def _say_goodbye(self, code: int) -> None:
        with suppress(OSError, RuntimeError):
            await self._send({"type": "websocket.close", "code": code})


class Hub:
    """The sockets of this process. Everything here runs on the event loop; what blocks runs on three threads of its own."""

    def __init__(self) -> None:
        self._by_user: dict[int, set[Socket]] = {}
        self._sockets: set[Socket] = set()
        self._recent: deque[tuple[float, frozenset[int], str, Push]] = deque(maxlen=RECENT_LENGTH)
        self._tasks: list[asyncio.Task[None]] = []
        self._threads: ThreadPoolExecutor | None = None
        self._source: Source | None = None

    def __len__(self) -> int:
        return len(self._sockets)

    def add(self, socket: Socket) -> None:
        self._by_user.setdefault(socket.user_id, set()).add(socket)
        self._sockets.add(socket)

    def remove(self, socket: Socket) -> None:
        """Forget a socket; harmless twice."""
        self._sockets.discard(socket)
        sockets = self._by_user.get(socket.user_id)
        if sockets is not None:
            sockets.discard(socket)
            if not sockets:
                del self._by_user[socket.user_id]

    def push(self, push: Push) -> None:
        """Hand a frame to every socket of its users."""
        text = push.text()
        if push.seq is None:
            self._recent.append((time.monotonic(), frozenset(push.users), text, push))
        for user_id in push.users:
            for socket in tuple(self._by_user.get(user_id, ())):
                if not socket.offer(push, text):
                    self.close(socket, CLOSED_SLOW)

    def close(self, socket: Socket, code: int) -> None:
        self.remove(socket)
        socket.close(code)

    def catch_up(self, socket: Socket, seq: int) -> None:
        """Send `socket` what its person was told after `seq`, in order and without a gap, and once each frame without a number that its
        page may have missed while the socket was on its way."""
        after = time.monotonic() - RECENT_SECONDS
        for text, push in {text: push for at, users, text, push in self._recent if at > after and socket.user_id in users}.items():
            socket.offer(push, text)
        source = self._source
        if source is not None:
            socket.catch_up(seq, lambda last: self._blocking(partial(source.since, socket.user_id, last)))

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
        for socket in tuple(self._sockets):
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
        """Ask after every open session at once, twice a second; a dead one takes its sockets with it."""
        alive = conf.sessions_alive()
        while True:
            await asyncio.sleep(SESSIONS_EVERY)
            open_now = tuple(self._sockets)
            if not open_now:
                continue
            try:
                good = await self._blocking(partial(alive, {socket.who for socket in open_now}))
            except Exception:
                logger.exception("Sessions cannot be read; sockets stay open until they can.")
                continue
            for socket in open_now:
                if socket.who not in good:
                    self.close(socket, CLOSED_SESSION)

    async def _blocking(self, call: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, _with_fresh_connection, call)


def _with_fresh_connection(call: Callable[[], T]) -> T:
    """Run `call`, keeping this thread's connection for the next one unless it broke."""
    try:
        return call()
    except Exception:
        connections.close_all()
        raise


hub = Hub()

"""The threads that serve pages, kept from one request to the next with their connection to the database.

Django makes a thread for each request and ends it with the answer. On SQLite each then opened a connection, whose first question reads the whole
schema: 5 ms of every page, ten on the widest.
"""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from asgiref.sync import ThreadSensitiveContext
from django.db import connections

MOST_IDLE = 8
Application = Callable[..., Awaitable[None]]


class KeptThreads:
    """Around an ASGI application: each request has a thread to itself, one that another has left when there is one. Lives in one event loop."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._idle: list[ThreadPoolExecutor] = []

    async def __call__(self, scope: dict[str, Any], receive: Callable[[], Awaitable[Any]], send: Callable[[Any], Awaitable[None]]) -> None:
        # Any: what ASGI servers and applications say to each other
        thread = self._idle.pop() if self._idle else ThreadPoolExecutor(max_workers=1, thread_name_prefix="page")
        try:
            async with ThreadSensitiveContext(executor=thread):
                await self._application(scope, receive, send)
        finally:
            self._leave(thread, asyncio.get_running_loop())

    def _leave(self, thread: ThreadPoolExecutor, loop: asyncio.AbstractEventLoop) -> None:
        """Somebody who left before the answer leaves a view behind: the thread is free once that view has ended."""

        def ended(_nothing: "Future[None]") -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(self._take_back, thread)

        thread.submit(_nothing).add_done_callback(ended)

    def _take_back(self, thread: ThreadPoolExecutor) -> None:
        if len(self._idle) < MOST_IDLE:
            self._idle.append(thread)
        else:
            thread.submit(connections.close_all)
            thread.shutdown(wait=False)


def _nothing() -> None:
    """Done when what came before it is done."""

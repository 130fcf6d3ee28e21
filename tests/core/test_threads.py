"""Threads that serve pages: kept from one request to the next, one to each request, never one that is still at work."""

import asyncio
from collections.abc import Callable
from threading import Event, get_ident
from typing import Any

import pytest
from asgiref.sync import sync_to_async

from rse.core import threads
from rse.core.threads import KeptThreads
from tests.core.loops import run


async def until(condition: Callable[[], bool]) -> None:
    """What is said from threads reaches the loop when it can: five seconds on the busiest machine."""
    async with asyncio.timeout(5):
        while not condition():
            await asyncio.sleep(0.01)


async def unheard(*_said: Any) -> None:  # Any: what applications say to servers
    """Nobody listens."""


def test_one_request_after_another_is_served_by_the_same_thread() -> None:
    seen: list[int] = []

    async def page(scope: dict[str, Any], receive: object, send: object) -> None:
        seen.append(await sync_to_async(get_ident)())

    async def requests() -> None:
        kept = KeptThreads(page)
        for _ in range(3):
            await kept({}, unheard, unheard)
            await until(lambda: bool(kept._idle))

    run(requests())
    assert len(seen) == 3
    assert len(set(seen)) == 1


def test_requests_at_once_have_each_their_own() -> None:
    seen: list[int] = []

    async def page(scope: dict[str, Any], receive: object, send: object) -> None:
        seen.append(await sync_to_async(get_ident)())
        await asyncio.sleep(0.05)

    async def requests() -> None:
        kept = KeptThreads(page)
        await asyncio.gather(*(kept({}, unheard, unheard) for _ in range(4)))

    run(requests())
    assert len(set(seen)) == 4


def test_a_view_that_was_left_behind_keeps_its_thread_until_it_ends() -> None:
    held, seen = Event(), []

    def view() -> None:
        seen.append(get_ident())
        held.wait(5)

    async def page(scope: dict[str, Any], receive: object, send: object) -> None:
        await sync_to_async(view if scope["slow"] else lambda: seen.append(get_ident()))()

    async def requests() -> None:
        kept = KeptThreads(page)
        left = asyncio.create_task(kept({"slow": True}, unheard, unheard))
        await until(lambda: bool(seen))
        left.cancel()
        await asyncio.gather(left, return_exceptions=True)
        await kept({"slow": False}, unheard, unheard)
        held.set()

    run(requests())
    assert len(set(seen)) == 2


def test_no_more_than_eight_wait_for_the_next_request(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threads, "MOST_IDLE", 2)

    async def page(scope: dict[str, Any], receive: object, send: object) -> None:
        await sync_to_async(get_ident)()
        await asyncio.sleep(0.05)

    async def requests() -> int:
        kept = KeptThreads(page)
        taken = kept._take_back
        came_back = []
        monkeypatch.setattr(kept, "_take_back", lambda thread: (taken(thread), came_back.append(thread)))
        await asyncio.gather(*(kept({}, unheard, unheard) for _ in range(6)))
        await until(lambda: len(came_back) == 6)
        return len(kept._idle)

    assert run(requests()) == 2

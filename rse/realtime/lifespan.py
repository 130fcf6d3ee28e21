"""Starts and stops the hub with the process, whatever the ASGI server."""

from collections.abc import Awaitable, Callable, Mapping

from rse.realtime.hub import hub

Message = Mapping[str, object]


async def lifespan(scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]) -> None:
    """The "lifespan" application of `ProtocolTypeRouter`."""
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            await hub.start()
            await send({"type": "lifespan.startup.complete"})
        else:
            await hub.stop()
            await send({"type": "lifespan.shutdown.complete"})
            return

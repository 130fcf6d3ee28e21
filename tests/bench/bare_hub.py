"""The least that tells many sockets something: `websockets` and a loop. A line on standard input is sent to every socket; `python bare_hub.py PORT`."""

import asyncio
import sys

import websockets

FRAME = '{"kind":"bench","id":%s,"seq":null}'


async def main(port: int) -> None:
    connections: set[websockets.ServerConnection] = set()

    async def keep(connection: websockets.ServerConnection) -> None:
        connections.add(connection)
        try:
            await connection.wait_closed()
        finally:
            connections.discard(connection)

    async with websockets.serve(keep, "127.0.0.1", port, compression=None, ping_interval=None):
        print("ready", flush=True)
        loop = asyncio.get_running_loop()
        while line := await loop.run_in_executor(None, sys.stdin.readline):
            websockets.broadcast(connections, FRAME % line.strip())


asyncio.run(main(int(sys.argv[1])))

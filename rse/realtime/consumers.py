"""The only WebSocket of the house: listens, and says which sequence it has seen."""

import json

from channels.consumer import AsyncConsumer
from channels.exceptions import StopConsumer

from rse.realtime.hub import CLOSED_SESSION, Socket, hub


class LiveConsumer(AsyncConsumer):
    """`/ws/`: pushes frames `{"kind", "id", "seq"}`. The browser may send `{"since": 12}`, or connect to
    `/ws/?since=12`: it is then told what came after, and what its page missed while the socket was on its way."""

    socket: Socket | None = None

    async def websocket_connect(self, message: dict[str, object]) -> None:
        """Open for an active account; otherwise accept and close with 4401, so that the browser knows it must sign in."""
        await self.send({"type": "websocket.accept"})
        user, session_key = self.scope["user"], self.scope["session"].session_key
        if not user.is_authenticated or not user.is_active or not session_key:
            await self.send({"type": "websocket.close", "code": CLOSED_SESSION})
            return
        self.socket = Socket(user.pk, session_key, self.base_send)
        hub.add(self.socket)
        query = self.scope.get("query_string", b"")
        if query.startswith(b"since="):
            self.catch_up(query[6:26].decode("ascii", "replace"))

    async def websocket_receive(self, message: dict[str, object]) -> None:
        """Anything but `{"since": number}` is ignored."""
        try:
            wish = json.loads(str(message.get("text") or ""))
        except ValueError:
            return
        if isinstance(wish, dict):
            self.catch_up(str(wish.get("since", ""))[:20])

    async def websocket_disconnect(self, message: dict[str, object]) -> None:
        if self.socket is not None:
            hub.remove(self.socket)
            self.socket.stop()
        raise StopConsumer

    def catch_up(self, seq: str) -> None:
        if self.socket is not None and seq.isascii() and seq.isdigit():
            hub.catch_up(self.socket, min(int(seq), 2**63 - 1))

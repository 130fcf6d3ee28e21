"""What the hub asks of the floors above: frames to push, and what one person missed."""

import json
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Push:
    """One frame for some people: *that* something happened, never what. The browser fetches the rest over HTTP."""

    users: tuple[int, ...]
    kind: str
    id: int
    seq: int | None = None

    def text(self) -> str:
        """The frame as it travels."""
        return json.dumps({"kind": self.kind, "id": self.id, "seq": self.seq}, separators=(",", ":"))


class Source(Protocol):
    """`REALTIME_SOURCE` names a class like this one; one instance per process, used from the hub's own threads."""

    def wait(self, cursor: object) -> tuple[object, list[Push]]:
        """Block for a second at most, then answer a new cursor and what appeared since; the first cursor is None."""

    def since(self, user_id: int, seq: int) -> list[Push]:
        """What this person was told after sequence `seq`, in order, a page at a time; nothing when there is no more."""

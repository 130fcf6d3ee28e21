"""Celery's `filesystem://` transport, made safe to read while it is written to.

kombu opens a message under its final name and fills it afterwards: a worker that looks in between reads an empty file, and the
JSONDecodeError ends it (and, with it, the whole of `manage.py up`). Here a message appears complete or not at all, one that cannot be read
is passed over (the sweep does its work), and the table of queues is read and written by one process at a time.
"""

import fcntl
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from json import JSONDecodeError
from pathlib import Path
from time import monotonic
from typing import Any
from uuid import uuid4

from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.utils.json import dumps

logger = logging.getLogger(__name__)
Payload = dict[str, Any]  # Any: Celery's own message


class Channel(filesystem.Channel):
    def _put(self, queue: str, payload: Payload, **kwargs: object) -> None:  # type: ignore[override]  # the name kombu’s own filesystem channel gives it
        """Written beside, then renamed: nobody sees half a message."""
        message = Path(self.data_folder_out) / f"{round(monotonic() * 1000)}_{uuid4()}.{queue}.msg"
        part = message.with_name(f"{message.name}.part")
        try:
            part.write_text(dumps(payload), encoding="utf-8")
            part.replace(message)
        except OSError as error:
            raise ChannelError(f"Cannot add {message} to its folder") from error

    def _get(self, queue: str, timeout: float | None = None) -> Payload:
        """The next message that can be read. Raises queue.Empty."""
        while True:
            try:
                found: Payload = super()._get(queue)
            except JSONDecodeError:
                logger.warning("A message of the queue %s could not be read and is passed over; the sweep does its work.", queue)
            else:
                return found

    def get_table(self, exchange: str) -> list[tuple[str, str, str]]:
        with self._alone():
            table: list[tuple[str, str, str]] = super().get_table(exchange)
        return table

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str, queue: str) -> None:
        with self._alone():
            super()._queue_bind(exchange, routing_key, pattern, queue)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """No other process reads or writes the table meanwhile."""
        folder = Path(self.control_folder)
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "table.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


class Transport(filesystem.Transport):
    Channel = Channel

    @property
    def default_connection_params(self) -> dict[str, str]:
        """No host: a folder has none, and kombu would warn that it supposes one."""
        return {}

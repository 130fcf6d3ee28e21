"""Frames: hints for open browsers, written in the transaction of their cause and found by every ASGI process after the commit."""

import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache

import redis
from django.db import connection, transaction
from django.utils import timezone

from rse.core import conf
from rse.core.models import Frame
from rse.realtime.source import Push

logger = logging.getLogger(__name__)

POLL = 0.2
GLANCE = 0.02
WINDOW = timedelta(minutes=1)
KEEP = timedelta(hours=1)
PER_ROW = 5000
CHANNEL = "relais.frames"
WAKE_WAIT = 1.0
RECONNECT_AFTER = 5.0

Entry = tuple[int, int, int | None]


def announce(users: Iterable[int], *, kind: str, id: int, seq: int | None = None) -> None:  # noqa: A002 - the word of the frame, part of the contract
    """Tell the open browsers of `users` (user ids) that something of `kind` happened to object `id`. Call it inside the transaction
    of the change: a rollback forgets it. A frame carries no content; what may be seen is decided when the browser fetches."""
    announce_each(((user, id, seq) for user in users), kind=kind)


def announce_each(entries: Iterable[Entry], *, kind: str) -> None:
    """The same for (user id, object id, sequence) triples that differ from one person to the next."""
    rows = list(dict.fromkeys(entries))
    if not rows:
        return
    now = timezone.now()
    Frame.objects.bulk_create(Frame(kind=kind, entries=rows[start : start + PER_ROW], created_at=now) for start in range(0, len(rows), PER_ROW))
    if conf.redis_url():
        transaction.on_commit(_wake_processes, robust=True)


def purge() -> int:
    """The sweep: forget frames older than an hour."""
    return Frame.objects.filter(created_at__lt=timezone.now() - KEEP).delete()[0]


@dataclass
class Tail:
    """Finds the frames committed since last time, once each. One per process, used by one thread.

    Ids commit out of order, so nothing asks for `id > last`: every frame of the last minute is compared with a set of seen ids.
    """

    _seen: set[int] = field(default_factory=set)
    _subscription: redis.client.PubSub | None = None
    _next_connection: float = 0.0

    def wait(self, cursor: object) -> tuple[object, list[Push]]:
        """Sleep until the next poll (0.2 s) or, with Redis, until woken (1 s at most), then answer what is new. With a None cursor
        answer nothing at once: what is there already was seen by the pages that loaded."""
        if cursor is not None:
            self._sleep()
        recent = Frame.objects.since(timezone.now() - WINDOW)
        ids = set(recent.values_list("pk", flat=True))
        new = ids - self._seen
        self._seen = ids
        if cursor is None or not new:
            return True, []
        return True, [push for frame in Frame.objects.filter(pk__in=new).order_by("pk") for push in pushes(frame)]

    def _sleep(self) -> None:
        subscription = self._subscription or self._subscribe()
        if subscription is None:
            _until_next_poll()
            return
        try:
            subscription.get_message(ignore_subscribe_messages=True, timeout=WAKE_WAIT)
        except redis.RedisError as error:
            logger.warning("Redis no longer wakes this process (%s): polling every %s s meanwhile.", error, POLL)
            self._subscription = None
            self._next_connection = time.monotonic() + RECONNECT_AFTER
            time.sleep(POLL)

    def _subscribe(self) -> redis.client.PubSub | None:
        url = conf.redis_url()
        if not url or time.monotonic() < self._next_connection:
            return None
        try:
            subscription = _connection(url).pubsub()
            subscription.subscribe(CHANNEL)
        except redis.RedisError:
            self._next_connection = time.monotonic() + RECONNECT_AFTER
            return None
        self._subscription = subscription
        return subscription


def _until_next_poll() -> None:
    """0.2 s, or less where SQLite says for ten microseconds that somebody has committed."""
    if connection.vendor != "sqlite":
        time.sleep(POLL)
        return
    before, deadline = _commits(), time.monotonic() + POLL
    while time.monotonic() < deadline and _commits() == before:
        time.sleep(GLANCE)


def _commits() -> int:
    """A number that changes whenever another connection commits."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA data_version")
        return int(cursor.fetchone()[0])


def pushes(frame: Frame) -> list[Push]:
    """One push for all the people told the same thing."""
    same: dict[tuple[int, int | None], list[int]] = {}
    for user, object_id, seq in frame.entries:
        same.setdefault((object_id, seq), []).append(user)
    return [Push(users=tuple(users), kind=frame.kind, id=object_id, seq=seq) for (object_id, seq), users in same.items()]


def _wake_processes() -> None:
    try:
        _connection(conf.redis_url()).publish(CHANNEL, "1")
    except redis.RedisError as error:
        logger.warning("Redis could not wake the other processes (%s): they poll.", error)


@cache
def _connection(url: str) -> redis.Redis:
    # The socket timeout stays above the wait for a message: redis-py 8 otherwise drops idle subscriptions.
    return redis.Redis.from_url(url, socket_timeout=3, socket_connect_timeout=0.8)

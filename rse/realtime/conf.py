"""The two settings of real time, read here only."""

from collections.abc import Callable, Iterable
from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string

from rse.realtime.source import Source

Who = tuple[str, int]
SessionsAlive = Callable[[Iterable[Who]], set[Who]]


def source() -> Source:
    """A new instance of the class `REALTIME_SOURCE` names."""
    return cast(Source, import_string(settings.REALTIME_SOURCE)())


def sessions_alive() -> SessionsAlive:
    """The function `REALTIME_SESSION_ALIVE` names: of these (session key, user id) pairs, those whose sockets may stay open."""
    return cast(SessionsAlive, import_string(settings.REALTIME_SESSION_ALIVE))

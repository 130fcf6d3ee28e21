"""The two settings of real time, read here only."""

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string

from rse.realtime.source import Source

SessionAlive = Callable[[str, int], bool]


def source() -> Source:
    """A new instance of the class `REALTIME_SOURCE` names."""
    return cast(Source, import_string(settings.REALTIME_SOURCE)())


def session_alive() -> SessionAlive:
    """The function `REALTIME_SESSION_ALIVE` names: (session key, user id) → may this socket stay open?"""
    return cast(SessionAlive, import_string(settings.REALTIME_SESSION_ALIVE))

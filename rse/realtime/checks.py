"""Wrong real-time settings are told at start, with what to write instead."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.utils.module_loading import import_string

EXPECTED = {
    "REALTIME_SOURCE": ("realtime.E001", "a class with wait(cursor) and since(user_id, seq), for instance rse.notifications.realtime.Source"),
    "REALTIME_SESSION_ALIVE": (
        "realtime.E002",
        "a function of (session key, user id) pairs answering those alive, for instance rse.people.sessions.sessions_alive",
    ),
}


def check_paths(app_configs: Sequence[AppConfig] | None, **options: object) -> list[CheckMessage]:
    """Both dotted paths import, and what they name can be called."""
    found: list[CheckMessage] = []
    for name, (code, hint) in EXPECTED.items():
        path = getattr(settings, name, "")
        try:
            usable = callable(import_string(path))
        except ImportError:
            usable = False
        if not usable:
            found.append(Error(f"{name} = {path!r} does not name anything that can be called.", hint=f"Name {hint}.", id=code))
    return found

"""Work picked up every few seconds, whatever happened to the messages that should have woken it."""

import logging
from collections.abc import Callable

from django.db import close_old_connections

logger = logging.getLogger(__name__)
Sweep = Callable[[], object]

_sweeps: list[Sweep] = []


def register(sweep: Sweep) -> Sweep:
    """Have `sweep()` called by the core sweep (every 5 s). It must be short, run twice without harm, and read its work from rows.

    Called from `AppConfig.ready()`; registering the same function again changes nothing.
    """
    if sweep not in _sweeps:
        _sweeps.append(sweep)
    return sweep


def run_all() -> int:
    """Call every registered sweep; one that fails is logged and does not stop the others. Answers how many failed."""
    failed = 0
    for sweep in _sweeps:
        try:
            sweep()
        except Exception:
            failed += 1
            logger.exception("The sweep %s.%s failed; it runs again in a few seconds.", sweep.__module__, sweep.__qualname__)
            close_old_connections()
    return failed

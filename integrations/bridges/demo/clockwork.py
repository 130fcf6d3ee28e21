"""Playing the past: actions read `timezone.now()`, so the demonstration moves it; receivers stay silent so that nobody is told of old news."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from unittest.mock import patch

from django.dispatch import Signal

from referents import signals


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Everything inside happens at `moment`."""
    with patch("django.utils.timezone.now", return_value=moment):
        yield


@contextmanager
def quietly() -> Iterator[None]:
    """No receiver of the plugin's signals runs inside."""
    all_signals = [value for value in vars(signals).values() if isinstance(value, Signal)]
    kept = [(signal, signal.receivers) for signal in all_signals]
    for signal in all_signals:
        signal.receivers = []
        signal.sender_receivers_cache.clear()
    try:
        yield
    finally:
        for signal, receivers in kept:
            signal.receivers = receivers
            signal.sender_receivers_cache.clear()

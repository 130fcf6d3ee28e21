"""Playing the past: actions read `timezone.now()`, so the demonstration moves it; receivers stay silent so that nobody is told of old news."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from unittest.mock import patch

from django.dispatch import Signal

from referents import signals
from rse.communities import restrictions
from rse.communities import signals as communities
from rse.conversations import signals as conversations
from rse.events import signals as events
from rse.feed import signals as feed
from rse.ideas import signals as ideas
from rse.moderation import signals as moderation


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Everything inside happens at `moment`."""
    with patch("django.utils.timezone.now", return_value=moment):
        yield


@contextmanager
def freely() -> Iterator[None]:
    """What was said before the charter of use asks for no acknowledgement; no measure holds either."""
    with patch.object(restrictions, "_rules", {}):
        yield


@contextmanager
def quietly() -> Iterator[None]:
    """No receiver of the plugin's signals, nor of those of the network's rooms, runs inside."""
    rooms = (signals, communities, conversations, feed, events, ideas, moderation)
    all_signals = [value for module in rooms for value in vars(module).values() if isinstance(value, Signal)]
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

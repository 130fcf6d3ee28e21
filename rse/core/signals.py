"""Signals of the ground floor, sent inside the transaction."""

from django.dispatch import Signal

# A new outbox event is due now. Argument: event (OutboxEvent).
event_emitted = Signal()

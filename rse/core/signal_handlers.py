"""Receivers of the ground floor."""

from rse.core.models import OutboxEvent
from rse.core.signals import event_emitted
from rse.core.tasks import deliver_event, wake


def wake_delivery(sender: type[OutboxEvent], event: OutboxEvent, **kwargs: object) -> None:
    """Start the delivery after the commit instead of waiting for the sweep."""
    wake(deliver_event, event.pk)


def connect() -> None:
    """Called from `AppConfig.ready()`."""
    event_emitted.connect(wake_delivery, dispatch_uid="core.wake_delivery")

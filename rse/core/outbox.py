"""The outbox: what must follow a write is a row of the same transaction, delivered later, as often as it takes.

Consumers only write rows, in the transaction that marks the event done: delivered twice, done once. What talks to the outside
world (mail, networks) does it in tasks, from rows of its own.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from rse.core.models import OutboxEvent
from rse.core.signals import event_emitted

logger = logging.getLogger(__name__)
JSON = dict[str, object]
Consumer = Callable[[OutboxEvent], object]

BATCH = 200
KEEP_DONE = timedelta(days=7)
LONGEST_DELAY = timedelta(hours=1)

_consumers: dict[str, list[Consumer]] = {}


def register(kind: str, consumer: Consumer) -> Consumer:
    """Have `consumer(event)` called for every event of `kind`; called from `AppConfig.ready()`, harmless twice."""
    consumers = _consumers.setdefault(kind, [])
    if consumer not in consumers:
        consumers.append(consumer)
    return consumer


@transaction.atomic
def emit(kind: str, *, payload: JSON, key: str, due_at: datetime | None = None) -> OutboxEvent:
    """Write one event, or find the one already written under `key`. Rows only: nothing runs before the commit.

    `payload` is JSON: ids and codes, no personal text. With `due_at` it waits until then.
    """
    now = timezone.now()
    event, created = OutboxEvent.objects.get_or_create(key=key, defaults={"kind": kind, "payload": payload, "created_at": now, "due_at": due_at or now})
    if created and event.due_at <= now:
        event_emitted.send(sender=OutboxEvent, event=event)
    return event


def deliver(event_id: int) -> bool:
    """Run the consumers of one event and mark it done, in one transaction. A consumer that fails undoes them all; the event is
    tried again after a growing delay. True when this call did the work; safe from several processes at once."""
    try:
        with transaction.atomic():
            event = OutboxEvent.objects.select_for_update(skip_locked=True).waiting(timezone.now()).filter(pk=event_id).first()
            if event is None:
                return False
            for consumer in _consumers.get(event.kind, ()):
                consumer(event)
            event.done_at = timezone.now()
            event.attempts += 1
            event.last_error = ""
            event.save(update_fields=["done_at", "attempts", "last_error"])
            return True
    except Exception as error:
        logger.exception("Outbox event %s could not be delivered.", event_id)
        _postpone(event_id, error)
        return False


def deliver_due() -> int:
    """The sweep: deliver what is due and was never woken or failed. Answers how many events were done."""
    waiting = list(OutboxEvent.objects.waiting(timezone.now()).values_list("pk", flat=True)[:BATCH])
    return sum(deliver(pk) for pk in waiting)


def purge() -> int:
    """The sweep: forget events done more than a week ago, a batch at a time."""
    old = OutboxEvent.objects.filter(done_at__lt=timezone.now() - KEEP_DONE).order_by("done_at").values_list("pk", flat=True)[:BATCH]
    pks = list(old)
    return OutboxEvent.objects.filter(pk__in=pks).delete()[0] if pks else 0


@transaction.atomic
def _postpone(event_id: int, error: Exception) -> None:
    event = OutboxEvent.objects.select_for_update().filter(pk=event_id, done_at=None).first()
    if event is None:
        return
    event.attempts += 1
    event.last_error = f"{type(error).__name__}: {error}"[:500]
    event.due_at = timezone.now() + min(timedelta(seconds=5 * 2 ** min(event.attempts, 12)), LONGEST_DELAY)
    event.save(update_fields=["attempts", "last_error", "due_at"])

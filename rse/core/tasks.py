"""Waking background work. The database holds what is to be done; a message only makes it start sooner."""

import logging
from functools import partial
from typing import Any, Protocol

from celery import shared_task
from django.db import transaction

from rse.core import outbox, sweeps

logger = logging.getLogger(__name__)


class Task(Protocol):
    """What `wake` needs of a Celery task."""

    name: str

    def apply_async(self, args: tuple[object, ...], *, retry: bool) -> Any: ...  # Any: Celery's result, never read


def wake(task: Task, *ids: int | str) -> None:
    """Start `task(*ids)` once the transaction commits; at once outside one. Never raises: with no broker within a second the failure
    is logged, and the sweep that reads the same rows does the work."""
    transaction.on_commit(partial(_send, task, ids), robust=True)


def _send(task: Task, ids: tuple[int | str, ...]) -> None:
    try:
        task.apply_async(args=ids, retry=False)
    except Exception as error:  # noqa: BLE001 - a dead broker has many faces, and none may reach the person who wrote
        logger.warning("Nobody could be woken for %s%s: %s. The sweep will do it.", task.name, ids, error)


@shared_task(name="rse.core.tasks.deliver_event")
def deliver_event(event_id: int) -> None:
    """Hand one outbox event to its consumers; nothing when it is done already."""
    outbox.deliver(event_id)


@shared_task(name="rse.core.tasks.sweep")
def sweep() -> None:
    """The core sweep, queued by beat every 5 s."""
    sweeps.run_all()

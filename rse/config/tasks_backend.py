"""Background work of Wagtail (django-tasks) done by the Celery workers, after the commit.

Wagtail queues small repairs (reference index, files of deleted rows) from its own signal receivers. They start once the
transaction is committed; when no broker answers, the process that committed does the work itself: slower, never lost.
"""

import logging
from typing import ParamSpec, TypeVar

from celery import shared_task
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils.module_loading import import_string
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus
from django_tasks.utils import get_random_id, normalize_json
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)
P = ParamSpec("P")
T = TypeVar("T")
JSONList = list[object]
JSONDict = dict[str, object]


class CeleryBackend(BaseTaskBackend):
    """The django-tasks backend of `TASKS["default"]`. Results are not kept: the work shows in the rows it writes."""

    supports_priority = True

    def enqueue(self, task: Task[P, T], args: P.args, kwargs: P.kwargs) -> TaskResult[T]:  # type: ignore[valid-type]  # as in django-tasks
        """Queue `task` for after the commit, and answer READY. Arguments must be JSON; a rollback forgets the work."""
        self.validate_task(task)
        result: TaskResult[T] = TaskResult(
            task=task,
            id=get_random_id(),
            status=TaskResultStatus.READY,
            enqueued_at=None,
            started_at=None,
            last_attempted_at=None,
            finished_at=None,
            args=normalize_json(list(args)),
            kwargs=normalize_json(kwargs),
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )
        transaction.on_commit(lambda: send(task.module_path, result.args, result.kwargs), robust=True)
        return result


def send(path: str, args: JSONList, kwargs: JSONDict) -> None:
    """Hand the work to a worker, or do it here when no broker answers within a second."""
    try:
        run_background.apply_async(args=[path, args, kwargs], retry=False)
    except (OperationalError, OSError) as error:
        logger.warning("No broker (%s): %s runs in this process.", error, path)
        run_background(path, args, kwargs)


@shared_task(name="rse.config.tasks_backend.run_background")
def run_background(path: str, args: JSONList, kwargs: JSONDict) -> None:
    """Run the django-tasks function at `path`; safe twice as far as the function is (Wagtail's are). What it was about may be gone by now."""
    task: Task[..., object] = import_string(path)
    try:
        task.call(*args, **kwargs)
    except ObjectDoesNotExist as gone:
        logger.info("%s: nothing left to do, %s", path, gone)

"""Work of the intranet done by the workers, queued by beat. Run twice without harm."""

from celery import shared_task
from django.utils import timezone

from cms import due
from cms.actions import close_closed_threads
from cms.actions.checking import check_pages


@shared_task(name="cms.tasks.minute")
def minute() -> None:
    """Go-live and expiry on time, reviews past their day, pages to read again, threads of news closed since."""
    due.publish_scheduled(timezone.now())
    due.remind_reviewers(timezone.now())
    due.ask_still_true(timezone.now())
    close_closed_threads(actor=None)


@shared_task(name="cms.tasks.slow_check")
def slow_check() -> None:
    """The nightly look at every page: reads all of them, hence the slow queue."""
    check_pages(actor=None)

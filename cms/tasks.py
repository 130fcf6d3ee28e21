"""Work of the intranet done by the workers, queued by beat. Run twice without harm."""

from celery import shared_task
from django.utils import timezone

from cms import due
from cms.actions import close_closed_threads
from cms.actions.checking import check_pages
from cms.actions.letter_telling import tell_next


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


@shared_task(name="cms.tasks.slow_send_letter")
def slow_send_letter(sending_pk: int) -> None:
    """Tell everybody that an issue is out, a batch at a time, each in its own transaction."""
    while tell_next(sending_pk, actor=None):
        continue

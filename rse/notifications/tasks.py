"""Work of notifications done outside requests."""

from celery import shared_task

from rse.core.tasks import wake
from rse.notifications import mail


@shared_task(name="rse.notifications.tasks.slow_send_due")
def slow_send_due() -> None:
    """Send the e-mails that are due; talks to a mail server, hence the slow queue."""
    mail.send_due()


def sweep() -> None:
    """Every few seconds: take back what a killed worker had claimed, and wake the sender when something is due."""
    mail.release_stuck()
    if mail.due_exists():
        wake(slow_send_due)

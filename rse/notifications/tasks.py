"""Work of notifications done outside requests."""

from celery import shared_task
from django.utils import timezone

from rse.core.tasks import wake
from rse.notifications import conf, deliveries, digests, mail, push
from rse.notifications.models import Channel, Delivery, Digest


@shared_task(name="rse.notifications.tasks.slow_send_due")
def slow_send_due() -> None:
    """Send the e-mails that are due; talks to a mail server, hence the slow queue."""
    mail.send_due()


@shared_task(name="rse.notifications.tasks.slow_push_due")
def slow_push_due() -> None:
    """Send the pushes that are due; talks to the push services of browsers."""
    push.send_due()


@shared_task(name="rse.notifications.tasks.slow_digests_due")
def slow_digests_due() -> None:
    """Write and send the digests that are due."""
    digests.send_due()


def sweep() -> None:
    """Every few seconds: take back what a killed worker had claimed, and wake the sender when something is due."""
    now = timezone.now()
    deliveries.release_stuck(Delivery)
    deliveries.release_stuck(Digest)
    due = set(Delivery.objects.waiting(now).order_by().values_list("channel", flat=True).distinct())
    if Channel.EMAIL in due:
        wake(slow_send_due)
    if Channel.PUSH in due and conf.push_enabled():
        wake(slow_push_due)
    if digests.plan(at=now) or Digest.objects.waiting(now).exists():
        wake(slow_digests_due)

"""The plugin's due work, done by the workers of Relais. Ids only; run twice without harm."""

from celery import shared_task
from django.utils import timezone

from referents import sweeps
from referents.actions import link_mails, sending


@shared_task(name="integrations.bridges.tasks.referents_sweep")
def referents_sweep() -> None:
    """Queued by beat every minute."""
    sweeps.run(timezone.now())


@shared_task(name="integrations.bridges.tasks.slow_send_publication")
def send_publication(publication_id: int) -> None:
    """Send one e-mail publication; nothing when another worker has it or it has left. Talks to a mail server, hence the slow queue."""
    sending.send_email(publication_id)


@shared_task(name="integrations.bridges.tasks.slow_send_link")
def send_link(link_id: int) -> None:
    """Send the mail of one link to answer; nothing before its hour, when another worker has it, or when it no longer opens."""
    link_mails.send_link(link_id)

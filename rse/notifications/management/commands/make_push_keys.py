"""`manage.py make_push_keys`: the VAPID key pair of this site, made once."""

from django.core.management.base import BaseCommand

from rse.notifications import vapid


class Command(BaseCommand):
    help = "Make the VAPID key pair for web push when there is none, and print the public key. Run twice, it changes nothing."

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(vapid.public_key())

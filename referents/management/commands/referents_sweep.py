"""What falls due: reminders, missed acceptances, scheduled publications, e-mails, closings, erasures."""

import logging
import signal
from threading import Event
from types import FrameType

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections
from django.utils import timezone

from referents import sweeps

logger = logging.getLogger(__name__)
EVERY_SECONDS = 60


class Command(BaseCommand):
    help = "Do once what has fallen due, or every minute with --loop (SIGTERM ends it after the round under way)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--loop", action="store_true", help="Go on every minute until told to stop.")

    def handle(self, *args: object, loop: bool = False, verbosity: int = 1, **options: object) -> None:
        if not loop:
            self._round(verbosity)
            return
        stopped = Event()

        def stop(number: int, frame: FrameType | None) -> None:
            stopped.set()

        before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            while not stopped.is_set():
                close_old_connections()
                self._round(verbosity)
                close_old_connections()
                stopped.wait(EVERY_SECONDS)
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _round(self, verbosity: int) -> None:
        done = sweeps.run(timezone.now())
        if verbosity and any(done.values()):
            self.stdout.write(" ".join(f"{name}={count}" for name, count in done.items() if count))

"""`manage.py simulate_disconnect --year 2027 --calendar 57`: nothing leaves in a closed slot, nothing is lost, order is kept."""

import json
import sys
import time
from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from rse.notifications import disconnection


class Command(BaseCommand):
    help = "Play every hour of a year for invented people of several working weeks; exit 1 when one message leaves in a closed slot, is lost or overtakes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--year", type=int, default=2027, help="Civil year to play.")
        parser.add_argument("--calendar", default="57", help="Département whose public holidays count (57: Moselle; 974: La Réunion).")
        parser.add_argument("--json", action="store_true", help="One JSON object instead of sentences.")

    def handle(self, *args: object, year: int, calendar: str, **options: object) -> None:
        begun = time.monotonic()
        outcome = disconnection.play(year, calendar)
        seconds = time.monotonic() - begun
        if options["json"]:
            self.stdout.write(json.dumps(outcome.as_json() | {"seconds": round(seconds, 1)}))
        else:
            self.stdout.write(
                f"{outcome.hours} hours of {outcome.year}, holidays of {outcome.calendar}, {outcome.people} people, {outcome.told} messages ({seconds:.1f} s)\n"
                f"sent: {outcome.sent}\n"
                f"sent in a closed slot: {outcome.closed}\nlost: {outcome.lost}\nlate at an opening: {outcome.late}\n"
                f"order: {'kept' if not outcome.disordered else f'broken for {outcome.disordered}'}"
            )
        if not outcome.holds:
            sys.exit(1)

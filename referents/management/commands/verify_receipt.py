"""`manage.py verify_receipt FILE`: does the evidence of a signature hold? Says what does not, and ends with an error then."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from referents import evidence

SENTENCES = {
    "format": gettext_lazy("This is not a receipt of this program, or one of another format."),
    "digest": gettext_lazy("The digest does not agree: the file was changed."),
    "text": gettext_lazy("The text is not the one whose SHA-256 was signed."),
    "unknown": gettext_lazy("No such receipt in this database."),
}


class Command(BaseCommand):
    help = "Check the evidence of a signature (the JSON file of its receipt), alone and against the database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the JSON file of a receipt")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            content = json.loads(options["file"].read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
            raise CommandError(_("This file cannot be read as a receipt: %(error)s") % {"error": error}) from error
        if not isinstance(content, dict):
            raise CommandError(_("This file cannot be read as a receipt: %(error)s") % {"error": type(content).__name__})
        faults = evidence.faults(content)
        if faults:
            raise CommandError("\n".join(str(SENTENCES.get(fault) or _("The database says otherwise: %(fact)s") % {"fact": fault}) for fault in faults))
        self.stdout.write(_("Receipt %(receipt)s holds: the file is whole, the text is the one signed, and the database says the same.") % content)

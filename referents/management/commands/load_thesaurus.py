"""`manage.py load_thesaurus`: put the shipped topics, outside bodies and sensitive words in the database. May be run again at will."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from referents import thesaurus


class Command(BaseCommand):
    help = "Loads the shipped thesaurus of French municipal topics; local topics are never touched."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--create-departments", action="store_true", help="create the departments that are missing, where a code and a name are enough to make one"
        )

    def handle(self, *args: Any, **options: Any) -> None:  # Any: Django's signature
        done = thesaurus.load(create_departments=options["create_departments"])
        self.stdout.write(
            _("Topics: %(created)d new, %(updated)d updated, %(retired)d out of use, %(linked)d linked to a department. ") % vars(done)
            + _("Departments: %(departments)d new. Outside bodies: %(bodies)d new. Sensitive expressions: %(words)d new.") % vars(done)
        )

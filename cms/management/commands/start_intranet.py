"""`manage.py start_intranet [--name …] [--without-samples]`: the intranet of a new authority. Asks nothing; run again, adds what is missing."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation
from django.utils.translation import ngettext

from cms.actions import build_site
from cms.conf import language


class Command(BaseCommand):
    help = "Creates the standard tree of the intranet, its menus, its roles and sample pages; what exists is kept as it is."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--name", default="", help="title of the home page, when there is none yet")
        parser.add_argument("--without-samples", action="store_true", help="no sample news nor guide")

    def handle(self, *args: Any, name: str, without_samples: bool, **options: Any) -> None:  # Any: Django's signature
        with translation.override(language()):
            built = build_site(name=name, samples=not without_samples, actor=None)
            for title in built.made:
                self.stdout.write(f"+ {title}")
            made = len(built.made)
            self.stdout.write(ngettext("%(number)d thing made.", "%(number)d things made.", made) % {"number": made})

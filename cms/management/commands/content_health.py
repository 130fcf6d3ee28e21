"""`manage.py content_health [--json]`: pages without owner, past their day, with broken links, with images without words."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from cms.health import Health, Ill, health
from referents.conf import mail_language

NARROW = 44


class Command(BaseCommand):
    help = "How the pages of the intranet are: a table, or JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print JSON instead of a table")

    def handle(self, *args: Any, **options: Any) -> None:  # Any: those of Django's commands
        found = health(timezone.localdate())
        if options["json"]:
            self.stdout.write(json.dumps(found.as_json(), ensure_ascii=False, indent=2))
            return
        with override(mail_language()):
            self._table(found)

    def _table(self, found: Health) -> None:
        groups: list[tuple[str, list[Ill]]] = [
            (_("Without owner"), found.without_owner),
            (_("Past their day"), found.past_review),
            (_("Broken links"), found.broken_links),
            (_("Images without words"), found.missing_alternatives),
        ]
        self.stdout.write(_("%(number)s live pages") % {"number": found.pages})
        for title, ills in groups:
            self.stdout.write(f"\n{title}: {len(ills)}")
            for ill in ills:
                self.stdout.write(f"  {ill.pk:>6}  {ill.title[:NARROW]:<{NARROW}}  {ill.department[:30]:<30}  {ill.detail}")

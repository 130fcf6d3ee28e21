"""`manage.py import_people FILE [--dry-run] [--kind agents|departments|positions]`: a CSV or XLSX file of HR, compared with the register, then applied.

Exit status: 0 when the file is clean (applied, or only checked), 1 when a line is wrong: nothing is then written.
"""

import sys
from pathlib import Path
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rse.people import actions
from rse.people.imports.checking import check, guess_kind
from rse.people.imports.exceptions import FileRefused
from rse.people.imports.plans import Plan
from rse.people.imports.tables import MAX_BYTES
from rse.people.models import ImportRun, Organisation

SHOWN = 20


class Command(BaseCommand):
    help = "Import people, departments or positions from a CSV or XLSX file; nothing is written until every line is right."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="CSV or XLSX, as the templates of the HR screen")
        parser.add_argument("--dry-run", action="store_true", help="check and compare only")
        parser.add_argument("--kind", choices=ImportRun.Kind.values, help="what the lines are; guessed from the headings")
        parser.add_argument("--organisation", default="", help="name of the organisation, when there are several")
        parser.add_argument("--leave-absent", action="store_true", help="note as having left today those the file does not name (people only)")

    def handle(self, *args: Any, **options: Any) -> None:
        started = monotonic()
        content = self._content(options["file"])
        organisation = self._organisation(options["organisation"])
        try:
            kind = options["kind"] or guess_kind(content)
            if kind is None:
                raise CommandError(_("The headings do not say what the lines are: add --kind agents, departments or positions."))
            plan = check(content, kind=kind, organisation=organisation)
        except FileRefused as refusal:
            raise CommandError(refusal.messages[0]) from refusal
        self._tell(plan, every=options["dry_run"])
        if not plan.clean:
            self._say(started, _("Nothing has been written."))
            sys.exit(1)
        leaving = options["leave_absent"] and plan.kind == ImportRun.Kind.AGENTS and plan.absent
        if options["dry_run"]:
            self._say(started, _("Dry run: nothing has been written."))
        elif plan.idle and not leaving:
            self._say(started, _("The register already says all this: nothing has been written."))
        else:
            actions.apply_plan(plan, content=content, file_name=options["file"].name, actor=None, absent_leave=options["leave_absent"])
            self._say(started, _("The file is applied."))

    def _content(self, path: Path) -> bytes:
        try:
            with path.open("rb") as file:
                return file.read(MAX_BYTES + 1)
        except OSError as error:
            raise CommandError(_("The file %(path)s cannot be opened.") % {"path": path}) from error

    def _organisation(self, name: str) -> Organisation:
        found = list(Organisation.objects.filter(name=name) if name else Organisation.objects.all()[:2])
        if len(found) != 1:
            raise CommandError(_("Which organisation? Give its exact name with --organisation."))
        return found[0]

    def _tell(self, plan: Plan, *, every: bool) -> None:
        for each in plan.faults:
            words = {"line": each.line, "column": each.column, "sentence": each.sentence}
            self.stdout.write(_("line %(line)s, column %(column)s: %(sentence)s") % words)
        if plan.faults:
            self._count_faults(plan)
            return
        for entry in plan.changed if every else plan.changed[:SHOWN]:
            for heading, old, new in entry.words:
                words = {"number": entry.key, "name": entry.label, "heading": heading, "old": old or "∅", "new": new or "∅"}
                self.stdout.write(_("%(number)s %(name)s, %(heading)s: %(old)s → %(new)s") % words)
        for entry in plan.absent if every else []:
            self.stdout.write(_("%(number)s %(name)s: absent from the file") % {"number": entry.key, "name": entry.label})
        counts = {"created": len(plan.created), "changed": len(plan.changed), "unchanged": plan.unchanged, "absent": len(plan.absent)}
        told = _("%(how)s, %(lines)s lines: %(created)s created, %(changed)s changed, %(unchanged)s unchanged, %(absent)s absent from the file.")
        self.stdout.write(told % {"how": plan.how, "lines": plan.lines, **counts})

    def _count_faults(self, plan: Plan) -> None:
        count, wrong = len(plan.faults), len({each.line for each in plan.faults})
        faults = ngettext("%(count)s fault", "%(count)s faults", count) % {"count": count}
        lines = ngettext("on %(count)s line", "on %(count)s lines", wrong) % {"count": wrong}
        self.stdout.write(_("%(how)s, %(lines)s lines: %(faults)s %(where)s.") % {"how": plan.how, "lines": plan.lines, "faults": faults, "where": lines})

    def _say(self, started: float, words: str) -> None:
        self.stdout.write(f"{words} ({monotonic() - started:.1f} s)")

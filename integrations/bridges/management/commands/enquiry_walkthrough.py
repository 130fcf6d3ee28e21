"""`manage.py enquiry_walkthrough --message "…" [--json] [--reviewer]`: the main job on any text, in the demonstration town.

Exit status: 0 only when the wording was published, 2 for an empty text, 1 otherwise (in review, handed over, nobody to ask).
"""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from integrations.bridges import conf
from integrations.bridges.demo import town
from integrations.bridges.demo.walkthrough import Story, walk
from referents.exceptions import TextRefused


class Command(BaseCommand):
    help = "Play the main job on a citizen's message, from its arrival to its publication."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--message", required=True, help="what the citizen writes")
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument("--reviewer", action="store_true", help="let the reviewer approve a sensitive subject")

    def handle(self, *args: Any, **options: Any) -> None:
        found = town.find() if conf.is_demo() else None
        if found is None:
            raise CommandError("There is no demonstration town here: run `DEMO=1 manage.py seed_demo` first (make demo does it).")
        try:
            story = walk(found, options["message"], reviewer=options["reviewer"])
        except TextRefused as refusal:
            self.stderr.write(" ".join(refusal.messages))
            sys.exit(2)
        if options["json"]:
            self.stdout.write(json.dumps(story.as_json(), ensure_ascii=False, indent=2))
        else:
            self._print(story)
        sys.exit(0 if story.published else 1)

    def _print(self, story: Story) -> None:
        for step in story.steps:
            self.stdout.write(f"{step.at:%H:%M:%S}  {step.state:<28} {step.actor}")
            for key, value in step.said.items():
                self.stdout.write(f"            {key}: {', '.join(value) if isinstance(value, list) else value}")

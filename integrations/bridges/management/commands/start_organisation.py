"""`manage.py start_organisation [--file start.toml] [--save] [--dry-run]`: everything a new authority needs before its first question.

Asks what neither the file nor the database answers, makes what is missing, changes nothing that exists. Exit status: 2 when nobody is
there to answer (the missing keys are named) or when the file answers wrongly, 130 when interrupted.
"""

import sys
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from integrations.bridges.moving_in import building, conversation, papers
from integrations.bridges.moving_in.building import Built
from integrations.bridges.moving_in.conversation import NotAnswered, WrongAnswers
from integrations.bridges.moving_in.questions import Answers

EXIT_UNANSWERED = 2
EXIT_INTERRUPTED = 130
DEFAULT_FILE = Path("start.toml")


class Command(BaseCommand):
    help = "Creates the authority, its departments, subjects, charters, first people, accounts and calendar; run again, asks only what is missing."
    stealth_options = ("stdin",)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--file", type=Path, help="answers already written (TOML); what is not in it is asked")
        parser.add_argument("--save", action="store_true", help=f"write the answers into the file ({DEFAULT_FILE} when none is given)")
        parser.add_argument("--dry-run", action="store_true", help="say what would be made, and make nothing")

    def handle(self, *args: Any, file: Path | None, save: bool, dry_run: bool, **options: Any) -> None:  # Any: Django's signature
        self.stdin = options.get("stdin") or sys.stdin
        answers = self._read(file, save=save)
        try:
            conversation.read_all(answers)
            answers = self._complete(answers)
            values = conversation.read_all(answers)
            built = building.build(values, dry_run=dry_run)
        except WrongAnswers as refusal:
            raise CommandError("\n".join(f"{key} : {sentence}" for key, sentence in refusal.wrong.items()), returncode=EXIT_UNANSWERED) from refusal
        except NotAnswered as refusal:
            said = _("Nobody is there to answer. Write these keys in the file: %(keys)s.") % {"keys": ", ".join(refusal.keys)}
            raise CommandError(said, returncode=EXIT_UNANSWERED) from refusal
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages), returncode=EXIT_UNANSWERED) from refusal
        except (KeyboardInterrupt, EOFError) as end:
            kept = _("Your answers are in %(file)s.") % {"file": file or DEFAULT_FILE} if save else ""
            raise CommandError(f"{_('Interrupted: nothing was made.')} {kept}".strip(), returncode=EXIT_INTERRUPTED) from end
        finally:
            if save:
                papers.write(file or DEFAULT_FILE, answers)
        self._tell(built, dry_run=dry_run)

    def _read(self, file: Path | None, *, save: bool) -> Answers:
        """The answers of the file; with `--save`, a file that is not there yet will be written."""
        path = file or (DEFAULT_FILE if save else None)
        if path is None or (save and not path.exists()):
            return {}
        try:
            return papers.read(path)
        except (OSError, papers.UnreadableFile) as error:
            said = error.messages[0] if isinstance(error, papers.UnreadableFile) else str(error)
            raise CommandError(said, returncode=EXIT_UNANSWERED) from error

    def _complete(self, answers: Answers) -> Answers:
        if not conversation.pending(answers):
            return answers
        if not self.stdin.isatty():
            return conversation.without_anybody(answers)
        self.stdout.write(_("An empty answer takes what stands in brackets. Nothing is made before the last question."))
        conversation.with_somebody(answers, ask=self._ask, say=self.stdout.write)
        return answers

    def _ask(self, prompt: str) -> str:
        self.stdout.write(prompt, ending="")
        self.stdout.flush()
        line = self.stdin.readline()
        if not line:
            raise EOFError
        return str(line.rstrip("\n"))

    def _tell(self, built: Built, *, dry_run: bool) -> None:
        if not built.made:
            self.stdout.write(_("Nothing to make: everything is there (0 change)."))
            return
        self.stdout.write(_("This would be made:") if dry_run else _("Made:"))
        for sentence in built.made:
            self.stdout.write(f"  – {sentence}")
        if built.codes:
            self.stdout.write(_("Sign-in codes, shown this once: hand each one over in person. Valid 90 days."))
            for agent, code in built.codes:
                self.stdout.write(f"  {agent.user.get_username()}  {agent.full_name}  {code}")
        if not dry_run:
            self.stdout.write(_("Next: sign the charters, find referents, `make run`."))

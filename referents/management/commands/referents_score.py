"""`manage.py referents_score FILE.jsonl`: how well the desk's own ranking finds the department of labelled messages, on the shipped thesaurus alone.

Each line: {"text", "department", "also": [], "verbatim": bool}; other keys are ignored. Prints the figures of
`referents.matching.measuring` as JSON. A missing file or a malformed line (its number goes to the error output) ends with status 2.
The project's database is neither read nor written: a database in memory takes its place while the command runs.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandParser
from django.db import DEFAULT_DB_ALIAS, connections, models, router
from django.utils import timezone

from referents import matching, thesaurus
from referents.conf import department_model
from referents.matching.measuring import Labelled, measure
from referents.models import Answer, Area, Assignment, Enquiry, OutsideBody, Referent, SensitiveWord, Topic

SCRATCH = "referents_score"
EXIT_UNREADABLE = 2


class MalformedLine(Exception):
    """A line is not a labelled message."""

    def __init__(self, number: int, why: str) -> None:
        super().__init__(f"line {number}: {why}")


class _Everything:
    """A database router that sends every model to the scratch database."""

    def db_for_read(self, model: type[models.Model], **hints: object) -> str:
        return SCRATCH

    db_for_write = db_for_read


class Command(BaseCommand):
    help = "Measures how well enquiries find their department, on labelled messages and the shipped thesaurus alone."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="labelled messages, one JSON object a line")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:  # Any: Django's signature
        try:
            messages = list(_read(file))
        except (OSError, UnicodeDecodeError, MalformedLine) as error:
            self.stderr.write(f"{file}: {error}")
            sys.exit(EXIT_UNREADABLE)
        with _scratch_database():
            thesaurus.load()
            figures = measure(messages, _rank)
        self.stdout.write(json.dumps(figures, ensure_ascii=False, indent=2))


def _rank(text: str) -> list[str]:
    """Codes in the order in which the desk would show them."""
    found = matching.candidates(text, at=timezone.now())
    return list(dict.fromkeys(candidate.department_code for candidate in found))


def _read(file: Path) -> Iterator[Labelled]:
    with file.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield _labelled(number, line)


def _labelled(number: int, line: str) -> Labelled:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise MalformedLine(number, str(error)) from error
    if not isinstance(row, dict):
        raise MalformedLine(number, "not an object")
    text, department, also, verbatim = row.get("text"), row.get("department"), row.get("also", []), row.get("verbatim", False)
    if not (isinstance(text, str) and isinstance(department, str) and department):
        raise MalformedLine(number, "“text” and “department” must be strings")
    if not (isinstance(also, list) and all(isinstance(code, str) for code in also) and isinstance(verbatim, bool)):
        raise MalformedLine(number, "“also” must be a list of codes and “verbatim” true or false")
    return Labelled(text, department, tuple(also), verbatim)


@contextmanager
def _scratch_database() -> Iterator[None]:
    """A SQLite database in memory that takes the place of every other one, with the tables the ranking reads and nothing else."""
    connections.settings[SCRATCH] = {**connections.settings[DEFAULT_DB_ALIAS], "ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:", "OPTIONS": {}}
    everything = _Everything()
    router.routers.insert(0, everything)
    try:
        with connections[SCRATCH].constraint_checks_disabled(), connections[SCRATCH].schema_editor() as editor:
            for model in _tables():
                editor.create_model(model)
        yield
    finally:
        router.routers.remove(everything)
        connections[SCRATCH].close()
        del connections[SCRATCH], connections.settings[SCRATCH]


def _tables() -> list[type[models.Model]]:
    """The models the ranking reads, parents of a swapped department or user included."""
    own: list[type[models.Model]] = [OutsideBody, Topic, SensitiveWord, Area, Answer, Referent, Enquiry, Assignment]
    read = [get_user_model(), apps.get_model(department_model()), *own]
    with_parents = [model for one in read for model in (*one._meta.get_parent_list(), one)]
    return list(dict.fromkeys(with_parents))

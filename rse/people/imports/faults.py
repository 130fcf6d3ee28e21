"""What is wrong in a file: a line, a column, a sentence. The words are for whoever will correct the spreadsheet."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SHOWN = 40

SENTENCES: dict[str, str | Promise] = {
    "missing_column": _("The column “%(name)s” is missing."),
    "unknown_column": _("No column is called “%(value)s”: compare with the template, or remove it."),
    "column_twice": _("This column is already there under the name “%(name)s”."),
    "nameless_column": _("Cells are filled under no heading: give the column a name or empty it."),
    "too_many_cells": _("This line has more cells than there are columns: a separator too many, or a text to put between quotation marks."),
    "required": _("This cell is empty and must not be."),
    "too_long": _("This text has %(length)s letters; %(limit)s at most."),
    "control": _("This cell holds invisible characters: type it again."),
    "formula": _("This cell begins like a formula: paste its value instead."),
    "number_letters": _("“%(value)s” is not a staff number: letters, digits and . @ + - _ only, without a space."),
    "number_twice": _("The number %(value)s is already on line %(first)s."),
    "number_taken": _("The number %(value)s belongs to an account that is not of this organisation."),
    "number_unknown": _("Nobody in the register has the number %(value)s."),
    "has_left": _("This person has left: to bring them back, add the column “date de départ” and leave it empty."),
    "left_unknown": _("This person is not in the register: there is no departure to note."),
    "email": _("“%(value)s” is not an e-mail address."),
    "email_twice": _("This address is already on line %(first)s."),
    "email_taken": _("Another person already has this address."),
    "department_unknown": _("No department has the code or the name “%(value)s”."),
    "pattern_unknown": _("No working pattern is called “%(value)s”."),
    "kind_unknown": _("“%(value)s” is neither “agent” nor “élu”."),
    "phone": _("“%(value)s” is not a telephone number."),
    "date": _("“%(value)s” is not a day: write it as 24/11/2026."),
    "no_such_day": _("%(value)s does not exist in the calendar."),
    "date_far": _("%(value)s is too far away to be right."),
    "to_come": _("This day is still to come: note a departure on the day, or after."),
    "end_before_start": _("The end comes before the beginning."),
    "code_twice": _("The code %(value)s is already on line %(first)s."),
    "parent_unknown": _("No department has the code %(value)s, in this file or in the register."),
    "parent_self": _("A department cannot stand below itself."),
    "parent_loop": _("These departments stand below each other: %(value)s."),
    "position_twice": _("The same position is already on line %(first)s."),
    "share": _("“%(value)s” is not a share of working time: a number from 1 to 100."),
    "yes_or_no": _("“%(value)s” is neither “oui” nor “non”."),
    "job_description_unknown": _("No job description has the code %(value)s."),
    "main_overlap": _("On these days this person already has a main position (%(value)s): add its line with its last day, or write “non”."),
}


@dataclass(frozen=True)
class Fault:
    """`column` is the heading as the template writes it; for an unknown heading, the heading itself."""

    line: int
    column: str
    code: str
    sentence: str


def fault(line: int, column: str, code: str, *, value: str = "", **words: object) -> Fault:
    """The words are those of the language in force; long values are cut."""
    shown = value if len(value) <= SHOWN else f"{value[: SHOWN - 1]}…"
    return Fault(line, column, code, str(SENTENCES[code]) % {"value": shown, **words})

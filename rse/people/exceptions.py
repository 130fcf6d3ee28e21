"""Refusals of this app, each with a sentence a person can read."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class PeopleError(ValidationError):
    """Root of the refusals; `sentence` is what the person reads."""

    sentence = _("This is not possible.")

    def __init__(self) -> None:
        super().__init__(self.sentence, code=type(self).__name__)


class NumberTaken(PeopleError):
    sentence = _("Another person already has this number.")


class EmailTaken(PeopleError):
    sentence = _("Another person already has this e-mail address.")


class HasLeft(PeopleError):
    sentence = _("This person has left the organisation.")


class NotYet(PeopleError):
    sentence = _("The date of leaving cannot be in the future.")


class EndsBeforeItStarts(PeopleError):
    sentence = _("The last day comes before the first day.")


class AlreadyAway(PeopleError):
    sentence = _("An absence is already recorded on these days.")


class AbsenceIsOver(PeopleError):
    sentence = _("This absence is over: it can no longer be cancelled.")


class CannotReplaceOneself(PeopleError):
    sentence = _("Choose somebody else as substitute.")


class SubstituteUnavailable(PeopleError):
    sentence = _("This colleague is away or has left: choose another substitute.")


class CodeExpired(PeopleError):
    sentence = _("This printed code is more than 90 days old. Ask your head of department or HR for a new one.")


class SamePassword(PeopleError):
    sentence = _("Choose a password different from the one you have.")


class BelowItself(PeopleError):
    sentence = _("A department cannot stand below itself.")


class OtherOrganisation(PeopleError):
    sentence = _("This department belongs to another organisation.")


class CodeTaken(PeopleError):
    sentence = _("Another department already has this code.")


class UnknownField(PeopleError):
    sentence = _("This part of the profile cannot be changed here.")

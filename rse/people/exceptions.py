"""Refusals of this app, each with a sentence a person can read."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class PeopleError(ValidationError):
    """Root of the refusals; `sentence` is what the person reads, with its placeholders filled by the keywords."""

    sentence = _("This is not possible.")

    def __init__(self, **params: object) -> None:
        super().__init__(self.sentence, code=type(self).__name__, params=params or None)


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


class SkillNameTaken(PeopleError):
    sentence = _("This skill already exists: merge the two instead.")


class SkillNameUnreadable(PeopleError):
    sentence = _("A skill is named with letters or digits.")


class MainTaken(PeopleError):
    sentence = _("A main position already stands on these days: end it, transfer the person, or cancel the change already planned.")


class PositionIsOver(PeopleError):
    sentence = _("This position is already over.")


class HasBegun(PeopleError):
    sentence = _("This position has begun: it is ended, not cancelled.")


class ChangedMeanwhile(PeopleError):
    sentence = _("Somebody else has changed this meanwhile. Your text is still below: compare, then save again.")


class CodeOfJobTaken(PeopleError):
    sentence = _("Another job description already has this code.")


class AnswerNotADate(PeopleError):
    sentence = _("This is not a date.")


class AnswerNotAnAddress(PeopleError):
    sentence = _("A web address begins with https:// or http://.")


class AnswerNotInTheList(PeopleError):
    sentence = _("Choose an answer of the list.")


class AnswerTooLong(PeopleError):
    sentence = _("This answer is too long.")


class ListIsEmpty(PeopleError):
    sentence = _("Give at least two choices, one a line.")


class LabelTaken(PeopleError):
    sentence = _("Another field already asks this.")


class KindIsSettled(PeopleError):
    sentence = _("People have already answered: create another field rather than change what this one asks.")


class NotAPicture(PeopleError):
    sentence = _("Choose a photograph: JPEG, PNG or WebP.")


class ConsentMissing(PeopleError):
    sentence = _("Tick the box: your photograph is only shown with your agreement.")


class StillInPost(PeopleError):
    sentence = _("This person is still in post: nothing is erased.")


class DataErased(PeopleError):
    sentence = _("The data of this person are erased: enter a new person instead.")


class TooManyCodes(PeopleError):
    sentence = _("Codes are printed 40 at a time: take a shorter list.")


class CannotFollowOneself(PeopleError):
    sentence = _("What you send is in your feed already.")

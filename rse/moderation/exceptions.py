"""Refusals of this app, each with a sentence a person can read."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class ModerationError(ValidationError):
    """Root of the refusals; `sentence` is what the person reads, `field` the control to mend, "" when there is none."""

    sentence = _("This is not possible.")
    field = ""

    def __init__(self, **params: object) -> None:
        super().__init__(self.sentence, code=type(self).__name__, params=params or None)


class OwnWords(ModerationError):
    sentence = _("These words are yours: you can change them or delete them yourself.")


class NotReportable(ModerationError):
    sentence = _("This cannot be reported here.")


class TakenByAnother(ModerationError):
    sentence = _("%(name)s has taken this report. Wait until it is judged or released.")


class AlreadyJudged(ModerationError):
    sentence = _("Somebody has judged this report meanwhile.")


class NotOpened(ModerationError):
    sentence = _("Read what was reported before deciding.")


class ReasonMissing(ModerationError):
    sentence = _("Write the reason: the person reads it.")
    field = "words"


class EndNotAhead(ModerationError):
    sentence = _("Choose a day to come, within %(days)s days.")
    field = "until"


class NotOffered(ModerationError):
    sentence = _("This decision does not exist for what was reported.")
    field = "kind"


class AlreadyAnswered(ModerationError):
    sentence = _("You have already answered this decision.")
    field = "words"


class TooLate(ModerationError):
    sentence = _("The time to answer this decision is over.")


class AlreadyAppealed(ModerationError):
    sentence = _("You have already asked that somebody look again.")


class NothingToAppeal(ModerationError):
    sentence = _("This decision can no longer be looked at again.")


class WordsMissing(ModerationError):
    sentence = _("Write a few words first.")
    field = "words"


class GoneForGood(ModerationError):
    sentence = _("What was removed has been erased since: it can no longer be put back.")


class NobodyConcerned(ModerationError):
    sentence = _("Choose everybody, or at least one department or group.")
    field = "departments"


class CrisisClosed(ModerationError):
    sentence = _("This crisis cell is closed.")


class ChangedMeanwhile(ModerationError):
    sentence = _("%(name)s wrote a newer version meanwhile: read it, then send yours again. Your text is kept.")
    field = "text"

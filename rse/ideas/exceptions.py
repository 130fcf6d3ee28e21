"""Refusals of this app, each with a sentence a person can read."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class IdeasError(ValidationError):
    """Root of the refusals; `sentence` is what the person reads, with its placeholders filled by the keywords."""

    sentence = _("This is not possible.")

    def __init__(self, **params: object) -> None:
        super().__init__(self.sentence, code=type(self).__name__, params=params or None)


class BoxClosed(IdeasError):
    sentence = _("This box takes no more ideas.")


class NeedsTitle(IdeasError):
    sentence = _("Say your idea in a few words.")


class OtherBox(IdeasError):
    sentence = _("This category belongs to another box.")


class NeedsWords(IdeasError):
    sentence = _("Answer in words: whoever proposed the idea and those who support it will read them.")


class NoSuchMove(IdeasError):
    sentence = _("An idea that is “%(from)s” cannot become “%(to)s”.")


class AnsweredMeanwhile(IdeasError):
    sentence = _("The idea was answered or changed meanwhile. Read it again before you send yours.")


class AlreadyMerged(IdeasError):
    sentence = _("This idea has already joined another one.")


class CannotMerge(IdeasError):
    sentence = _("An idea joins another idea of the same box, and not itself.")


class OwnIdea(IdeasError):
    sentence = _("It is your own idea: proposing it was supporting it.")


class OneAnswers(IdeasError):
    sentence = _("Say who answers: one person, or the head of one department.")


class AnswererOutside(IdeasError):
    sentence = _("Whoever answers must be able to read the box: %(name)s is not in this group.")


class DaysInDisorder(IdeasError):
    sentence = _("The last day comes before the first day.")


class NameTaken(IdeasError):
    sentence = _("Another box already has this name.")


class ChangedMeanwhile(IdeasError):
    sentence = _("Somebody changed this box meanwhile. Read it again before you save.")

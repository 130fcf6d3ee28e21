"""Refusals of the feed, each with a sentence a person can read."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class FeedError(ValidationError):
    """Root of the refusals of this app."""


class NothingWritten(FeedError):
    def __init__(self) -> None:
        super().__init__(_("Write something first."), code="empty")


class TooLong(FeedError):
    def __init__(self, limit: int) -> None:
        super().__init__(_("This is too long: %(limit)s characters at most."), code="too_long", params={"limit": limit})


class CommentsClosed(FeedError):
    def __init__(self) -> None:
        super().__init__(_("Comments are closed here."), code="locked")


class ChangedMeanwhile(FeedError):
    def __init__(self) -> None:
        super().__init__(_("This was changed meanwhile. Read the new words, then write yours again."), code="changed")


class NoLongerOffered(FeedError):
    def __init__(self) -> None:
        super().__init__(_("This reaction is no longer offered."), code="retired")


class NotAnAnswer(FeedError):
    def __init__(self) -> None:
        super().__init__(_("Only a comment of this question can be its answer."), code="answer")


class WritingRefused(FeedError):
    """Root of what a writer is told; `sentence` is what the person reads, with its placeholders filled by the keywords.

    `field` is the control of the composer that is to be mended, "" when there is none.
    """

    sentence = _("This is not possible.")
    field = ""

    def __init__(self, **params: object) -> None:
        super().__init__(self.sentence, code=type(self).__name__, params=params or None)


class NothingToSend(WritingRefused):
    sentence = _("Write a few words, or add a photo, before sending.")
    field = "body"


class PostTooLong(WritingRefused):
    sentence = _("This text is too long: %(most)s characters at most. A document can be attached instead.")
    field = "body"


class PlaceClosed(WritingRefused):
    sentence = _("You cannot write here any more. Choose another place: your text is kept.")
    field = "place"


class ToolOff(WritingRefused):
    sentence = _("This group does not use %(tool)s. Choose another place, or another kind of post.")
    field = "place"


class NotTheirVoice(WritingRefused):
    sentence = _("You are not among those who write in the name of this department.")
    field = "on_behalf_of"


class DescriptionMissing(WritingRefused):
    sentence = _("Say in a few words what “%(name)s” shows: colleagues who cannot see it will hear it.")
    field = "files"


class TooManyFiles(WritingRefused):
    sentence = _("%(most)s files at most in one post.")
    field = "files"


class FewChoices(WritingRefused):
    sentence = _("A poll needs at least two different choices.")
    field = "choices"


class TooManyChoices(WritingRefused):
    sentence = _("%(most)s choices at most, of %(letters)s characters each.")
    field = "choices"


class ClosesTooSoon(WritingRefused):
    sentence = _("The poll must close after it is sent.")
    field = "closes_at"


class HourGone(WritingRefused):
    sentence = _("This hour has passed: choose a later one, or send now.")
    field = "scheduled_for"


class TooFarAway(WritingRefused):
    sentence = _("Choose a day within %(days)s days.")


class PostChangedMeanwhile(WritingRefused):
    sentence = _("This post was changed meanwhile, perhaps in another window. Your text is still below: compare, then save again.")
    field = "body"


class PollIsClosed(WritingRefused):
    sentence = _("This poll is closed.")


class PollHasVotes(WritingRefused):
    sentence = _("Colleagues have already voted: the choices stay as they are.")
    field = "choices"


class OneChoiceOnly(WritingRefused):
    sentence = _("One choice only.")


class ChooseSomething(WritingRefused):
    sentence = _("Tick a choice before voting.")


class NotSent(WritingRefused):
    sentence = _("This post is not sent, or no longer.")

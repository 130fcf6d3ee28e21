"""Refusals of this app, each with a sentence a person can read."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class CommunityError(ValidationError):
    """Root of the refusals; `sentence` is what the person reads."""

    sentence = _("This is not possible.")

    def __init__(self, **params: object) -> None:
        super().__init__(self.sentence, code=type(self).__name__, params=params or None)


class NameTaken(CommunityError):
    sentence = _("Another group already has this name. Choose one that tells them apart.")


class NameUnreadable(CommunityError):
    sentence = _("A name holds at least two letters or digits.")


class UnknownTool(CommunityError):
    sentence = _("This tool does not exist.")


class LastOwner(CommunityError):
    sentence = _("You are the only owner of this group: name another one first.")


class Archived(CommunityError):
    sentence = _("This group is archived: it can be read, and changes no more.")


class NotOpen(CommunityError):
    sentence = _("One joins this group by asking, or by invitation.")


class AlreadyIn(CommunityError):
    sentence = _("Already in this group.")


class NotIn(CommunityError):
    sentence = _("This person is no longer in the group.")


class NobodyToInvite(CommunityError):
    sentence = _("Choose at least one person or one department.")


class AlreadyAnswered(CommunityError):
    sentence = _("Somebody has already answered.")


class ReasonMissing(CommunityError):
    sentence = _("Say why, in a few words: the person will read it.")


class AccountClosed(CommunityError):
    sentence = _("This person no longer has an open account.")

"""Refusals of the bridges, each with a sentence a person can read."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class BridgesError(ValidationError):
    """Root of the refusals; `sentence` is what the person reads."""

    sentence = _("This is not possible.")

    def __init__(self, **params: object) -> None:
        super().__init__(self.sentence, code=type(self).__name__, params=params or None)


class AskedAlready(BridgesError):
    sentence = _("This post has already been passed on to the Communication department.")


class NobodyToAsk(BridgesError):
    sentence = _("No referent of this subject reads the place where this post stands.")


class NothingPublished(BridgesError):
    sentence = _("Only an answer that is published can be shared.")

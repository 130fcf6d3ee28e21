"""Refusals of the intranet, each with a sentence a person can read."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext_lazy as _


class CmsError(ValidationError):
    """Root of the refusals of this app."""


class ReviewOver(CmsError):
    """Somebody decided, or the page was taken back, since the text was read."""

    def __init__(self) -> None:
        super().__init__(_("This page no longer waits for a reader: somebody decided, or it was taken back. Read it again."), code="over")


class TextChanged(CmsError):
    """The text is no longer the one that was read."""

    def __init__(self) -> None:
        super().__init__(_("The text has changed since you read it: read the new one, then decide."), code="changed")


class ReasonMissing(CmsError):
    def __init__(self) -> None:
        super().__init__({"reason": _("Say what should change.")})


class TooLateToWithdraw(CmsError):
    def __init__(self, minutes: int) -> None:
        super().__init__(
            _("A page is withdrawn within %(minutes)s minutes of its publication. Ask whoever answers for it to unpublish it."),
            code="late",
            params={"minutes": minutes},
        )


class Claimed(CmsError):
    def __init__(self, who: str) -> None:
        super().__init__(_("%(who)s is already reading this page."), code="claimed", params={"who": who})


class NotForEverybody(CmsError):
    """What is suggested for the letter is not open to every colleague, or no longer."""

    def __init__(self) -> None:
        super().__init__(_("Not every colleague may read this: it cannot be in the letter."), code="closed")


class NothingChosen(CmsError):
    def __init__(self) -> None:
        super().__init__(_("Keep at least one line."), code="empty")


class SelectionChanged(CmsError):
    """A line that was kept is proposed no more: closed, withdrawn, set aside."""

    def __init__(self) -> None:
        super().__init__(_("The selection has changed since you opened this page: look at it again."), code="changed")


class NotReadyToLeave(CmsError):
    """What stands in the way of sending an issue, one sentence each."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(sentences, code="not_ready")


class CharterNotSigned(PermissionDenied):
    """Stopped before anything is asked of anybody: the text is kept, the charter is there to be signed. A refusal of Wagtail's screens too."""

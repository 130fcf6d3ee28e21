"""Refusals a person can read. Absent and forbidden both show as "not found"; "not allowed" is PermissionDenied."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _


class ReferentsError(ValidationError):
    """Root of the plugin's refusals."""


class MoveRefused(ReferentsError):
    """The table has no such move from the present state."""

    def __init__(self, *, move: str | Promise, state: str | Promise) -> None:
        super().__init__(_("“%(move)s” is not possible: the question is “%(state)s”.") % {"move": move, "state": state})


class Conflict(ReferentsError):
    """Somebody moved the enquiry since the page was opened. Shown as 409, with what was typed kept."""

    def __init__(self, *, who: str | Promise, what: str | Promise) -> None:
        super().__init__(_("%(who)s did this a moment ago: %(what)s.") % {"who": who, "what": what})


class AlreadyDone(Conflict):
    """The same person made the same move a moment ago: a double click or a reload, answered as a success."""


class NoCandidate(ReferentsError):
    """Nobody can be asked."""


class OutOfScope(ReferentsError):
    """The person is not a referent for this subject."""


class NoRightToPublish(PermissionDenied):
    """The right to publish does not hold here and now; `reasons` are sentences for the person."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


class CharterError(ReferentsError):
    """A charter cannot be signed or published as asked."""


class WordsToConfirm(ReferentsError):
    """On a sensitive subject, words noted by telephone wait for the person who said them."""

    def __init__(self, *, names: list[str]) -> None:
        super().__init__(
            _("A sensitive reply waits until what was said by telephone is confirmed: by %(names)s, in one tap, or by a colleague who writes it.")
            % {"names": ", ".join(names)}
        )


class CallOver(ReferentsError):
    """A call for volunteers that is closed or past its day."""


class LinkOver(ReferentsError):
    """A link to answer that was used, taken back, or whose person or question changed. Shown as a page that says whom to call."""


class TextRefused(ReferentsError):
    """A text is empty, too long, or another than the one decided on."""

"""What people can be told. Every room registers its kinds from `AppConfig.ready()`."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from rse.notifications.exceptions import UnknownKind
from rse.notifications.models import Notification

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Kind:
    """`sentence` is a lazy msgid whose named placeholders are the keys of `params`: _("%(who)s asks for your help").

    `still_allowed(notification)` is asked again just before an e-mail leaves: may this person still see what it is about?
    None: an active account is enough.
    """

    code: str
    label: str | Promise
    sentence: str | Promise
    email: bool = False
    still_allowed: Callable[[Notification], bool] | None = None


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Add a kind. Raises ImproperlyConfigured when another kind has the same code."""
    if _kinds.setdefault(kind.code, kind) != kind:
        raise ImproperlyConfigured(f"Two kinds of notification are called {kind.code!r}.")


def get(code: str) -> Kind:
    """The kind called `code`. Raises UnknownKind."""
    try:
        return _kinds[code]
    except KeyError:
        raise UnknownKind(code) from None


def every() -> list[Kind]:
    return list(_kinds.values())


def sentence(notification: Notification) -> str:
    """What the reader reads, in the active language. A kind whose room has gone, or words that no longer fit, never break a page."""
    kind = _kinds.get(notification.kind)
    if kind is None:
        return _("Something happened in a part of the site that is no longer here.")
    try:
        return str(kind.sentence) % notification.params
    except (KeyError, TypeError, ValueError):
        logger.warning("Notification %s does not fit the sentence of its kind %s.", notification.pk, notification.kind)
        return str(kind.label)


def still_allowed(notification: Notification) -> bool:
    """May the recipient be told today? An active account, a kind that still exists, and the kind's own question."""
    kind = _kinds.get(notification.kind)
    if kind is None or not notification.recipient.is_active:
        return False
    return kind.still_allowed is None or kind.still_allowed(notification)

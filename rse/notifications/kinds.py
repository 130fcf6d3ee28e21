"""What people can be told. Every room registers its kinds from `AppConfig.ready()`."""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rse.notifications import scopes
from rse.notifications.exceptions import UnknownKind
from rse.notifications.models import Channel, Notification

if TYPE_CHECKING:
    from rse.people.models import User

logger = logging.getLogger(__name__)

# What people choose by, in the order of the page of preferences.
ADDRESSED, QUESTIONS, GROUPS, READING, EVENTS, NETWORK = "addressed", "questions", "groups", "reading", "events", "network"
CATEGORIES: dict[str, str | Promise] = {
    ADDRESSED: gettext_lazy("What is addressed to me"),
    QUESTIONS: gettext_lazy("My questions and my missions"),
    GROUPS: gettext_lazy("My groups"),
    READING: gettext_lazy("To read and to sign"),
    EVENTS: gettext_lazy("Events and ideas"),
    NETWORK: gettext_lazy("Life of the network"),
}
EVERY_CHANNEL = frozenset(Channel.values)


@dataclass(frozen=True)
class Kind:
    """`sentence` is a lazy msgid whose named placeholders are the keys of `params`: _("%(who)s asks for your help").

    Who may still be told is asked again just before a message leaves and when the list is shown: `allowed_among(user, notifications)`
    answers the primary keys still allowed, in one query (all of them have that recipient); `still_allowed(notification)` is the same for
    one, and costs one query a line. Neither: an active account, and the place if there is one (`scopes`), are enough.

    Defaults: on the site and in the digest; `email` and `push` say whether it leaves the site too. A channel outside `refusable` keeps its
    default whatever the person prefers (must-read, charter, moderation). `addressed` kinds still come from a group reduced to
    « only what is addressed to me ».

    `grouped_by` names the params that make one row of several events while it is unread; `sentence_many` is then a lazy plural on
    "others": ngettext_lazy("%(who)s and %(others)s other reacted", "%(who)s and %(others)s others reacted", "others"), where `who` is
    the last actor's `params`.

    `words(notification)` answers what an e-mail may quote, read when it leaves: "" unless the place is open to everybody.

    `door(notification)` answers the path an e-mail leads to in place of `url`, made when it leaves: a signed address that is kept nowhere.
    """

    code: str
    label: str | Promise
    sentence: str | Promise
    email: bool = False
    still_allowed: Callable[[Notification], bool] | None = None
    category: str = NETWORK
    push: bool = False
    digest: bool = True
    refusable: frozenset[str] = EVERY_CHANNEL
    addressed: bool = False
    grouped_by: tuple[str, ...] = ()
    sentence_many: str | Promise = ""
    allowed_among: "Callable[[User, Sequence[Notification]], set[int]] | None" = None
    words: Callable[[Notification], str] | None = None
    door: Callable[[Notification], str] | None = None

    @property
    def channels(self) -> frozenset[str]:
        """Where it is told to somebody who chose nothing."""
        chosen = {Channel.BELL: True, Channel.EMAIL: self.email, Channel.PUSH: self.push, Channel.DIGEST: self.digest}
        return frozenset(channel.value for channel, default in chosen.items() if default)

    @property
    def forced(self) -> frozenset[str]:
        """Where it is told whatever the person prefers."""
        return self.channels - self.refusable

    @property
    def speaks_to_me(self) -> bool:
        return self.addressed or self.category == ADDRESSED


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Add a kind. Raises ImproperlyConfigured when another kind has the same code, or for a category or a grouping that do not hold."""
    if kind.category not in CATEGORIES:
        raise ImproperlyConfigured(f"The kind {kind.code!r} stands in an unknown category {kind.category!r}.")
    if bool(kind.grouped_by) != bool(kind.sentence_many):
        raise ImproperlyConfigured(f"The kind {kind.code!r} needs both `grouped_by` and `sentence_many`, or neither.")
    if _kinds.setdefault(kind.code, kind) != kind:
        raise ImproperlyConfigured(f"Two kinds of notification are called {kind.code!r}.")


def get(code: str) -> Kind:
    """The kind called `code`. Raises UnknownKind."""
    try:
        return _kinds[code]
    except KeyError:
        raise UnknownKind(code) from None


def find(code: str) -> Kind | None:
    """The kind called `code`, or None when its room has gone."""
    return _kinds.get(code)


def every() -> list[Kind]:
    return list(_kinds.values())


def of_category(category: str) -> list[Kind]:
    return sorted((kind for kind in _kinds.values() if kind.category == category), key=lambda kind: str(kind.label))


def sentence(notification: Notification) -> str:
    """What the reader reads, in the active language. A kind whose room has gone, or words that no longer fit, never break a page."""
    kind = _kinds.get(notification.kind)
    if kind is None:
        return _("Something happened in a part of the site that is no longer here.")
    try:
        if notification.actors > 1 and kind.sentence_many:
            return str(kind.sentence_many % {**notification.params, "others": notification.actors - 1})  # type: ignore[operator]  # a lazy plural takes %
        return str(kind.sentence) % notification.params
    except (KeyError, TypeError, ValueError):
        logger.warning("Notification %s does not fit the sentence of its kind %s.", notification.pk, notification.kind)
        return str(kind.label)


def still_allowed(notification: Notification) -> bool:
    """May the recipient be told today? An active account, a kind that still exists, the place, and the kind's own question."""
    return notification.pk in allowed(notification.recipient, [notification])


def allowed(user: "User", notifications: Iterable[Notification]) -> set[int]:
    """Which of these rows of `user` may still be told: one query a kind and one a sort of place, whatever the number of rows."""
    if not user.is_active:
        return set()
    rows = sorted((row for row in notifications if row.kind in _kinds), key=attrgetter("kind"))
    open_places = scopes.readable(user, {row.scope for row in rows if row.scope})
    found: set[int] = set()
    for code, same in groupby((row for row in rows if not row.scope or row.scope in open_places), key=attrgetter("kind")):
        found |= _allowed_of(_kinds[code], user, list(same))
    return found


def _allowed_of(kind: Kind, user: "User", rows: list[Notification]) -> set[int]:
    if kind.allowed_among is not None:
        return kind.allowed_among(user, rows)
    return {row.pk for row in rows if kind.still_allowed is None or kind.still_allowed(row)}

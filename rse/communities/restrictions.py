"""Why a person may not write just now. Rooms above register a rule from `AppConfig.ready()`; this module knows none of them.

Two sorts: a firm restriction (a measure of moderation) that only time or a moderator ends, and one that the person lifts in place
(the charter of use to acknowledge): the form stays, what is to be done stands above its button, and nothing typed is lost.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise

if TYPE_CHECKING:
    from rse.communities.models import Community
    from rse.people.models import User


@dataclass(frozen=True)
class Restriction:
    """`sentence` is said to the person. `community` None: everywhere; an id: in that group. `messages`: private messages too.
    `template`, rendered with `context`, asks in place what lifts it: its fields belong to the form that was being filled in."""

    code: str
    sentence: str | Promise
    community: int | None = None
    until: datetime | None = None
    messages: bool = False
    url: str = ""
    template: str = ""
    context: dict[str, Any] = field(default_factory=dict)  # whatever the template reads

    @property
    def firm(self) -> bool:
        """Nothing in the form lifts it."""
        return not self.template

    def covers(self, community: int | None) -> bool:
        return self.community is None or self.community == community


class Restricted(ValidationError):
    """The person may not write there now; `restriction` says why and what to do."""

    def __init__(self, restriction: Restriction) -> None:
        super().__init__(str(restriction.sentence), code=restriction.code)
        self.restriction = restriction


Rule = Callable[["User"], Iterable[Restriction]]
Lift = Callable[["User", Mapping[str, str]], None]

_rules: dict[Rule, Lift | None] = {}


def register(rule: Rule, *, lift: Lift | None = None) -> None:
    """Ask `rule(user)` what holds for a person: one query at most. `lift(user, posted)` does what the person ticked in the form, or
    nothing; it raises a ValidationError when that cannot be done."""
    _rules[rule] = lift


def restrictions_of(user: "User") -> list[Restriction]:
    """All that holds for this person now, firm ones first; one query a rule whatever the number of groups: the door of lists."""
    found = [restriction for rule in _rules for restriction in rule(user)]
    return sorted(found, key=lambda restriction: not restriction.firm)


def restriction_on(user: "User", community: "Community | None") -> Restriction | None:
    """What keeps `user` from writing to everybody (None) or in this group."""
    pk = community.pk if community else None
    return next((one for one in restrictions_of(user) if one.covers(pk)), None)


def restriction_on_messages(user: "User") -> Restriction | None:
    """What keeps `user` from writing a private message."""
    return next((one for one in restrictions_of(user) if one.messages), None)


def is_barred(user: "User", community: "Community | None") -> bool:
    """A firm restriction holds there: no form is offered."""
    found = restriction_on(user, community)
    return found is not None and found.firm


def lift(user: "User", posted: Mapping[str, str]) -> None:
    """Do what the person ticked in the form they send (views call it before their action). Raises a ValidationError."""
    for does in _rules.values():
        if does is not None:
            does(user, posted)


def require(user: "User", community: "Community | None") -> None:
    """For actions that post or comment: raises Restricted, with the sentence the person reads."""
    _refuse(restriction_on(user, community))


def require_for_messages(user: "User") -> None:
    """For actions that send a private message: raises Restricted."""
    _refuse(restriction_on_messages(user))


def _refuse(restriction: Restriction | None) -> None:
    if restriction is not None:
        raise Restricted(restriction)

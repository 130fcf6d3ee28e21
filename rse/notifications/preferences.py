"""What each person is told, where. The nearest wish wins: this kind here, this category here, this kind everywhere, this category, everything."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from rse.notifications.kinds import Kind
from rse.notifications.models import Channel, Preference, ScopeChoice

if TYPE_CHECKING:
    from rse.people.models import User

Level = ScopeChoice.Level


def subject_of_kind(code: str) -> str:
    return f"kind:{code}"


def subject_of_category(category: str) -> str:
    return f"category:{category}"


def ways(kind: Kind, scope: str) -> list[tuple[str, str]]:
    """(scope, subject) from the nearest wish to the widest."""
    subjects = (subject_of_kind(kind.code), subject_of_category(kind.category), "")
    return [(place, subject) for place in dict.fromkeys((scope, "")) for subject in subjects]


def effective(people: Iterable[int], kind: Kind, *, scope: str = "", at: datetime) -> dict[int, frozenset[str]]:
    """The channels by which each of `people` (user ids) wants to be told of `kind` in `scope`: two queries at most, however many they are.

    A place reduced to nothing, muted until later, or to what is addressed to me leaves only what cannot be refused.
    """
    people = list(people)
    order = {way: rank for rank, way in enumerate(ways(kind, scope))}
    wishes: dict[int, dict[str, tuple[int, bool]]] = {}
    rows = Preference.objects.filter(user__in=people, scope__in={"", scope}, subject__in={subject for _scope, subject in order})
    for user, place, subject, channel, wanted in rows.values_list("user", "scope", "subject", "channel", "wanted"):
        mine, rank = wishes.setdefault(user, {}), order[place, subject]
        if channel not in mine or rank < mine[channel][0]:
            mine[channel] = (rank, wanted)
    silent = _silenced(people, kind, scope, at)
    return {pk: kind.forced if pk in silent else _channels(kind, wishes.get(pk, {})) for pk in people}


@dataclass(frozen=True)
class Choices:
    """Everything one person chose, loaded at once: for the digest and the page of preferences."""

    wishes: Mapping[tuple[str, str], Mapping[str, bool]]
    places: Mapping[str, ScopeChoice]

    def channels(self, kind: Kind, *, scope: str = "", at: datetime) -> frozenset[str]:
        """The same answer as `effective`, without a query."""
        place = self.places.get(scope) if scope else None
        if place is not None and _is_silent(kind, place.level, place.muted_until, at):
            return kind.forced
        nearest: dict[str, tuple[int, bool]] = {}
        for rank, way in enumerate(ways(kind, scope)):
            for channel, wanted in self.wishes.get(way, {}).items():
                nearest.setdefault(channel, (rank, wanted))
        return _channels(kind, nearest)


def choices_of(user: "User") -> Choices:
    """Two queries."""
    wishes: dict[tuple[str, str], dict[str, bool]] = {}
    for scope, subject, channel, wanted in Preference.objects.filter(user=user).values_list("scope", "subject", "channel", "wanted"):
        wishes.setdefault((scope, subject), {})[channel] = wanted
    return Choices(wishes, {choice.scope: choice for choice in ScopeChoice.objects.filter(user=user)})


def refuses_email(user: "User") -> bool:
    """Whether the person said no to e-mails once and for all."""
    return Preference.objects.filter(user=user, scope="", subject="", channel=Channel.EMAIL, wanted=False).exists()


def _channels(kind: Kind, wishes: Mapping[str, tuple[int, bool]]) -> frozenset[str]:
    if not wishes:
        return kind.channels
    wanted = {channel for channel, (_rank, yes) in wishes.items() if yes and channel in kind.refusable}
    refused = {channel for channel, (_rank, yes) in wishes.items() if not yes}
    return (kind.channels - refused) | wanted | kind.forced


def _silenced(people: list[int], kind: Kind, scope: str, at: datetime) -> set[int]:
    if not scope:
        return set()
    choices = ScopeChoice.objects.filter(user__in=people, scope=scope).values_list("user", "level", "muted_until")
    return {user for user, level, until in choices if _is_silent(kind, level, until, at)}


def _is_silent(kind: Kind, level: str, until: datetime | None, at: datetime) -> bool:
    return level == Level.NONE or (until is not None and until > at) or (level == Level.ADDRESSED and not kind.speaks_to_me)

"""A few words beside a name wherever it shows: « référente ». Rooms register from `AppConfig.ready()`; asked once for all the names of a page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rse.people.models import User


@dataclass(frozen=True)
class Badge:
    """`label` is said as it is; `title` completes it for who asks what it means; `tone` is a class of `.tag` (ok, warn, brand or nothing)."""

    label: str
    title: str = ""
    tone: str = "ok"


Provider = Callable[["User", set[int]], dict[int, list[Badge]]]

_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """`provider(user, user_ids)` answers the badges of these accounts, as `user` may see them, in one query; harmless twice."""
    if provider not in _providers:
        _providers.append(provider)


def badges_of(user: "User", user_ids: set[int]) -> dict[int, list[Badge]]:
    """The badges of these accounts, by account id; one query a provider."""
    found: dict[int, list[Badge]] = {}
    if not user_ids:
        return found
    for provider in _providers:
        for pk, badges in provider(user, user_ids).items():
            found.setdefault(pk, []).extend(badges)
    return found

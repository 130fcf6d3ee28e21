"""What a person has to do, shown first on the home page. Rooms register providers from `AppConfig.ready()`; this
module is imported before models are, and imports none.

A provider answers with cards, never with people compared to each other; an empty list means nothing to do. An aside provider
fills the second column of the home page (thanks received, today); what a provider registered below gives stands under the cards.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rse.people.models import User


@dataclass(frozen=True)
class TodoCard:
    """One card of the home page: a template rendered with `context` on top of the page's own."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)  # whatever the card's template reads
    order: int = 100


Provider = Callable[["User"], list[TodoCard]]
Counter = Callable[["User"], int]

_providers: dict[Provider, Counter | None] = {}
_asides: list[Provider] = []
_below: list[Provider] = []
_COUNTED = "_cards_counted"


def register(provider: Provider, *, count: Counter | None = None) -> None:
    """Add a provider of cards. `count` answers the same number more cheaply: it is asked on every page, for the menu."""
    _providers[provider] = count


def register_aside(provider: Provider) -> None:
    """Add a provider for the second column; it adds nothing to the count."""
    if provider not in _asides:
        _asides.append(provider)


def register_below(provider: Provider) -> None:
    """Add a provider for what stands under the things to do, on the home page: the network, once the work is seen. It adds nothing to the count."""
    if provider not in _below:
        _below.append(provider)


def cards_for(user: "User") -> list[TodoCard]:
    """The cards of this person, most pressing first. Their number is remembered on the account object, which lives as long as its request."""
    cards = sorted(
        chain.from_iterable(provider(user) for provider in _providers),
        key=lambda card: card.order,
    )
    vars(user)[_COUNTED] = len(cards)
    return cards


def asides_for(user: "User") -> list[TodoCard]:
    return sorted(
        chain.from_iterable(provider(user) for provider in _asides),
        key=lambda card: card.order,
    )


def below_for(user: "User") -> list[TodoCard]:
    return sorted(
        chain.from_iterable(provider(user) for provider in _below),
        key=lambda card: card.order,
    )


def count_for(user: "User") -> int:
    """How many cards `cards_for` would give, or gave: the home page does not count again what it shows."""
    if _COUNTED in vars(user):
        return int(vars(user)[_COUNTED])
    return sum(count(user) if count else len(provider(user)) for provider, count in _providers.items())

"""What other rooms add to a profile page: « Référente : travaux, écoles ». Rooms register from `AppConfig.ready()`."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from rse.core.todo import TodoCard

if TYPE_CHECKING:
    from rse.people.models import Agent, User


@dataclass(frozen=True)
class Section(TodoCard):
    """A part of the page: a template rendered with `context` on top of the page's own, in the order of `order`."""


Provider = Callable[["User", "Agent"], list[Section]]

_badges: list[Provider] = []
_actions: list[Provider] = []
_sections: list[Provider] = []


def register_badge(provider: Provider) -> None:
    """`provider(user, agent)` gives a few words shown under the name, as `user` may see them; harmless twice."""
    if provider not in _badges:
        _badges.append(provider)


def register_action(provider: Provider) -> None:
    """`provider(user, agent)` gives buttons shown beside the ways to reach the person, each an `<li>`; never asked for one's own page; harmless twice."""
    if provider not in _actions:
        _actions.append(provider)


def register_section(provider: Provider) -> None:
    """`provider(user, agent)` gives whole sections of the page, as `user` may see them; harmless twice."""
    if provider not in _sections:
        _sections.append(provider)


def badges_for(user: "User", agent: "Agent") -> list[Section]:
    return _asked(_badges, user, agent)


def actions_for(user: "User", agent: "Agent") -> list[Section]:
    return _asked(_actions, user, agent) if agent.user_id != user.pk else []


def sections_for(user: "User", agent: "Agent") -> list[Section]:
    return _asked(_sections, user, agent)


def _asked(providers: list[Provider], user: "User", agent: "Agent") -> list[Section]:
    return sorted(chain.from_iterable(provider(user, agent) for provider in providers), key=lambda section: section.order)

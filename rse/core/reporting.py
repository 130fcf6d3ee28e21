"""What people may report to moderators. Rooms register the things they hold from `AppConfig.ready()`; `rse.moderation` reads the list.

This module is imported before models are, and imports none.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

if TYPE_CHECKING:
    from rse.people.models import User

Thing = Any  # an object of the registered model
Act = Callable[..., object]


@dataclass(frozen=True)
class Reportable:
    """How one model is reported and judged. `label` is its `app.model`, in lower case.

    `author(thing)`: whose words they are. `community(thing)`: id of the group whose moderators judge; None: those of the network.
    `words(thing)`: what moderators are shown, plain text. `address(thing)`: its page. `private`: a conversation, never read beside the
    reported words. `hide(thing, actor=…)`, `restore`, `remove`, `lock`, `unlock`: actions of the room, run in the transaction of the
    decision, harmless twice; None: not offered for this model.
    """

    label: str
    name: str | Promise
    author: Callable[[Thing], "User | None"]
    community: Callable[[Thing], int | None]
    words: Callable[[Thing], str]
    address: Callable[[Thing], str]
    hide: Act
    restore: Act
    remove: Act
    lock: Act | None = None
    unlock: Act | None = None
    private: bool = False

    @property
    def model(self) -> type[Model]:
        return apps.get_model(self.label)

    def visible_to(self, user: "User") -> "QuerySet[Any]":  # Any: rows of the registered model
        """What `user` may see, and so report."""
        return self.model.objects.visible_to(user)  # type: ignore[attr-defined]  # every model a person can see has it


_things: dict[str, Reportable] = {}


def register(thing: Reportable) -> None:
    """Raises ImproperlyConfigured when the model was registered otherwise."""
    if _things.setdefault(thing.label, thing) != thing:
        raise ImproperlyConfigured(f"{thing.label} can be reported in two ways.")


def get(label: str) -> Reportable | None:
    """How objects of this model are reported; None when they are not."""
    return _things.get(label)


def every() -> list[Reportable]:
    return list(_things.values())


def address(thing: Model) -> str:
    """Where one reports this object; "" when it cannot be, or nobody moderates in this host."""
    return address_of(thing._meta.label_lower, thing.pk)


def address_of(label: str, pk: int) -> str:
    """The same for a page that holds ids."""
    if label not in _things:
        return ""
    try:
        return reverse("moderation:report", args=[label, pk])
    except NoReverseMatch:
        return ""

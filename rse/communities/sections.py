"""What rooms above add to the pages of a group: its stream, tabs of their own (Events), doors that lead elsewhere (its figures). They
register from `AppConfig.ready()`.

    sections.register_stream(sections.Stream("feed/partials/group_stream.html", stream_of))
    sections.register_tab(sections.Tab("agenda", _("Agenda"), "events/partials/group_tab.html", context, tool="events", order=45))
    sections.register_doors(figures_of)

`context(request, visit)` of the stream and `context(request, community)` of the tab that is open are asked only for somebody who may read
the group. They answer what the template reads, on top of the page's own: `community`, `visit` (rights), `tabs`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise

from rse.core.requests import SignedInRequest

if TYPE_CHECKING:
    from rse.communities.models import Community
    from rse.communities.visits import Visit

Context = Callable[[SignedInRequest, "Community"], dict[str, Any]]

RESERVED = frozenset(
    {"membres", "membres.csv", "a-propos", "reglages", "inviter", "demandes", "rejoindre", "quitter", "demander", "entrer", "archiver", "rouvrir"}
)


@dataclass(frozen=True)
class Stream:
    """What stands on the page of the group itself."""

    template: str
    context: Callable[[SignedInRequest, "Visit"], dict[str, Any]]  # idem


@dataclass(frozen=True)
class Tab:
    """A page of the group at /groupes/<group>/<slug>/. `tool` names a tool of `models.TOOLS`: the tab is there for groups that switched it on."""

    slug: str
    label: str | Promise
    template: str
    context: Context
    tool: str = ""
    order: int = 50


@dataclass(frozen=True)
class Door:
    """A link at the head of a group to a page of another room."""

    label: str | Promise
    url: str
    icon: str = ""


Doors = Callable[["Visit"], Sequence[Door]]

_stream: list[Stream] = []
_tabs: dict[str, Tab] = {}
_doors: list[Doors] = []


def register_stream(stream: Stream) -> None:
    """The last one registered is shown; harmless twice."""
    _stream[:] = [stream]


def register_tab(tab: Tab) -> None:
    """Raises ImproperlyConfigured for a slug that is taken."""
    if tab.slug in RESERVED or _tabs.setdefault(tab.slug, tab) != tab:
        raise ImproperlyConfigured(f"Two tabs of a group are called {tab.slug!r}.")


def register_doors(provider: Doors) -> None:
    """`provider(visit)` is asked for whoever reads the group, and answers what they may open; one query at most. Harmless twice."""
    if provider not in _doors:
        _doors.append(provider)


def doors_of(visit: "Visit") -> list[Door]:
    return [door for provider in _doors for door in provider(visit)]


def stream() -> Stream | None:
    return _stream[0] if _stream else None


def tabs_of(community: "Community") -> list[Tab]:
    """The tabs whose tool the group has switched on, in order."""
    there = [tab for tab in _tabs.values() if not tab.tool or tab.tool in community.tools]
    return sorted(there, key=lambda tab: tab.order)

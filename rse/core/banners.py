"""What stands above every page of some people: a banner of crisis. Rooms register from `AppConfig.ready()`.

A banner costs nothing while nothing is to be said: its context is a query only when the room already knows that there is something.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rse.core.requests import SignedInRequest


@dataclass(frozen=True)
class Banner:
    """A template rendered on every page of a signed-in person, with `context(request)` on top of the page's own."""

    template: str
    context: Callable[[SignedInRequest], dict[str, Any]]  # whatever the banner's template reads
    order: int = 100


_banners: dict[str, Banner] = {}


def register(banner: Banner) -> None:
    _banners[banner.template] = banner


def all_banners() -> list[Banner]:
    return sorted(_banners.values(), key=lambda banner: banner.order)

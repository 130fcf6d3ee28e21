"""The banner of a crisis above every page of those concerned. No query when none is open: `standing_of` has been asked for the menu."""

from typing import TYPE_CHECKING, Any

from rse.core.requests import SignedInRequest
from rse.moderation.models import Crisis
from rse.moderation.standing import CRISIS, standing_of

if TYPE_CHECKING:
    from rse.people.models import User


def context(request: SignedInRequest) -> dict[str, Any]:  # Any: what a banner's template reads
    """For every page: nothing to read unless a crisis concerns this person, then one query."""
    return {"crises": crises_of(request.user) if standing_of(request.user)[CRISIS] else []}


def crises_of(user: "User") -> list[Crisis]:
    """Open, concerning this person, with the latest truth and whether they have read it."""
    return list(Crisis.objects.open().targeting(user).with_truth(user).order_by("-opened_at", "-pk"))

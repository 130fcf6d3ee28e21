"""From the page of a group to its figures."""

from django.urls import reverse
from django.utils.translation import gettext as _

from rse.communities.sections import Door
from rse.communities.visits import Visit
from rse.insights.permissions import can_read_life_of


def figures(visit: Visit) -> list[Door]:
    """For who reads them; the others cost no query."""
    if not visit.owns or not can_read_life_of(visit.user, visit.community):
        return []
    return [Door(_("How the group lives"), reverse("insights:community", args=[visit.community.slug]), "indicators")]

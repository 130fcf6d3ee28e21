"""From the page of a group to its figures."""

from django.urls import reverse
from django.utils.translation import gettext as _

from rse.communities.sections import Door
from rse.communities.visits import Visit


def figures(visit: Visit) -> list[Door]:
    """For who reads them, as `can_read_life_of`: the owners. No query."""
    if not visit.owns:
        return []
    return [Door(_("How the group lives"), reverse("insights:community", args=[visit.community.slug]), "indicators")]

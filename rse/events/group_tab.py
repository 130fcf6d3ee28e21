"""« Événements » among the tabs of a group: its next weeks, and a button that creates one there."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rse.communities import sections
from rse.communities.models import Community
from rse.communities.permissions import can_post
from rse.core.requests import SignedInRequest
from rse.events.agenda import weeks


def register() -> None:
    """Called from `AppConfig.ready()`, harmless twice."""
    sections.register_tab(TAB)


def context(request: SignedInRequest, community: Community) -> dict[str, Any]:  # Any: what the template reads
    """Asked for readers of the group only."""
    today = timezone.localdate()
    found = weeks(request.user, start=today, who=str(community.pk))
    return {"weeks": found, "today": today, "may_create": can_post(request.user, community)}


TAB = sections.Tab("agenda", _("Agenda"), "events/partials/group_tab.html", context, tool="events", order=45)

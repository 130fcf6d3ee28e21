"""« Idées » among the tabs of a group: its boxes."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rse.communities import sections
from rse.communities.models import Community
from rse.core.requests import SignedInRequest
from rse.ideas.models import IdeaBox
from rse.ideas.permissions import TOOL, can_manage_boxes


def register() -> None:
    """Called from `AppConfig.ready()`, harmless twice."""
    sections.register_tab(TAB)


def context(request: SignedInRequest, community: Community) -> dict[str, Any]:  # Any: what the template reads
    """Asked for readers of the group only."""
    today = timezone.localdate()
    found = list(IdeaBox.objects.visible_to(request.user).filter(community=community).listed())
    return {
        "open_boxes": [box for box in found if box.is_open(today)],
        "closed_boxes": [box for box in found if not box.is_open(today)],
        "manages": can_manage_boxes(request.user),
    }


TAB = sections.Tab("idees", _("Ideas"), "ideas/partials/group_tab.html", context, tool=TOOL, order=46)

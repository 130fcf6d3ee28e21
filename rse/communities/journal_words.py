"""The journal of a group, in words for those who moderate it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext

from rse.communities.models import Community, CommunityChange
from rse.people.models import User

SHOWN = 20
WORDS: dict[str, str | Promise] = {
    "created": gettext_lazy("the group is opened"),
    "changed": gettext_lazy("the settings change"),
    "archived": gettext_lazy("the group is archived"),
    "reopened": gettext_lazy("the group is open again"),
    "joined": gettext_lazy("%(name)s comes in"),
    "left": gettext_lazy("%(name)s leaves"),
    "excluded": gettext_lazy("%(name)s is excluded"),
    "moved": gettext_lazy("%(name)s goes with a change of department"),
    "gone": gettext_lazy("%(name)s has left the organisation"),
    "role_changed": gettext_lazy("%(name)s has another role"),
    "administrator_entered": gettext_lazy("%(name)s enters as administrator"),
    "invited": gettext_lazy("colleagues are invited"),
    "invitation_accepted": gettext_lazy("%(name)s accepts an invitation"),
    "invitation_declined": gettext_lazy("%(name)s declines an invitation"),
    "invitation_withdrawn": gettext_lazy("an invitation is taken back"),
    "asked": gettext_lazy("%(name)s asks to come in"),
    "request_accepted": gettext_lazy("the request of %(name)s is accepted"),
    "request_refused": gettext_lazy("the request of %(name)s is refused"),
    "request_withdrawn": gettext_lazy("%(name)s asks no more"),
    "department_added": gettext_lazy("a department comes of itself"),
    "department_removed": gettext_lazy("a department no longer comes of itself"),
}


@dataclass(frozen=True)
class Entry:
    words: str
    by: str
    at: datetime


def journal_of(user: User, community: Community) -> list[Entry]:
    """The newest lines first, as far as `user` may read them; one query."""
    rows = CommunityChange.objects.visible_to(user).filter(community=community).select_related("actor", "subject")[:SHOWN]
    return [Entry(_said(row), str(row.actor or ""), row.at) for row in rows]


def _said(row: CommunityChange) -> str:
    words = WORDS.get(row.code)
    return str(words) % {"name": row.subject or pgettext("group", "somebody")} if words else row.code

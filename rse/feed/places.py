"""Where a post stands: the address of its group, when the room of groups has pages in this host."""

from typing import TYPE_CHECKING

from django.urls import NoReverseMatch
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from rse.communities.models import Community
from rse.core.addresses import address

if TYPE_CHECKING:
    from rse.feed.models import Post

COMMUNITY_PAGE = "communities:community"


def community_url(community: Community) -> str:
    try:
        return address(COMMUNITY_PAGE, community.slug)
    except NoReverseMatch:
        return ""


def place_of(post: "Post") -> tuple[str | Promise, str]:
    """The group, the department whose page it stands on, or everybody; and where that leads."""
    if post.community:
        return post.community.name, community_url(post.community)
    if post.department:
        return post.department.name, address("feed:department", post.department_id or 0)
    return _("All agents"), ""

"""Where a post stands: the address of its group, when the room of groups has pages in this host."""

from django.urls import NoReverseMatch

from rse.communities.models import Community
from rse.core.addresses import address

COMMUNITY_PAGE = "communities:community"


def community_url(community: Community) -> str:
    try:
        return address(COMMUNITY_PAGE, community.slug)
    except NoReverseMatch:
        return ""

"""Where a post stands: the address of its group, when the room of groups has pages in this host."""

from django.urls import NoReverseMatch, reverse

from rse.communities.models import Community

COMMUNITY_PAGE = "communities:community"


def community_url(community: Community) -> str:
    try:
        return reverse(COMMUNITY_PAGE, args=[community.slug])
    except NoReverseMatch:
        return ""

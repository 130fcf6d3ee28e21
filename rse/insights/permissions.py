"""Who reads figures: animators for the network, the owners of a group for theirs. Nobody reads a person's."""

from django.contrib.auth.backends import ModelBackend
from django.db.models import QuerySet

from rse.communities.models import Community
from rse.communities.permissions import can_own
from rse.insights.models import FruitlessSearch
from rse.insights.querysets import LEAST_PEOPLE
from rse.people.models import User


def can_read_insights(user: User) -> bool:
    return user.is_active and user.has_perm("insights.read_insights")


def can_read_life_of(user: User, community: Community) -> bool:
    """The owners of the group, and nobody else: an animator is an outsider of a group they are not in."""
    return can_own(user, community)


def audience_of_search(search: FruitlessSearch) -> QuerySet[User]:
    """The inverse of `FruitlessSearch.objects.visible_to`."""
    people = ModelBackend().with_perm("insights.read_insights")
    return people if search.people >= LEAST_PEOPLE else people.none()

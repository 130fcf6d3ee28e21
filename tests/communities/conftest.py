from collections.abc import Iterator

import pytest
from django.test import Client

from rse.communities.models import Community, CommunityUserObjectPermission, Membership
from rse.communities.permissions import ROLES
from rse.people.models import Agent
from tests import factories


@pytest.fixture
def owner(db: None) -> Agent:
    return factories.AgentFactory(first_name="Odile", last_name="Martin", user__username="1001")


@pytest.fixture
def moderator(db: None) -> Agent:
    return factories.AgentFactory(first_name="Marius", last_name="Leroy", user__username="1002")


@pytest.fixture
def member(db: None) -> Agent:
    return factories.AgentFactory(first_name="Sonia", last_name="Diallo", user__username="1003")


@pytest.fixture
def outsider(db: None) -> Agent:
    """A colleague who is in no group."""
    return factories.AgentFactory(first_name="Omar", last_name="Petit", user__username="1004")


@pytest.fixture
def administrator(db: None) -> Agent:
    return factories.AgentFactory(first_name="Nadia", last_name="Roy", user__username="1005", user__is_superuser=True, user__is_staff=True)


@pytest.fixture
def as_():
    """`as_(agent)`: a browser where this person is signed in."""

    def sign_in(agent: Agent) -> Client:
        browser = Client(headers={"accept": "text/html"})
        browser.force_login(agent.user)
        return browser

    return sign_in


@pytest.fixture(autouse=True)
def _memberships_and_rights_agree(db: None) -> Iterator[None]:
    """After every test: the guardian rows are exactly those of the roles, and every count is exact."""
    yield
    check_the_books()


def check_the_books() -> None:
    """What a role gives is what guardian holds; a group counts its open accounts."""
    expected = {(row.community_id, row.user_id, right) for row in Membership.objects.all() for right in ROLES[row.role]}
    held = CommunityUserObjectPermission.objects.values_list("content_object_id", "user_id", "permission__codename")
    assert sorted(held) == sorted(expected)
    for community in Community.objects.all():
        assert community.member_count == community.memberships.filter(user__is_active=True).count(), community

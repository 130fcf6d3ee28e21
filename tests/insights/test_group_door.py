"""From the page of a group to its figures: for its owners, and for nobody else."""

import pytest
from django.test import Client
from django.urls import reverse

from rse.people.models import Agent
from tests.communities.factories import open_group, put_in
from tests.factories import AgentFactory

pytestmark = pytest.mark.django_db


def page(community, agent: Agent) -> str:
    client = Client()
    client.force_login(agent.user)
    return client.get(reverse("communities:community", args=[community.slug])).content.decode()


def test_owners_are_led_to_the_figures_of_their_group(marc) -> None:
    group = open_group(marc)
    assert reverse("insights:community", args=[group.slug]) in page(group, marc)


@pytest.mark.parametrize("role", ["moderator", "member", None])
def test_the_others_see_no_door(marc, flora, role) -> None:
    group = open_group(marc)
    other = AgentFactory()
    if role:
        put_in(group, other, role=role)
    for person in (other, flora):
        assert "vie-du-reseau/groupes" not in page(group, person)

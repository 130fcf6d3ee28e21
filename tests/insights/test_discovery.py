"""First steps, and what is proposed to a newcomer."""

import pytest
from django.test import Client

from rse.insights.discovery import colleagues_for, groups_for
from rse.people import first_steps
from rse.people.models import Agent, DismissedStep, Follow, Skill
from tests.factories import AgentFactory
from tests.feed.factories import ClosedFactory, CommunityFactory, NonVisibleFactory, member


@pytest.fixture
def browser(marc: Agent) -> Client:
    found = Client(headers={"accept": "text/html"})
    found.force_login(marc.user)
    return found


def codes(agent: Agent) -> list[str]:
    return [offered.step.code for offered in first_steps.steps_for(agent.user)]


def test_a_step_that_is_done_vanishes(marc: Agent) -> None:
    assert {"skills", "groups", "department", "photo", "phone"} <= set(codes(marc))
    marc.skills.add(Skill.objects.create(name="Taille", folded="taille"))
    member(CommunityFactory(), marc.user)
    Follow.objects.create(follower=marc.user, department=marc.department)
    assert {"skills", "groups", "department"}.isdisjoint(codes(marc))


def test_a_step_is_put_away_once_and_for_oneself_alone(marc: Agent, browser: Client, django_assert_max_num_queries) -> None:
    for _click in range(2):
        assert browser.post("/premiers-pas/photo/fait/", {"next": "/decouvrir/"}).headers["Location"] == "/decouvrir/"
    assert "photo" not in codes(marc)
    assert "photo" in codes(AgentFactory())
    assert DismissedStep.objects.count() == 1
    assert browser.post("/premiers-pas/inconnu/fait/").status_code == 404
    assert browser.get("/premiers-pas/photo/fait/").status_code == 405
    with django_assert_max_num_queries(1):
        first_steps.steps_for(marc.user)


def test_the_home_page_offers_three_steps(browser: Client) -> None:
    page = browser.get("/").content.decode()
    assert page.count("Pas pour moi") == 3


def test_groups_are_proposed_by_department_then_job_and_only_those_one_reads(marc: Agent) -> None:
    near, alike, large = CommunityFactory(name="Proche"), CommunityFactory(name="Métier"), CommunityFactory(name="Grand", member_count=90)
    member(near, AgentFactory(department=marc.department).user)
    member(alike, AgentFactory(job_title="jardinier").user)
    member(large)
    member(CommunityFactory(name="Déjà"), marc.user)
    for hidden in (NonVisibleFactory(), ClosedFactory()):
        member(hidden, AgentFactory(department=marc.department).user)
    found = groups_for(marc.user)
    assert [one.community for one in found] == [near, alike, large]
    assert [one.why for one in found] == ["1 collègue de votre service", "1 personne du même métier", "90 membres"]


def test_colleagues_are_proposed_by_skills_then_department_and_not_those_followed(marc: Agent) -> None:
    skill = Skill.objects.create(name="Taille", folded="taille")
    marc.skills.add(skill)
    shares, near, followed = AgentFactory(), AgentFactory(department=marc.department), AgentFactory(department=marc.department)
    AgentFactory()
    shares.skills.add(skill)
    Follow.objects.create(follower=marc.user, agent=followed)
    found = colleagues_for(marc.user)
    assert [one.agent for one in found] == [shares, near]
    assert [one.why for one in found] == ["1 compétence en commun", "même service"]


def test_the_page_shows_no_group_one_may_not_read(marc: Agent, browser: Client) -> None:
    member(NonVisibleFactory(name="Zzcanarizz"), AgentFactory(department=marc.department).user)
    assert "Zzcanarizz" not in browser.get("/decouvrir/").content.decode()
    assert browser.get("/decouvrir/telephone/").status_code == 200

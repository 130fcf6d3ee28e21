"""Mentions of the contributor role, carried from job descriptions to missions by HR alone."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from integrations.bridges import mentions
from referents.models import Enquiry, Mandate
from rse.people import actions
from rse.people.models import Agent, User
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def hr() -> User:
    agent = factories.hr_agent()
    agent.user.user_permissions.add(Permission.objects.get(codename="keep_register"))
    return User.objects.get(pk=agent.user_id)


@pytest.fixture
def sonia(hr: User) -> Agent:
    agent = factories.AgentFactory()
    job = actions.write_job_description(agent.organisation, code="J1", title="Animatrice", contributor_role="done", actor=hr)
    actions.add_position(agent, department=agent.department, title="Animatrice", start=timezone.localdate(), main=True, job_description=job, actor=hr)
    return agent


@pytest.fixture
def mission(sonia: Agent) -> Mandate:
    today = timezone.localdate()
    return Mandate.objects.create(user=sonia.user, role="referent", start=today - timedelta(days=9), created_at=timezone.now())


def test_a_mission_whose_register_says_less_is_shown_and_carried_once(client, hr, mission):
    client.force_login(hr)
    assert [gap.mandate for gap in mentions.gaps(hr, on=timezone.localdate())] == [mission]
    assert reverse("bridges:mentions") in client.get(reverse("people:personnel")).content.decode()
    for _click in range(2):
        assert client.post(reverse("bridges:mentions"), {"missions": [mission.pk]}).status_code == 302
    mission.refresh_from_db()
    assert mission.job_description == "done"
    assert mission.changes.filter(code="job_description").count() == 1
    assert mentions.gaps(hr, on=timezone.localdate()) == []


def test_the_register_is_never_set_back_and_a_mission_over_is_left_alone(hr, mission):
    Mandate.objects.filter(pk=mission.pk).update(end=timezone.localdate() - timedelta(days=1))
    assert mentions.gaps(hr, on=timezone.localdate()) == []


def test_whoever_keeps_only_one_side_finds_nothing(client, mission):
    for other in (factories.hr_agent().user, factories.AgentFactory().user):
        client.force_login(other)
        assert client.get(reverse("bridges:mentions")).status_code == 404
        assert client.post(reverse("bridges:mentions"), {"missions": [mission.pk]}).status_code == 404
        with pytest.raises(PermissionDenied):
            mentions.carry([mission.pk], actor=other)
    mission.refresh_from_db()
    assert mission.job_description == "no"


def test_hr_opens_no_question_for_all_that(hr):
    assert not Enquiry.objects.visible_to(hr).exists()

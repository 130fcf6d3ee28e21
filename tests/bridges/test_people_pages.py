"""What the plugin adds to profiles, to the organisation chart and to departures."""

from datetime import date

import pytest
from django.test import Client

from integrations.bridges.people_pages import referent_badges, referent_marks, what_ends
from referents.models import Mandate, Referent
from rse.people import actions
from rse.people.models import Agent
from tests import factories
from tests.referents.factories import Town

pytestmark = pytest.mark.django_db


def agent_of(user) -> Agent:
    found = Agent.objects.filter(user=user).select_related("user", "department").first()
    return found or factories.AgentFactory(user=user, first_name=user.first_name or "Inès", last_name=user.last_name or "Marchand")


def test_a_referent_shows_the_subjects_they_answer_for(town: Town) -> None:
    role = Referent.objects.active().filter(topics__isnull=False).select_related("user").distinct().first()
    badges = referent_badges(town.cm, agent_of(role.user))
    assert badges
    assert sorted(topic.name for topic in role.topics.all())[0] in badges[0].context["words"]
    assert badges[0].context["url"].endswith(f"?department={role.department_id}")
    client = Client()
    client.force_login(town.cm)
    assert "Répond aux habitants" in client.get(f"/annuaire/{agent_of(role.user).pk}/").content.decode()


def test_somebody_who_ended_the_role_shows_nothing(town: Town) -> None:
    role = Referent.objects.active().select_related("user").first()
    Referent.objects.filter(user=role.user).update(state=Referent.State.ENDED)
    assert referent_badges(town.cm, agent_of(role.user)) == []


def test_the_chart_counts_the_referents_of_each_department(town: Town, django_assert_num_queries) -> None:
    departments = set(Referent.objects.active().values_list("department", flat=True))
    with django_assert_num_queries(1):
        marks = referent_marks(town.cm, departments)
    for pk, mark in marks.items():
        assert mark.words.split("\N{NO-BREAK SPACE}")[0].split(" ")[0] == str(Referent.objects.active().filter(department=pk).count())


def test_a_departure_says_the_missions_and_questions_it_ends(town: Town) -> None:
    holder = Mandate.objects.in_force(date.today()).select_related("user").first().user
    assert "prend fin" in what_ends(agent_of(holder))[0] or "prennent fin" in what_ends(agent_of(holder))[0]
    assert what_ends(factories.AgentFactory()) == []


def test_what_a_volunteer_wrote_is_erased_with_them_and_the_row_stays(town: Town) -> None:
    role = Referent.objects.active().select_related("user").first()
    Referent.objects.filter(pk=role.pk).update(word="Mot personnel")
    agent = agent_of(role.user)
    actions.leave(agent, on=date(2026, 1, 1), actor=None)
    actions.anonymise(agent, actor=None)
    role.refresh_from_db()
    assert (role.word, role.user_id) == ("", agent.user_id)
    assert str(role.user) == "Ancien agent"

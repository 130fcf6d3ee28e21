import pytest
from django.test import Client

from rse.people.conf import PAGE_SIZE
from rse.people.models import Absence, Agent, Department, User
from rse.people.permissions import audience_of_absence, audience_of_agent
from tests import factories

pytestmark = pytest.mark.django_db


def names(response):
    return [line.agent.full_name for line in response.context["page"].lines]


def test_signed_out_people_see_nothing():
    assert Client().get("/annuaire/").url == "/compte/connexion/?next=/annuaire/"


@pytest.mark.parametrize("query", ["diallo", "DIALLO sonia", "sonia diallo", "accueil", "d’accueil", "01 00 00 00 12", "0100000012", "00 12"])
def test_words_without_accent_job_and_telephone_find_a_person(as_, sonia, outsider, query):
    factories.AgentFactory.create_batch(2, first_name="Luc", last_name="Bodin", job_title="Jardinier", phone="02 99 99 99 99")
    assert "Sonia Diallo" in names(as_(outsider).get("/annuaire/", {"q": query}))
    assert "Luc Bodin" not in names(as_(outsider).get("/annuaire/", {"q": query}))


def test_a_department_takes_what_is_below(as_, sonia, outsider):
    below = factories.AgentFactory(department=factories.DepartmentFactory(parent=sonia.department))
    response = as_(outsider).get("/annuaire/", {"department": sonia.department_id})
    assert set(names(response)) == {sonia.full_name, below.full_name}
    counts = {branch.department.pk: branch.count for branch in response.context["page"].branches}
    assert counts[sonia.department_id] == 2
    assert counts[below.department_id] == 1
    assert response.context["page"].total == 2


def test_leavers_are_not_listed(as_, sonia):
    gone = factories.AgentFactory(gone=True)
    assert gone.full_name not in names(as_(sonia).get("/annuaire/"))
    assert as_(sonia).get(f"/annuaire/{gone.pk}/").status_code == 404


def test_pages_follow_each_other_without_gap_or_repeat_whatever_the_names(as_, sonia):
    department = sonia.department
    for number in range(2 * PAGE_SIZE + 5):
        factories.AgentFactory(department=department, first_name="Léa", last_name="Égal" if number % 2 else f"Zoé {number:03}")
    browser, after, seen = as_(sonia), None, []
    while True:
        page = browser.get("/annuaire/", {"after": after.pk} if after else {}).context["page"]
        seen += [line.agent.pk for line in page.lines]
        after = page.next
        if after is None:
            break
    assert seen == list(Agent.objects.listed().values_list("pk", flat=True))
    assert len(seen) == 2 * PAGE_SIZE + 6


def test_accents_sort_among_their_letters(as_, sonia):
    for last_name in ("Zola", "Éluard", "Eiffel"):
        factories.AgentFactory(first_name="A", last_name=last_name)
    assert names(as_(sonia).get("/annuaire/")) == ["Sonia Diallo", "A Eiffel", "A Éluard", "A Zola"]


@pytest.mark.parametrize("asked", [{"after": "x"}, {"after": "999999"}, {"department": "x"}, {"q": "a" * 500}])
def test_an_unreadable_question_is_as_if_it_had_not_been_asked(as_, sonia, asked):
    assert as_(sonia).get("/annuaire/", asked).status_code == 200


@pytest.mark.parametrize("people", [3, 25])
def test_the_page_costs_the_same_for_few_and_many(as_, sonia, people, django_assert_max_num_queries):
    for _person in range(people):
        factories.AbsenceFactory(substitute=sonia)
    browser = as_(sonia)
    with django_assert_max_num_queries(14):
        assert browser.get("/annuaire/", {"q": "diallo", "department": ""}).status_code == 200
    with django_assert_max_num_queries(14):
        assert browser.get("/annuaire/", {"department": sonia.department_id, "after": sonia.pk}).status_code == 200


def test_typing_receives_the_results_alone(as_, sonia):
    page = as_(sonia).get("/annuaire/", {"q": "diallo"}, headers={"hx-request": "true"}).content.decode()
    assert "Sonia Diallo" in page
    assert "<html" not in page


def test_nobody_found_says_what_to_try(as_, sonia):
    page = as_(sonia).get("/annuaire/", {"q": "zzzz"}).content.decode()
    assert "Personne ne correspond à cette recherche." in page


def test_audience_and_visibility_are_two_sides_of_the_same_rule(sonia, head, hr, outsider):
    gone = factories.AgentFactory(gone=True)
    boss = User.objects.create_superuser("root", password="x")
    for agent in (sonia, outsider, gone):
        factories.AbsenceFactory(agent=agent)
    users = User.objects.all()
    for agent in Agent.objects.all():
        assert set(audience_of_agent(agent)) == {user for user in users if Agent.objects.visible_to(user).filter(pk=agent.pk).exists()}
    for absence in Absence.objects.all():
        allowed = {user for user in users if Absence.objects.visible_to(user).filter(pk=absence.pk).exists()}
        assert set(audience_of_absence(absence)) == allowed
        assert (boss in allowed) == (absence.agent != gone)
    assert not Department.objects.visible_to(gone.user).exists()

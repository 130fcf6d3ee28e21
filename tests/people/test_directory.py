import time
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from integrations.bridges.demo import crowd
from rse.people import actions
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
    browser, address, seen = as_(sonia), "", []
    while True:
        page = browser.get(f"/annuaire/{address}").context["page"]
        seen += [line.agent.pk for line in page.lines]
        address = page.next
        if not address:
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
    with django_assert_max_num_queries(15):
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


def test_a_ranked_list_goes_on_without_gap_or_repeat(as_, sonia):
    for number in range(PAGE_SIZE + 5):
        factories.AgentFactory(first_name="Léa", last_name=f"Martin {number:03}")
    first = as_(sonia).get("/annuaire/", {"q": "martin"}).context["page"]
    second = as_(sonia).get(f"/annuaire/{first.next}").context["page"]
    seen = [line.agent.pk for page in (first, second) for line in page.lines]
    assert len(seen) == len(set(seen)) == PAGE_SIZE + 5
    assert not second.next


def test_close_names_are_said_to_be_close(as_, sonia):
    assert "Résultats proches de" in as_(sonia).get("/annuaire/", {"q": "dialo"}).content.decode()
    assert "Résultats proches de" not in as_(sonia).get("/annuaire/", {"q": "diallo"}).content.decode()


def test_elected_members_stand_apart(as_, sonia):
    factories.AgentFactory(first_name="Élise", last_name="Courtois", kind=Agent.Kind.ELECTED, department=None)
    browser = as_(sonia)
    assert "Élise Courtois" not in names(browser.get("/annuaire/"))
    assert names(browser.get("/annuaire/", {"qui": "elus"})) == ["Élise Courtois"]
    assert names(browser.get("/annuaire/", {"q": "courtois"})) == ["Élise Courtois"]
    assert names(browser.get("/annuaire/", {"q": "courtois", "qui": "agents"})) == []


def test_a_single_department_above_all_gives_way_to_those_below(as_, sonia):
    top = factories.DepartmentFactory(name="Direction générale")
    sonia.department.parent = top
    sonia.department.save()
    branches = as_(sonia).get("/annuaire/").context["page"].branches
    assert [branch.department for branch in branches] == [sonia.department]


@pytest.fixture
def chosen(sonia, head, hr):
    """Sonia, who knows the sign language and is away; Paul, who heads her department; Hélène, at the annexe."""
    actions.set_skills(sonia, names=["Langue des signes"], actor=None)
    actions.change_profile(hr, changes={"site": "Annexe"}, actor=None)
    factories.AbsenceFactory(agent=sonia)
    return sonia.skills.get()


WEDNESDAY = datetime(2026, 11, 25, 10, 0, tzinfo=ZoneInfo("Europe/Paris"))


def test_filters_narrow_and_the_panel_counts_them(as_, hr, chosen, time_machine):
    time_machine.move_to(WEDNESDAY, tick=False)
    Absence.objects.update(start=WEDNESDAY.date(), end=WEDNESDAY.date())
    cases = [
        ({"skill": chosen.pk}, {"Sonia Diallo"}),
        ({"role": "head"}, {"Paul Roche"}),
        ({"site": "Annexe"}, {"Hélène Roy"}),
        ({"presence": "away"}, {"Sonia Diallo"}),
        ({"presence": "now"}, {"Paul Roche", "Hélène Roy"}),
        ({"presence": "away", "role": "head"}, set()),
        ({"q": "diallo", "presence": "now"}, set()),
        ({"q": "roche", "role": "head"}, {"Paul Roche"}),
    ]
    for asked, found in cases:
        response = as_(hr).get("/annuaire/", {**asked, "filtres": "1"})
        assert set(names(response)) == found, asked
        page = response.context["page"]
        assert page.total == len(found)
        kept = {facet.name: choice.count for facet in page.facets for choice in facet.choices if choice.chosen}
        assert all(count == len(found) for count in kept.values()), (asked, kept)
        assert len(page.chips) == len(asked)


def test_each_answer_of_the_panel_shows_as_many_people_as_it_says(as_, hr, chosen):
    page = as_(hr).get("/annuaire/", {"filtres": "1"}).context["page"]
    for facet in page.facets:
        for choice in facet.choices:
            assert as_(hr).get("/annuaire/", {facet.name: choice.value}).context["page"].total == choice.count, choice


@pytest.mark.parametrize("asked", [{}, {"q": "Mercier"}, {"q": "mersier"}, {"filtres": "1"}, {"q": "agent", "filtres": "1", "presence": "today"}])
def test_a_crowd_costs_as_many_queries_as_a_few(as_, sonia, asked, django_assert_max_num_queries):
    crowd.build(300)
    browser = as_(sonia)
    with django_assert_max_num_queries(24 if "filtres" in asked else 15):
        assert browser.get("/annuaire/", asked).status_code == 200


@pytest.mark.parametrize("name", ["q", "department", "skill", "role", "presence", "site", "after", "qui"])
def test_fifty_kilobytes_are_answered_like_anything_else(as_, sonia, name):
    browser = as_(sonia)
    browser.get("/annuaire/")
    begun = time.perf_counter()
    assert browser.get("/annuaire/", {name: "é1 " * 17_000}).status_code == 200
    assert time.perf_counter() - begun < 1

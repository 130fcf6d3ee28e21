import time

import pytest

from integrations.bridges.demo import crowd
from rse.people import actions
from rse.people.finding import find
from rse.people.models import Agent, User
from tests import factories
from tests.bench.people_search import holds, judged, score

pytestmark = pytest.mark.django_db


@pytest.fixture
def found(outsider):
    """`found("diallo")`: full names, best first, as a colleague of another department finds them."""
    return lambda query: [f"{row.first_name} {row.last_name}" for row in find(outsider.user, query).rows]


def person(name: str, **facts: object) -> Agent:
    first_name, last_name = name.split(" ", 1)
    return factories.AgentFactory(first_name=first_name, last_name=last_name, **{"phone": "", "job_title": "", **facts})


def test_the_very_name_comes_before_its_beginning_and_slips_are_not_shown_beside_it(found):
    for name in ("Luc Martineau", "Zoé Martin", "Luc Martain"):
        person(name)
    assert found("martin") == ["Zoé Martin", "Luc Martineau"]


def test_slips_are_forgiven_when_nobody_bears_the_name_and_it_is_said(outsider):
    person("Zoé Garnier")
    answer = find(outsider.user, "ganier zoe")
    assert [row.last_name for row in answer.rows] == ["Garnier"]
    assert answer.near
    assert not find(outsider.user, "zoe garnier").near


def test_a_word_too_many_does_not_lose_the_person(outsider):
    person("Zoé Garnier")
    answer = find(outsider.user, "zoé garnier xylophone")
    assert [row.last_name for row in answer.rows] == ["Garnier"]
    assert answer.near


def test_a_department_is_found_by_name_code_initials_and_parent(found):
    social = factories.DepartmentFactory(code="SOC", name="Action sociale")
    below = factories.DepartmentFactory(code="X1", name="Centre communal d’action sociale", parent=social)
    factories.DepartmentFactory(code="ZZ", name="Sports")
    person("Zoé Garnier", department=below)
    for query in ("ccas", "CCAS", "action sociale", "soc", "x1", "service social"):
        assert found(query) == ["Zoé Garnier"], query


def test_the_department_above_all_others_does_not_stand_for_everybody(found, outsider, sonia):
    top = factories.DepartmentFactory(code="DGS", name="Direction générale")
    for department in (outsider.department, sonia.department):
        department.parent = top
        department.save()
    person("Zoé Garnier", department=top)
    assert found("dgs") == ["Zoé Garnier"]


def test_the_head_comes_first_in_the_department(found):
    sports = factories.DepartmentFactory(code="SPO", name="Sports")
    person("Abel Abadie", department=sports)
    factories.head_of(sports, first_name="Zoé", last_name="Garnier", job_title="", phone="")
    assert found("sports") == ["Zoé Garnier", "Abel Abadie"]


def test_a_moved_or_renamed_department_is_found_at_once(found, hr):
    sports = factories.DepartmentFactory(code="SPO", name="Sports")
    person("Zoé Garnier", department=sports)
    actions.change_department(sports, name="Gymnases", code="GYM", actor=hr.user)
    assert found("gymnase") == ["Zoé Garnier"]
    assert found("sports") == []


def test_a_job_is_found_in_either_gender(found):
    person("Zoé Garnier", job_title="Directrice des ressources humaines")
    for query in ("directeur des ressources humaines", "directrice ressources", "DRH"):
        assert found(query) == ["Zoé Garnier"], query


def test_a_skill_and_its_synonyms_find_whoever_holds_it(found, sonia, hr):
    actions.set_skills(sonia, names=["Langue des signes"], actor=hr.user)
    skill = sonia.skills.get()
    actions.rename_skill(skill, name=skill.name, synonyms="LSF\nsignes", actor=hr.user)
    for query in ("langue des signes", "lsf", "signe", "sonia lsf"):
        assert found(query) == ["Sonia Diallo"], query


def test_a_language_finds_whoever_speaks_it(found, sonia, hr):
    actions.set_languages(sonia, codes=["ar"], actor=hr.user)
    assert found("arabe") == ["Sonia Diallo"]


def test_a_whole_number_comes_before_its_end_and_a_slip_in_it_finds_nobody(found):
    person("Zoé Garnier", phone="01 23 45 67 89")
    person("Abel Abadie", mobile="06 45 67 89 00")
    assert found("+33 1 23 45 67 89") == ["Zoé Garnier"]
    assert found("456789") == ["Zoé Garnier", "Abel Abadie"]
    assert found("01 23 45 67 80") == []


def test_an_address_finds_its_owner(found, sonia):
    assert found("SONIA@ville.example") == ["Sonia Diallo"]


def test_leavers_are_found_by_nobody_and_nobody_is_found_by_a_closed_account(found, sonia, outsider):
    person("Zoé Garnier", state=Agent.State.LEFT)
    assert found("garnier") == found("ganier") == []
    outsider.user.is_active = False
    assert find(outsider.user, "diallo").rows == []


@pytest.mark.parametrize("query", ["diallo", "dialo", "directrice sports", "0012", "a b c d e f g h", "zzzz yyyy", "langue des signes", "%_\\'\"", "'; drop"])
def test_whatever_is_asked_costs_a_fixed_number_of_queries(sonia, outsider, query, django_assert_max_num_queries):
    actions.set_skills(sonia, names=["Langue des signes"], actor=None)
    with django_assert_max_num_queries(9):
        find(outsider.user, query)


@pytest.mark.parametrize("query", ["a " * 25_000, "z" * 50_000, "1 " * 25_000, "%" * 50_000, "\ud800"])
def test_hostile_queries_are_answered_in_no_time(sonia, outsider, query):
    find(outsider.user, "warm up")
    begun = time.perf_counter()
    find(outsider.user, query)
    assert time.perf_counter() - begun < 0.1


def test_the_judged_queries_find_their_people_in_a_small_crowd():
    """The whole crowd and the time it takes are judged by tests/bench/people_search.py."""
    crowd.build(400)
    user = User.objects.get(username=str(crowd.FIRST_NUMBER))
    people = list(Agent.objects.select_related("department").prefetch_related("skills"))
    queries = [query for query in judged() if any(holds(agent, query["first"]) for agent in people)]
    assert len(queries) > 10
    assert score(user, queries).misses == []
    assert crowd.build(400) == 0

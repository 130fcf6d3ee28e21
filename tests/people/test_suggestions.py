import pytest
from django.test import Client

from rse.core import suggestions as top_bar
from tests import factories

pytestmark = pytest.mark.django_db


def test_the_top_bar_asks_the_search_and_the_directory_where_there_is_none(as_, sonia, monkeypatch):
    assert 'data-suggest="/recherche/suggestions/"' in as_(sonia).get("/").content.decode()
    monkeypatch.setattr(top_bar, "_url_names", [one for one in top_bar._url_names if one[1] != "search:suggest"])
    assert top_bar.address() == "/annuaire/proposer/"
    assert 'data-suggest="/annuaire/proposer/"' in as_(sonia).get("/").content.decode()


def test_signed_out_people_are_proposed_nobody():
    assert Client().get("/annuaire/proposer/", {"q": "diallo"}).url.startswith("/compte/connexion/")


def test_a_person_is_proposed_with_what_tells_them_apart(as_, sonia, outsider):
    answer = as_(outsider).get("/annuaire/proposer/", {"q": "sonia dialo"}).json()
    assert answer["near"]
    [person] = answer["people"]
    assert person["id"] == sonia.pk
    assert person["name"] == "Sonia Diallo"
    assert person["detail"] == f"Chargée d’accueil · {sonia.department.name}"
    assert person["url"] == f"/annuaire/{sonia.pk}/"
    assert person["initials"] == "SD"
    assert person["presence"]


def test_leavers_and_the_person_left_aside_are_not_proposed(as_, sonia, outsider):
    factories.AgentFactory(last_name="Diallo", gone=True)
    assert as_(outsider).get("/annuaire/proposer/", {"q": "diallo", "besides": sonia.pk}).json()["people"] == []


@pytest.mark.parametrize("asked", [{}, {"q": "d"}, {"q": "z" * 50_000}, {"q": "diallo", "besides": "x" * 50}, {"q": "\0"}])
def test_whatever_is_asked_is_answered(as_, sonia, asked):
    assert as_(sonia).get("/annuaire/proposer/", asked).status_code == 200


def test_twelve_people_cost_as_many_queries_as_one(as_, sonia, django_assert_max_num_queries):
    for _person in range(15):
        factories.AbsenceFactory(substitute=sonia)
    browser = as_(sonia)
    with django_assert_max_num_queries(9):
        assert len(browser.get("/annuaire/proposer/", {"q": "diallo"}).json()["people"]) == 12

"""The directory of referents: finding, who is in, one's own card."""

from collections.abc import Iterable

import pytest
from browsing import AWAY, signed_in
from django.contrib.auth.models import AbstractUser
from django.urls import reverse
from django.utils import timezone
from factories import Town, make_department, make_referent, make_topic, make_user

from referents import reachability
from referents.models import Referent


@pytest.fixture(autouse=True)
def _directory(settings: object) -> Iterable[None]:
    settings.REFERENTS = {**getattr(settings, "REFERENTS", {}), "DIRECTORY": "browsing.KnownDirectory"}
    AWAY.clear()
    yield
    AWAY.clear()


def shown(user: AbstractUser, **query: object):
    return signed_in(user).get(reverse("referents:directory"), query).context["page"]


def names(user: AbstractUser, **query: object) -> list[str]:
    return [entry.name for entry in shown(user, **query).entries]


def test_people_are_found_by_name_subject_and_department_whatever_the_accents(town: Town) -> None:
    roads = make_department("Espaces publics")
    make_referent(make_user("Élodie", "Péan"), department=roads, topics=(make_topic("Éclairage", department=roads),))
    reader = make_user()
    for query in ("pean", "ECLAIRAGE", "espaces", "elodie publics"):
        assert names(reader, q=query) == ["Élodie Péan"]
    assert names(reader, q="zzz") == []


def test_a_department_counts_and_shows_what_lies_below_it(town: Town) -> None:
    below = make_department("Petite enfance", parent=town.department)
    make_referent(make_user("Zoé", "Bas"), department=below)
    page = shown(make_user(), department=town.department.pk)
    assert [entry.name for entry in page.entries] == ["Sonia Diallo", "Zoé Bas"]
    assert {branch.department.name: branch.count for branch in page.branches} == {"Éducation": 2, "Petite enfance": 1}


def test_somebody_away_is_replaced_by_name_and_number(town: Town) -> None:
    deputy = make_user("Yann", "Le Goff")
    AWAY[town.expert.pk] = deputy.pk
    html = signed_in(make_user()).get(reverse("referents:directory")).content.decode()
    assert "Yann Le Goff" in html
    assert 'href="tel:0100000012"' in html
    (entry,) = shown(make_user()).entries
    assert entry.reachable
    AWAY[deputy.pk] = None
    (entry,) = shown(make_user()).entries
    assert entry.deputy_away
    assert not entry.reachable


def test_services_without_anybody_present_are_named(town: Town) -> None:
    water = make_department("Eau")
    make_topic("Fuites", department=water)
    assert [department.name for department in shown(make_user()).reach.missing] == ["Eau"]
    AWAY[town.expert.pk] = None
    reach = shown(make_user()).reach
    assert {department.name for department in reach.missing} == {"Eau", "Éducation"}
    assert (reach.reached, reach.services) == (0, 2)


def test_a_paused_referent_answers_for_nothing_and_ended_ones_are_not_shown(town: Town) -> None:
    Referent.objects.update(state="paused")
    page = shown(make_user())
    assert page.entries[0].paused
    assert page.reach.reached == 0
    Referent.objects.update(state="ended")
    assert shown(make_user()).entries == []


def test_one_pauses_comes_back_and_leaves_alone_without_a_reason(town: Town) -> None:
    client, address = signed_in(town.expert), reverse("referents:change_state", args=[town.referent.pk])
    for to in ("paused", "paused", "active"):
        assert client.post(address, {"to": to}).status_code == 302
        town.referent.refresh_from_db()
        assert town.referent.state == to
    assert town.referent.changes.count() == 2
    assert b"textarea" not in client.get(address).content
    client.post(address, {"to": "ended"})
    town.referent.refresh_from_db()
    assert town.referent.state == "ended"


def test_nobody_changes_somebody_elses_card_nor_invents_a_step(town: Town) -> None:
    address = reverse("referents:change_state", args=[town.referent.pk])
    assert signed_in(town.cm).post(address, {"to": "paused"}).status_code == 404
    assert signed_in(town.expert).post(address, {"to": "volunteer"}).status_code == 403
    town.referent.refresh_from_db()
    assert town.referent.state == "active"


def test_three_hundred_referents_cost_ten_queries_at_most_and_come_by_pages(town: Town, django_assert_max_num_queries: object) -> None:
    departments = [make_department(f"Service {n}", parent=town.department) for n in range(10)]
    topics = [make_topic(f"Sujet {n}", department=department) for n, department in enumerate(departments)]
    for n in range(300):
        referent = make_referent(make_user(f"Prénom{n:03d}", "Nom"), department=departments[n % 10], topics=(topics[n % 10],))
        if n % 7 == 0:
            AWAY[referent.user_id] = town.expert.pk if n % 2 else None
    reader = make_user()
    with django_assert_max_num_queries(10):
        assert reachability.directory_page(reader, on=timezone.localdate(), query="service").total == 300
    seen, after = [], ""
    for _ in range(8):
        page = shown(reader, after=after)
        seen += [entry.referent.pk for entry in page.entries]
        if page.next is None:
            break
        after = page.next.pk
    assert len(seen) == len(set(seen)) == 301


def test_colleagues_are_picked_by_name_and_never_all_at_once(town: Town) -> None:
    make_user("Éric", "Bazin")
    make_user("Érica", "Closed", is_active=False)
    client = signed_in(town.expert)
    assert [person["name"] for person in client.get(reverse("referents:pick_person"), {"q": "eric"}).json()["people"]] == ["Éric Bazin"]
    assert client.get(reverse("referents:pick_person"), {"q": "e"}).json()["people"] == []

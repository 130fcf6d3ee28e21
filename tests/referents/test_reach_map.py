"""The map of who can be reached: four states in words, days to come, a constant number of queries."""

from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from browsing import AWAY, signed_in
from django.urls import reverse
from django.utils import timezone
from factories import Town, make_department, make_referent, make_topic, make_user

from referents import reach_map
from referents.models import Referent
from referents.reach_map import Status


@pytest.fixture(autouse=True)
def _directory(settings: object) -> Iterable[None]:
    settings.REFERENTS = {**getattr(settings, "REFERENTS", {}), "DIRECTORY": "browsing.KnownDirectory"}
    AWAY.clear()
    yield
    AWAY.clear()


def states(town: Town) -> dict[str, Status]:
    found = reach_map.reach_map(make_user(), days=[timezone.localdate()])
    return {cell.topic: cell.status for tile in found.tiles for cell in tile.cells}


def test_a_subject_is_reached_rests_on_one_is_away_or_has_nobody(town: Town) -> None:
    make_topic("Fuites", department=town.department)
    assert states(town) == {"Centres de loisirs": Status.FRAGILE, "Fuites": Status.NOBODY}
    deputy = make_user("Yann", "Le Goff")
    Referent.objects.filter(pk=town.referent.pk).update(deputy=deputy)
    assert states(town)["Centres de loisirs"] == Status.REACHED
    AWAY[town.expert.pk] = deputy.pk
    assert states(town)["Centres de loisirs"] == Status.REACHED
    AWAY[deputy.pk] = None
    assert states(town)["Centres de loisirs"] == Status.AWAY
    Referent.objects.filter(pk=town.referent.pk).update(state="paused")
    assert states(town)["Centres de loisirs"] == Status.NOBODY


def test_referent_and_deputy_away_together_are_told_with_what_is_left_alone(town: Town) -> None:
    deputy = make_user("Yann", "Le Goff")
    Referent.objects.filter(pk=town.referent.pk).update(deputy=deputy)
    AWAY.update({town.expert.pk: None, deputy.pk: None})
    (one,) = reach_map.reach_map(make_user(), days=[date(2026, 11, 23)]).warnings
    assert one.people == ("Sonia Diallo", "Yann Le Goff")
    assert one.topics == ("Centres de loisirs",)


@pytest.mark.parametrize(
    ("choice", "days"),
    [("", [date(2026, 11, 27)]), ("demain", [date(2026, 11, 30)]), ("semaine", [date(2026, 11, 30) + timedelta(days=n) for n in range(5)])],
)
def test_the_days_looked_at(choice: str, days: list[date]) -> None:
    assert list(reach_map.days_of(choice, today=date(2026, 11, 27))) == days


@pytest.mark.parametrize("choice", ["", "demain", "semaine", "n’importe"])
def test_the_page_says_every_state_in_words_and_offers_its_table(town: Town, choice: str) -> None:
    make_topic("Fuites", department=town.department)
    client = signed_in(make_user())
    page = client.get(reverse("referents:reach_map"), {"jour": choice}).content.decode()
    assert "Fuites" in page
    assert "Centres de loisirs" in page
    assert reverse("referents:new_call") not in page
    table = client.get(reverse("referents:reach_export"), {"jour": choice}).content.decode()
    assert "Fuites" in table
    keeper = make_user(permissions=("referents.add_referent",))
    assert reverse("referents:new_call") in signed_in(keeper).get(reverse("referents:reach_map")).content.decode()


def test_three_hundred_referents_cost_nine_queries_for_the_map(town: Town, django_assert_max_num_queries: object) -> None:
    departments = [make_department(f"Service {n}", parent=town.department) for n in range(10)]
    topics = [make_topic(f"Sujet {n}", department=department) for n, department in enumerate(departments)]
    for n in range(300):
        make_referent(make_user(f"Prénom{n:03d}", "Nom"), department=departments[n % 10], topics=(topics[n % 10],), deputy=town.expert)
    reader = make_user()
    with django_assert_max_num_queries(9):
        assert reach_map.reach_map(reader, days=[timezone.localdate()]).topics == 11

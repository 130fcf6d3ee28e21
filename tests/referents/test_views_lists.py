"""Filters of the desk's list: what they narrow, kept under a name, shared, opened first; counts that follow."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from factories import Town, make_dispatcher, make_referent, make_user

from referents.models import Area, Enquiry, SavedFilter

MostQueries = Callable[[int], object]


@pytest.fixture
def desk(town: Town, client: Client) -> Client:
    client.force_login(town.cm)
    return client


def subjects(desk: Client, **asked: object) -> list[str]:
    answer = desk.get(reverse("referents:desk"), {"file": "a-traiter", **asked})
    return [line.subject for line in answer.context["page"].lines]


def keep(desk: Client, name: str = "Urgences", query: str = "urgent=on", **typed: str) -> SavedFilter:
    desk.post(reverse("referents:keep_filter"), {"name": name, "query": query, **typed})
    return SavedFilter.objects.get(name=name)


def test_each_filter_narrows_the_list(town: Town, desk: Client) -> None:
    now = timezone.now()
    area = Area.objects.create(name="La Halle")
    town.received(subject="Rien")
    chosen = town.qualified(subject="Choisie", area=area)
    Enquiry.objects.filter(pk=chosen.pk).update(urgent=True, sensitivity="high", promised_at=now - timedelta(hours=1), received_at=now - timedelta(days=9))
    day = timezone.localdate(now) - timedelta(days=9)
    for asked in (
        {"sujet": town.topic.pk}, {"service": town.department.pk}, {"quartier": area.pk}, {"sensible": "high"}, {"urgent": "on"}, {"retard": "on"},
        {"du": day.isoformat(), "au": day.isoformat()}, {"q": "choisie"},
    ):  # fmt: skip
        assert subjects(desk, **asked) == ["Choisie"], asked


def test_the_list_shows_what_one_person_was_asked(town: Town, desk: Client) -> None:
    other = make_referent(make_user("Paul", "Roche"), department=town.department, topics=(town.topic,)).user
    town.assigned(subject="Chez Sonia")
    assert subjects(desk, file="en-attente", chez=town.expert.pk) == ["Chez Sonia"]
    assert subjects(desk, file="en-attente", chez=other.pk) == ["Chez Sonia"], "somebody nobody asked is no filter"


def test_what_cannot_be_read_filters_nothing(town: Town, desk: Client) -> None:
    town.received(subject="Là")
    assert subjects(desk, service="x", sujet="999999", du="hier", sensible="?") == ["Là"]


def test_filters_in_use_are_said_and_can_be_taken_away_one_by_one(town: Town, desk: Client) -> None:
    answer = desk.get(reverse("referents:desk"), {"urgent": "on", "canal": "email"})
    assert [without for _word, without in answer.context["list_form"].said] == ["urgent=on", "canal=email"]


def test_a_filter_is_kept_under_a_name_and_shown_above_the_tabs(town: Town, desk: Client) -> None:
    kept = keep(desk, query="retard=on&sujet=999999&intrus=1")
    assert (kept.query, kept.owner, kept.shared) == ("retard=on", town.cm, False)
    content = desk.get(reverse("referents:desk"), {"file": "a-traiter"}).content.decode()
    assert f"?file=a-traiter&amp;{kept.query}" in content
    keep(desk, query="urgent=on")
    assert SavedFilter.objects.get().query == "urgent=on"


@pytest.mark.parametrize(("name", "query"), [("", "urgent=on"), ("Tout", ""), ("Tout", "intrus=1")])
def test_a_filter_without_a_name_or_without_anything_is_refused_and_what_was_typed_kept(town: Town, desk: Client, name: str, query: str) -> None:
    answer = desk.post(reverse("referents:keep_filter"), {"name": name, "query": query})
    assert answer.status_code == 422
    assert answer.context["keep"].errors
    assert not SavedFilter.objects.exists()


def test_a_shared_filter_is_seen_by_the_desk_and_changed_by_its_owner_only(town: Town, desk: Client, client: Client) -> None:
    kept, private = keep(desk, shared="on"), keep(desk, "À moi")
    client.force_login(make_dispatcher())
    assert list(client.get(reverse("referents:desk")).context["saved_filters"]) == [kept]
    for address in ("change_filter", "delete_filter"):
        for row in (kept, private):
            assert client.post(reverse(f"referents:{address}", args=[row.pk]), {"name": "Pris"}).status_code == 404
    client.force_login(town.expert)
    assert client.get(reverse("referents:filters")).status_code == 404
    assert client.post(reverse("referents:keep_filter"), {"name": "x", "query": "urgent=on"}).status_code == 404


def test_a_filter_is_renamed_made_the_first_and_deleted(town: Town, desk: Client) -> None:
    kept, other = keep(desk), keep(desk, "Autres", "retard=on")
    address = reverse("referents:change_filter", args=[kept.pk])
    assert desk.post(address, {"name": "Autres"}).status_code == 422
    desk.post(address, {"name": "Ce qui presse", "default": "on"})
    desk.post(reverse("referents:change_filter", args=[other.pk]), {"name": "Autres", "default": "on"})
    assert list(SavedFilter.objects.filter(default=True)) == [other]
    opened = desk.get(reverse("referents:desk"))
    assert parse_qs(urlsplit(opened.url).query) == {"retard": ["on"]}
    assert desk.get(reverse("referents:desk"), {"file": "a-traiter"}).status_code == 200
    desk.post(reverse("referents:delete_filter", args=[other.pk]))
    assert list(SavedFilter.objects.values_list("name", flat=True)) == ["Ce qui presse"]


def test_the_tabs_alone_are_fetched_again_with_what_is_told_once(town: Town, desk: Client) -> None:
    town.received()
    content = desk.get(reverse("referents:desk_counts"), {"file": "a-traiter"}).content.decode()
    assert "<html" not in content
    assert 'data-menu-count="1"' in content
    assert content.count("data-announce") == 1
    assert "<li" not in content


def test_the_panel_of_filters_costs_the_list_nothing(town: Town, desk: Client, django_assert_max_num_queries: MostQueries) -> None:
    town.received()
    with django_assert_max_num_queries(15):
        assert "filter-sujet" not in desk.get(reverse("referents:desk"), {"file": "a-traiter"}).content.decode()
    panel = desk.get(reverse("referents:filters"), headers={"X-Fragment": "1"}).content.decode()
    assert "filter-sujet" in panel
    assert "<html" not in panel

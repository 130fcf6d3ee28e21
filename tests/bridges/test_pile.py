"""A pile of questions to measure on: the same each time, with a journal that holds, and a desk that asks no more queries for it."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.urls import reverse

from integrations.bridges import conf
from integrations.bridges.demo import pile
from referents.actions.moves import first_broken_row
from referents.models import Enquiry
from rse.people.models import User

pytestmark = pytest.mark.django_db
MostQueries = Callable[[int], object]


@pytest.fixture
def cm(town) -> User:
    User.objects.filter(pk=town.cm.pk).update(username="10003")
    return town.cm


def test_the_pile_is_the_same_each_time_and_its_journals_hold(cm: User) -> None:
    assert pile.build(60) == 60
    first = list(Enquiry.objects.order_by("number").values_list("number", "subject", "state"))
    assert [pile.build(60), pile.build(80)] == [0, 20]
    assert [row for row in Enquiry.objects.order_by("number").values_list("number", "subject", "state") if row in first] == first
    for enquiry in Enquiry.objects.all():
        assert first_broken_row(enquiry) is None
        assert enquiry.moves.order_by("version").last().to_state == enquiry.state
        assert enquiry.moves.count() == enquiry.version


def test_the_desk_asks_as_many_queries_for_a_pile_as_for_a_page(cm: User, client: Client, django_assert_max_num_queries: MostQueries) -> None:
    pile.build(400)
    client.force_login(cm)
    for tab in ("a-traiter", "en-attente", "terminees"):
        with django_assert_max_num_queries(15):
            assert client.get(reverse("referents:desk"), {"file": tab}).status_code == 200
    with django_assert_max_num_queries(25):
        client.get(reverse("referents:question", args=[Enquiry.objects.filter(state="assigned").first().pk]))


def test_nothing_is_piled_up_in_a_real_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conf, "is_demo", lambda: False)
    with pytest.raises(CommandError):
        call_command("seed_load", enquiries=10)

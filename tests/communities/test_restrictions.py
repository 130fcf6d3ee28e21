"""What keeps a person from writing: firm measures, and what is lifted in the form itself."""

import pytest

from rse.communities import restrictions
from rse.communities.restrictions import Restricted, Restriction

pytestmark = pytest.mark.django_db


@pytest.fixture
def rules(monkeypatch):
    """No rule but those of the test."""
    monkeypatch.setattr(restrictions, "_rules", {})
    return restrictions


class Place:
    def __init__(self, pk: int) -> None:
        self.pk = pk


def test_nothing_holds_where_nobody_registered(rules, django_user_model) -> None:
    user = django_user_model(pk=1)
    rules.require(user, None)
    rules.require_for_messages(user)
    assert rules.restriction_on(user, Place(4)) is None


def test_a_measure_in_one_group_leaves_the_others_open(rules, django_user_model) -> None:
    user = django_user_model(pk=1)
    rules.register(lambda _user: [Restriction("pause", "Pas avant lundi.", community=4)])
    assert rules.is_barred(user, Place(4))
    assert not rules.is_barred(user, Place(5))
    assert not rules.is_barred(user, None)
    with pytest.raises(Restricted, match="Pas avant lundi"):
        rules.require(user, Place(4))
    rules.require_for_messages(user)


def test_a_measure_in_the_network_holds_in_every_group(rules, django_user_model) -> None:
    user = django_user_model(pk=1)
    rules.register(lambda _user: [Restriction("pause", "Pas avant lundi.")])
    assert rules.is_barred(user, Place(4))
    assert rules.is_barred(user, None)


def test_what_the_form_lifts_offers_the_form_and_refuses_the_action(rules, django_user_model) -> None:
    user, agreed = django_user_model(pk=1), []
    ask = Restriction("charter", "Lisez la charte.", messages=True, template="x.html")
    rules.register(lambda _user: [] if agreed else [ask], lift=lambda _user, posted: agreed.append(1) if posted.get("agreed") else None)
    assert not rules.is_barred(user, None)
    with pytest.raises(Restricted):
        rules.require(user, None)
    with pytest.raises(Restricted):
        rules.require_for_messages(user)
    rules.lift(user, {})
    assert not agreed
    rules.lift(user, {"agreed": "on"})
    rules.require(user, None)


def test_a_firm_restriction_is_said_first(rules, django_user_model) -> None:
    user = django_user_model(pk=1)
    rules.register(lambda _user: [Restriction("charter", "Lisez la charte.", template="x.html"), Restriction("pause", "Pas avant lundi.")])
    assert rules.restriction_on(user, None).code == "pause"

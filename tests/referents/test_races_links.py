"""Links, volunteers and heads at the same moment (PostgreSQL): one thing happens, the other reads why, nothing is lost or done twice."""

from datetime import timedelta

import pytest
from browsing import AWAY
from django.db import connection
from django.utils import timezone
from factories import Town, fresh, make_department, make_user
from test_races import ROUNDS, coherent, race

from referents.actions import answers, links, volunteering
from referents.exceptions import Conflict, LinkOver, ReferentsError
from referents.models import AnswerLink, Mandate, OutsideContact, Referent
from referents.states import State

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _two_real_connections(settings: object):
    if connection.vendor != "postgresql":
        pytest.skip("row locks are proved on PostgreSQL (make test-services)")
    settings.REFERENTS = {**getattr(settings, "REFERENTS", {}), "DIRECTORY": "browsing.KnownDirectory"}
    AWAY.clear()
    yield
    AWAY.clear()


def call_of(town: Town):
    keeper = make_user(permissions=("referents.add_referent",))
    return volunteering.open_call(department=town.department, topics=[], text="Qui ?", until=timezone.localdate() + timedelta(days=3), actor=keeper)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_two_heads_agree_at_once_and_one_mission_is_recorded(town: Town, _round: int) -> None:
    head, above = make_user("Rose", "Vidal"), make_user("Awa", "Fournel")
    town.department.head, town.department.parent = head, make_department("Direction", head=above)
    town.department.save()
    AWAY[head.pk] = None
    ali = make_user("Ali", "Sylla")
    referent = volunteering.volunteer(call_of(town), topics=[], word="", actor=ali)
    outcomes = race(lambda: volunteering.agree(referent, actor=head), lambda: volunteering.agree(referent, actor=above))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == sorted([Conflict.__name__, "NoneType"]), outcomes
    assert Mandate.objects.filter(user=ali, role="referent").count() == 1
    assert referent.changes.filter(to_state="agreed").count() == 1


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_volunteering_twice_at_once_is_once(town: Town, _round: int) -> None:
    ali, call = make_user("Ali", "Sylla"), call_of(town)
    gesture = lambda: volunteering.volunteer(call, topics=[], word="", actor=ali)  # noqa: E731 - the same gesture, twice
    assert race(gesture, gesture) == [None, None]
    assert Referent.objects.get(user=ali).changes.count() == 1


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_an_answer_by_link_against_an_answer_on_site_keeps_both_words(town: Town, _round: int) -> None:
    enquiry = town.assigned()
    link = links.write_to(enquiry, person=town.expert, actor=town.cm)
    outcomes = race(
        lambda: links.answer(link, text="Par le lien.", actor=town.expert),
        lambda: answers.contribute(enquiry, text="Sur le site.", actor=town.expert, version=None),
    )
    assert outcomes == [None, None]
    assert {row.text for row in fresh(enquiry).contributions.all()} == {"Par le lien.", "Sur le site."}
    assert fresh(enquiry).state == State.ANSWERED
    coherent(enquiry)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_a_link_taken_back_against_its_answer_never_does_both(town: Town, _round: int) -> None:
    contact = OutsideContact(name="Armelle Quéré", organisation="Régie", email=f"a{_round}@eau.example")
    contact = links.keep_contact(contact, topics=[], actor=town.cm)
    link = links.ask_contact(town.qualified(), contact=contact, actor=town.cm, version=None)
    outcomes = race(lambda: links.answer(link, text="Oui.", actor=None), lambda: links.revoke(link, actor=town.cm))
    assert all(outcome is None or isinstance(outcome, LinkOver | ReferentsError) for outcome in outcomes), outcomes
    row = AnswerLink.objects.get(pk=link.pk)
    assert (row.revoked_at is None) == (row.outcome == "answered") == fresh(link.enquiry).contributions.exists()
    coherent(link.enquiry)

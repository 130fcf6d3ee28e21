"""Answers to a charter are added, never changed; refusing and withdrawing stop what was scheduled, at once, and nothing else."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from factories import WORDS, Town, fresh, make_charter_in_force, make_mandate, make_user, sign

from referents import campaigns, rights
from referents.actions import charters, publications, putting_back
from referents.exceptions import CharterError
from referents.models import CharterSignature
from referents.states import State

TAKEN_BACK = "Je reprends ma signature."


def verdicts(user: object) -> list[str]:
    return list(CharterSignature.objects.filter(user=user).order_by("rank").values_list("verdict", flat=True))


def refuse(user: object, version: object) -> CharterSignature:
    return charters.refuse(version, words_shown=WORDS, text_sha256=version.sha256, actor=user)


def may_publish(town: Town) -> bool:
    return rights.publishing(town.cm, topic=town.topic, account=town.account, at=timezone.now()).holds


def test_changing_ones_mind_adds_a_row_and_keeps_every_receipt(town: Town) -> None:
    version, person = make_charter_in_force(text="Nouveau texte."), make_user()
    first = refuse(person, version)
    second = sign(person, version)
    third = charters.withdraw(second, words_shown=TAKEN_BACK, actor=person)
    fourth = sign(person, version)
    assert verdicts(person) == ["refused", "signed", "withdrawn", "signed"]
    assert len({first.receipt, second.receipt, third.receipt, fourth.receipt}) == 4
    first.refresh_from_db()
    assert first.verdict == "refused"
    assert CharterSignature.objects.latest_answers().get(user=person) == fourth
    assert rights.valid_signature(person, "publishing", at=timezone.now()) == fourth


def test_the_same_answer_twice_is_given_once(town: Town) -> None:
    person = make_user()
    assert refuse(person, town.charter) == refuse(person, town.charter)
    signature = sign(person, town.charter)
    assert sign(person, town.charter) == signature
    taken = charters.withdraw(signature, words_shown=TAKEN_BACK, actor=person)
    assert charters.withdraw(signature, words_shown=TAKEN_BACK, actor=person) == taken
    assert verdicts(person) == ["refused", "signed", "withdrawn"]


def test_a_signature_is_not_refused_but_taken_back_and_by_its_person_alone(town: Town) -> None:
    signature = CharterSignature.objects.get(user=town.cm)
    with pytest.raises(CharterError):
        refuse(town.cm, town.charter)
    with pytest.raises(PermissionDenied):
        charters.withdraw(signature, words_shown=TAKEN_BACK, actor=make_user())
    assert verdicts(town.cm) == ["signed"]


def test_a_refusal_is_not_withdrawn(town: Town) -> None:
    person = make_user()
    with pytest.raises(CharterError):
        charters.withdraw(refuse(person, town.charter), words_shown=TAKEN_BACK, actor=person)


def test_a_signature_that_ran_out_is_signed_again(town: Town) -> None:
    CharterSignature.objects.filter(user=town.cm).update(expires_on=timezone.localdate() - timedelta(days=1))
    assert not may_publish(town)
    sign(town.cm, town.charter)
    assert verdicts(town.cm) == ["signed", "signed"]
    assert may_publish(town)


def test_the_database_refuses_two_answers_of_one_rank_and_a_withdrawal_of_nothing(town: Town) -> None:
    row = CharterSignature.objects.get(user=town.cm)
    for fields in ({"user": town.cm, "rank": 1, "verdict": "refused"}, {"user": town.expert, "rank": 1, "verdict": "withdrawn"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            CharterSignature.objects.create(
                version=row.version, sha256=row.sha256, words_shown="…", signed_at=row.signed_at, expires_on=row.expires_on, receipt="R", **fields
            )


@pytest.mark.parametrize("gesture", ["refuse", "withdraw"])
def test_what_was_scheduled_goes_back_to_the_desk_at_once_and_leaves_under_another_name(town: Town, gesture: str) -> None:
    enquiry = town.ready()
    hour = timezone.now() + timedelta(hours=3)
    publications.schedule(enquiry, at=hour, actor=town.cm, version=None)
    assert [row.enquiry_id for row in putting_back.scheduled_by(town.cm)] == [enquiry.pk]
    if gesture == "refuse":
        refuse(town.cm, make_charter_in_force(text="Nouveau texte."))
    else:
        charters.withdraw(CharterSignature.objects.get(user=town.cm), words_shown=TAKEN_BACK, actor=town.cm)
    assert not putting_back.scheduled_by(town.cm).exists()
    enquiry = fresh(enquiry)
    assert enquiry.state == State.READY
    assert enquiry.moves.order_by("-version").first().move == "unschedule"
    assert [(one.enquiry, one.at) for one in campaigns.put_back(town.cm, now=timezone.now())] == [(enquiry, hour)]
    other = make_user(permissions=("referents.work_desk",))
    make_mandate(other, "publisher", accounts=[town.account])
    sign(other)
    publications.schedule(enquiry, at=hour, actor=other, version=None)
    assert campaigns.put_back(town.cm, now=timezone.now()) == []
    with time_machine.travel(hour + timedelta(minutes=1), tick=False):
        publications.publish_due(enquiry.publications.get(), actor=None)
    assert fresh(enquiry).state == State.PUBLISHING


def test_signing_puts_nothing_back(town: Town) -> None:
    enquiry = town.ready()
    publications.schedule(enquiry, at=timezone.now() + timedelta(hours=3), actor=town.cm, version=None)
    sign(town.cm, make_charter_in_force(text="Nouveau texte."))
    assert putting_back.scheduled_by(town.cm).count() == 1


def test_refusing_the_charter_of_the_network_stops_no_publication(town: Town) -> None:
    enquiry = town.ready()
    publications.schedule(enquiry, at=timezone.now() + timedelta(hours=3), actor=town.cm, version=None)
    refuse(town.cm, make_charter_in_force(audience="network"))
    assert putting_back.scheduled_by(town.cm).count() == 1
    assert may_publish(town)

"""The right to publish is computed now: each condition alone takes it away, at once."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from factories import WORDS, Town, fresh, make_account, make_charter_in_force, make_department, make_mandate, make_topic, make_user, sign

from referents import rights
from referents.actions import charters, missions, publications
from referents.exceptions import CharterError, NoRightToPublish
from referents.models import Charter, CharterSignature, PreElectionPeriod


def right(town: Town, **given: object) -> rights.Right:
    return rights.publishing(given.get("user", town.cm), topic=given.get("topic", town.topic), account=given.get("account", town.account), at=timezone.now())


def test_everything_in_order_gives_the_right(town: Town) -> None:
    assert right(town).holds
    assert right(town).charter_version == town.charter


def test_without_a_signature_there_is_no_right(town: Town) -> None:
    user = make_user()
    make_mandate(user, accounts=[town.account])
    assert right(town, user=user).missing == ("charter",)
    sign(user, town.charter)
    assert right(town, user=user).holds


def test_an_expired_signature_does_not_stand(town: Town) -> None:
    CharterSignature.objects.filter(user=town.cm).update(expires_on=timezone.localdate() - timedelta(days=1))
    assert right(town).missing == ("charter",)


def test_a_withdrawn_signature_does_not_stand(town: Town) -> None:
    charters.withdraw(CharterSignature.objects.get(user=town.cm), words_shown="Je la reprends.", actor=town.cm)
    assert right(town).missing == ("charter",)


def test_an_earlier_signature_stands_until_the_last_day_to_sign(town: Town) -> None:
    version = make_charter_in_force(text="Nouveau texte.")
    assert right(town).holds
    assert right(town).charter_version == town.charter
    with time_machine.travel(version.must_sign_by + timedelta(days=1), tick=False):
        assert right(town).missing == ("charter",)


def test_refusing_a_new_version_stops_the_right_at_once(town: Town) -> None:
    version = make_charter_in_force(text="Nouveau texte.")
    charters.refuse(version, words_shown=WORDS, text_sha256=version.sha256, actor=town.cm)
    assert right(town).missing == ("charter",)


def test_a_version_of_immediate_effect_stops_the_earlier_signature(town: Town) -> None:
    charters.publish_version(
        Charter.objects.get(audience="publishing"),
        text="Texte urgent.",
        changes="",
        effective_at=timezone.now(),
        must_sign_by=timezone.localdate() + timedelta(days=10),
        immediate_reason="décision de justice",
        actor=None,
    )
    assert right(town).missing == ("charter",)


def test_a_charter_taking_effect_a_second_before_publishing_is_seen(town: Town) -> None:
    enquiry = town.ready()
    at = timezone.now() + timedelta(minutes=5)
    charters.publish_version(
        Charter.objects.get(audience="publishing"),
        text="Texte urgent.",
        changes="",
        effective_at=at,
        must_sign_by=timezone.localdate(at),
        immediate_reason="urgence",
        actor=None,
    )
    with time_machine.travel(at - timedelta(seconds=1), tick=False):
        assert right(town).holds
    with time_machine.travel(at + timedelta(seconds=1), tick=False), pytest.raises(NoRightToPublish):
        publications.publish(fresh(enquiry), actor=town.cm, version=None)


def test_a_version_not_in_force_yet_changes_nothing(town: Town) -> None:
    now = timezone.now()
    charters.publish_version(
        Charter.objects.get(audience="publishing"),
        text="Plus tard.",
        changes="",
        effective_at=now + timedelta(days=3),
        must_sign_by=timezone.localdate(now) + timedelta(days=20),
        actor=None,
    )
    assert right(town).holds


def test_signing_another_text_than_the_one_in_force_is_refused(town: Town) -> None:
    with pytest.raises(CharterError):
        charters.sign(town.charter, words_shown=WORDS, text_sha256="0" * 64, actor=make_user())


def test_an_account_outside_the_mission_is_refused(town: Town) -> None:
    assert right(town, account=make_account("x")).missing == ("account",)


def test_a_topic_outside_the_mission_is_refused(town: Town) -> None:
    user = make_user()
    make_mandate(user, accounts=[town.account], departments=[make_department("Eau")])
    sign(user)
    assert right(town, user=user).missing == ("mandate",)
    assert right(town, user=user, topic=make_topic(department=user.mandates.get().departments.get())).holds


@pytest.mark.parametrize(("trained", "until"), [(None, None), (-50, -1), (1, None)])
def test_training_missing_over_or_to_come_is_refused(town: Town, trained: int | None, until: int | None) -> None:
    today = timezone.localdate()
    town.cm.mandates.update(
        trained_on=today + timedelta(days=trained) if trained else None, training_valid_until=today + timedelta(days=until) if until else None
    )
    assert right(town).missing == ("training",)


def test_moving_to_another_department_suspends_the_mission_within_the_same_second(town: Town) -> None:
    missions.suspend(town.cm, why="moved", actor=None)
    assert right(town).missing == ("mandate",)


def test_a_pre_election_period_calls_for_two_pairs_of_eyes(town: Town) -> None:
    enquiry = town.answered()
    assert rights.review_reasons(enquiry, on=timezone.localdate()) == []
    PreElectionPeriod.objects.create(label="Municipales", start=timezone.localdate(), end=timezone.localdate() + timedelta(days=90))
    assert rights.review_reasons(enquiry, on=timezone.localdate()) == ["pre_election"]


def test_every_missing_condition_has_its_sentence(town: Town) -> None:
    codes = ("mandate", "account", "account_closed", "training", "charter", "no_charter")
    assert all(rights.Right(None, None, codes).sentences)

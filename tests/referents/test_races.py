"""Two people at once, on two real connections (PostgreSQL): exactly one wins, the other reads why, and state and journal agree."""

import threading
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.db import connection, connections
from django.utils import timezone
from factories import Town, fresh, make_charter_in_force, make_referent, make_user

from referents.actions import answers, assignments, charters, duty, enquiries, missions, moves, publications, putting_back, sending
from referents.exceptions import CharterError, Conflict, NoRightToPublish, ReferentsError
from referents.models import Charter, CharterSignature, Duty, Enquiry, UnattendedDay
from referents.states import State

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
ROUNDS = 10


@pytest.fixture(autouse=True)
def _two_real_connections() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("row locks are proved on PostgreSQL (make test-services)")


def race(*gestures: Callable[[], object]) -> list[Exception | None]:
    """Run every gesture at the same moment, each on its own connection; answer what each raised."""
    barrier = threading.Barrier(len(gestures))
    outcomes: list[Exception | None] = [None] * len(gestures)

    def run(index: int, gesture: Callable[[], object]) -> None:
        barrier.wait()
        try:
            gesture()
        except Exception as error:
            outcomes[index] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(gestures)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def coherent(enquiry: Enquiry) -> None:
    """State, version and journal tell the same story, and the chain holds."""
    enquiry = fresh(enquiry)
    last = enquiry.moves.order_by("version").last()
    assert last is not None
    assert (last.version, last.to_state) == (enquiry.version, enquiry.state)
    assert list(enquiry.moves.order_by("version").values_list("version", flat=True)) == list(range(1, enquiry.version + 1))
    assert moves.first_broken_row(enquiry) is None


def one_winner(outcomes: list[Exception | None]) -> None:
    assert sum(outcome is None for outcome in outcomes) == 1, outcomes
    assert all(outcome is None or isinstance(outcome, ReferentsError | PermissionError) or "Permission" in type(outcome).__name__ for outcome in outcomes), (
        outcomes
    )


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_two_managers_ask_two_people_and_one_wins(town: Town, _round: int) -> None:
    other = make_referent(make_user("Paul", "Roche"), department=town.department, topics=(town.topic,)).user
    second = make_user("Denis", "Marchal", permissions=("referents.work_desk",))
    enquiry = town.qualified()
    seen = enquiry.version
    outcomes = race(
        lambda: assignments.assign(enquiry, person=town.expert, actor=town.cm, version=seen),
        lambda: assignments.assign(enquiry, person=other, actor=second, version=seen),
    )
    one_winner(outcomes)
    assert enquiry.assignments.filter(active=True).count() == 1
    coherent(enquiry)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_approve_against_ask_changes(town: Town, _round: int) -> None:
    first, second = town.reviewer(), town.reviewer()
    enquiry = town.in_review()
    draft, seen = enquiry.drafts.get(current=True), enquiry.version
    outcomes = race(
        lambda: answers.approve(enquiry, draft_sha256=draft.sha256, actor=first, version=seen),
        lambda: answers.ask_changes(enquiry, draft_sha256=draft.sha256, reason="Trop long", actor=second, version=seen),
    )
    one_winner(outcomes)
    assert draft.decisions.count() == 1
    coherent(enquiry)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_approve_against_an_edit_never_publishes_the_unread_text(town: Town, _round: int) -> None:
    reviewer = town.reviewer()
    enquiry = town.in_review()
    draft, seen = enquiry.drafts.get(current=True), enquiry.version
    race(
        lambda: answers.approve(enquiry, draft_sha256=draft.sha256, actor=reviewer, version=seen),
        lambda: answers.word(enquiry, text="Un tout autre texte.", actor=town.cm, version=None),
    )
    enquiry = fresh(enquiry)
    current = enquiry.drafts.get(current=True)
    if enquiry.state == State.READY:
        assert current.decisions.filter(sha256=current.sha256, verdict="approved").exists()
    coherent(enquiry)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_publish_against_a_revoked_mission(town: Town, _round: int) -> None:
    enquiry = town.ready()
    outcomes = race(
        lambda: publications.publish(enquiry, actor=town.cm, version=None),
        lambda: missions.suspend(town.cm, why="moved", actor=None),
    )
    assert outcomes[1] is None
    assert outcomes[0] is None or isinstance(outcomes[0], NoRightToPublish)
    assert fresh(enquiry).state == (State.PUBLISHING if outcomes[0] is None else State.READY)
    coherent(enquiry)


def test_publish_after_a_charter_took_effect_is_refused(town: Town) -> None:
    enquiry = town.ready()
    charters.publish_version(
        Charter.objects.get(audience="publishing"), text="Nouveau.", changes="", effective_at=timezone.now() - timedelta(seconds=1),
        must_sign_by=timezone.localdate(), immediate_reason="urgence", actor=None,
    )  # fmt: skip
    with pytest.raises(NoRightToPublish):
        publications.publish(enquiry, actor=town.cm, version=None)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_publishing_twice_at_once_makes_one_publication(town: Town, _round: int) -> None:
    enquiry = town.ready()
    seen = enquiry.version
    outcomes = race(*[lambda: publications.publish(enquiry, actor=town.cm, version=seen)] * 2)
    assert sum(outcome is None for outcome in outcomes) == 1
    assert isinstance(next(outcome for outcome in outcomes if outcome), Conflict)
    assert enquiry.publications.count() == 1
    coherent(enquiry)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_crossed_joins_leave_one_open_question(town: Town, _round: int) -> None:
    one, two = town.received("a"), town.received("b")
    outcomes = race(
        lambda: enquiries.join(one, into=two, actor=town.cm, version=None),
        lambda: enquiries.join(two, into=one, actor=town.cm, version=None),
    )
    one_winner(outcomes)
    assert {fresh(one).state, fresh(two).state} == {State.JOINED, State.NEW}
    coherent(one)
    coherent(two)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_a_message_during_close_is_not_lost(town: Town, _round: int) -> None:
    enquiry = town.published()
    race(
        lambda: enquiries.append(enquiry, text="Et dimanche, c’est ouvert ?", actor=town.cm),
        lambda: enquiries.close(enquiry, actor=town.cm),
    )
    assert enquiry.messages.filter(text__contains="dimanche").count() == 1
    coherent(enquiry)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_attesting_twice_at_once_confirms_once(town: Town, _round: int) -> None:
    enquiry = town.publishing()
    row = enquiry.publications.get()
    race(*[lambda: publications.attest(row, actor=town.cm, permalink="https://reseau.example/1")] * 2)
    assert enquiry.moves.filter(move="confirm").count() == 1
    assert enquiry.messages.filter(direction="out").count() == 1
    coherent(enquiry)


def test_a_version_signed_twice_at_once_is_signed_once(town: Town) -> None:
    version = make_charter_in_force(text="Autre texte.")
    race(*[lambda: charters.sign(version, words_shown="…", text_sha256=version.sha256, actor=town.expert)] * 2)
    assert version.signatures.filter(user=town.expert).count() == 1


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_signing_against_refusing_leaves_one_line_of_answers(town: Town, _round: int) -> None:
    version = make_charter_in_force(text=f"Texte {_round}.")
    outcomes = race(
        lambda: charters.sign(version, words_shown="…", text_sha256=version.sha256, actor=town.cm),
        lambda: charters.refuse(version, words_shown="…", text_sha256=version.sha256, actor=town.cm),
    )
    assert outcomes[0] is None
    assert outcomes[1] is None or isinstance(outcomes[1], CharterError)
    verdicts = list(version.signatures.filter(user=town.cm).order_by("rank").values_list("rank", "verdict"))
    assert verdicts == ([(1, "refused"), (2, "signed")] if outcomes[1] is None else [(1, "signed")])


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_signing_again_against_withdrawing_counts_every_answer_once(town: Town, _round: int) -> None:
    signature = CharterSignature.objects.get(user=town.cm)
    outcomes = race(
        lambda: charters.withdraw(signature, words_shown="…", actor=town.cm),
        lambda: charters.sign(town.charter, words_shown="…", text_sha256=town.charter.sha256, actor=town.cm),
    )
    assert outcomes == [None, None]
    verdicts = list(town.charter.signatures.filter(user=town.cm).order_by("rank").values_list("rank", "verdict"))
    assert verdicts in ([(1, "signed"), (2, "withdrawn")], [(1, "signed"), (2, "withdrawn"), (3, "signed")])


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_publishing_against_withdrawing_leaves_before_or_not_at_all(town: Town, _round: int) -> None:
    enquiry, signature = town.ready(), CharterSignature.objects.get(user=town.cm)
    outcomes = race(
        lambda: publications.publish(enquiry, actor=town.cm, version=None),
        lambda: charters.withdraw(signature, words_shown="…", actor=town.cm),
    )
    assert outcomes[1] is None
    assert outcomes[0] is None or isinstance(outcomes[0], NoRightToPublish)
    assert fresh(enquiry).state == (State.PUBLISHING if outcomes[0] is None else State.READY)
    coherent(enquiry)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_scheduling_against_withdrawing_leaves_nothing_scheduled_that_would_go(town: Town, _round: int) -> None:
    enquiry, signature = town.ready(), CharterSignature.objects.get(user=town.cm)
    outcomes = race(
        lambda: publications.schedule(enquiry, at=timezone.now() + timedelta(hours=2), actor=town.cm, version=None),
        lambda: charters.withdraw(signature, words_shown="…", actor=town.cm),
    )
    assert outcomes[1] is None
    assert outcomes[0] is None or isinstance(outcomes[0], NoRightToPublish)
    assert fresh(enquiry).state == State.READY
    assert not putting_back.scheduled_by(town.cm).exists()
    coherent(enquiry)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_a_double_click_splits_once(town: Town, _round: int) -> None:
    enquiry, submission = town.received("La piscine ouvre-t-elle ? Le lampadaire est éteint."), uuid4()
    seen = enquiry.version
    race(*[lambda: enquiries.split(enquiry, text="Le lampadaire est éteint.", submission=submission, actor=town.cm, version=seen)] * 2)
    assert Enquiry.objects.filter(follows=enquiry).count() == 1
    assert fresh(enquiry).moves.filter(move="split").count() == 1
    coherent(enquiry)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_split_against_join_leaves_one_story(town: Town, _round: int) -> None:
    enquiry, other = town.received("Une ? Deux."), town.received("Autre")
    seen = enquiry.version
    outcomes = race(
        lambda: enquiries.split(enquiry, text="Deux.", submission=uuid4(), actor=town.cm, version=seen),
        lambda: enquiries.join(enquiry, into=other, actor=town.cm, version=seen),
    )
    assert sum(outcome is None for outcome in outcomes) == 1, outcomes
    assert isinstance(next(outcome for outcome in outcomes if outcome), Conflict)
    assert Enquiry.objects.filter(follows=enquiry).count() == (fresh(enquiry).state == State.NEW)
    coherent(enquiry)
    coherent(other)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_taken_back_twice_at_once_is_taken_back_once(town: Town, _round: int) -> None:
    second = make_user("Denis", "Marchal", permissions=("referents.work_desk",))
    enquiry = enquiries.moderate(town.received(), actor=town.cm, version=None)
    seen = enquiry.version
    outcomes = race(
        lambda: enquiries.take_back(enquiry, actor=town.cm, version=seen),
        lambda: enquiries.take_back(enquiry, actor=second, version=seen),
    )
    one_winner(outcomes)
    assert fresh(enquiry).state == State.NEW
    coherent(enquiry)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_a_reminder_against_the_citizen_s_answer(town: Town, _round: int) -> None:
    enquiry = town.in_progress()
    publications.ask_citizen(enquiry, text="Quel jour ?", actor=town.cm, version=None)
    seen = fresh(enquiry).version
    outcomes = race(
        lambda: publications.chase(enquiry, text="Avez-vous le jour ?", actor=town.cm, version=seen),
        lambda: enquiries.append(enquiry, text="Mardi.", actor=town.cm),
    )
    assert outcomes[1] is None
    assert outcomes[0] is None or isinstance(outcomes[0], Conflict)
    assert enquiry.publications.filter(kind="question").count() == (2 if outcomes[0] is None else 1)
    assert fresh(enquiry).state == State.IN_PROGRESS
    coherent(enquiry)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_a_holding_reply_that_fails_against_a_second_one(town: Town, _round: int) -> None:
    """Whichever comes first, the citizen is either told again or due to be: never neither."""
    enquiry = town.received(channel="email", account=None, citizen=enquiries.Citizen(email="a@exemple.fr"))
    first = publications.hold(enquiry, text="Nous regardons.", promised_at=timezone.now() + timedelta(hours=2), actor=town.cm, version=None)
    race(
        lambda: sending._settle(first, "failed", error="550"),
        lambda: publications.hold(enquiry, text="Encore.", promised_at=timezone.now() + timedelta(hours=3), actor=town.cm, version=None),
    )
    enquiry = fresh(enquiry)
    assert enquiry.held_at is not None
    assert enquiry.publications.filter(kind="holding").exclude(state="failed").count() == 1
    coherent(enquiry)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_two_managers_take_the_desk_and_one_has_it(town: Town, _round: int) -> None:
    second = make_user("Léa", "Morel", permissions=("referents.work_desk",))
    outcomes = race(lambda: duty.take(actor=town.cm), lambda: duty.take(actor=second))
    assert all(outcome is None or isinstance(outcome, Conflict) for outcome in outcomes), outcomes
    assert Duty.objects.filter(active=True).count() == 1


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_the_dispatchers_are_told_once_whatever_the_sweeps(town: Town, _round: int) -> None:
    duty.leave(duty.take(actor=town.cm), text="", enquiries=[], actor=town.cm)
    noon = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)
    outcomes = race(*[lambda: duty.tell_unattended(actor=None, at=noon)] * 2)
    assert outcomes == [None, None]
    assert UnattendedDay.objects.count() == 1


def test_each_citizen_has_the_reply_where_they_wrote_after_a_join(town: Town) -> None:
    """Race 24: one wording, an e-mail to one, a post by hand for the other, each on the thread of its own citizen."""
    by_hand = town.received("Le centre ouvre-t-il samedi ?", permalink="https://reseau.example/q/1")
    by_mail = town.received("Le centre est-il ouvert samedi ?", channel="email", account=None, citizen=enquiries.Citizen(email="b@exemple.fr"))
    enquiries.join(by_mail, into=by_hand, actor=town.cm, version=None)
    enquiry = enquiries.qualify(by_hand, topic=town.topic, actor=town.cm, version=None)
    answers.word(enquiry, text="Bonjour, oui, de 9 h à 17 h.", actor=town.cm, version=None)
    rows = {row.enquiry_id: row for row in publications.publish(fresh(enquiry), actor=town.cm, version=None)}
    assert (rows[by_hand.pk].mode, rows[by_mail.pk].mode) == ("manual", "email")
    race(
        lambda: publications.attest(rows[by_hand.pk], permalink="https://reseau.example/r/1", actor=town.cm),
        lambda: sending.send_email(rows[by_mail.pk].pk),
    )
    # What colleagues are told leaves by day and waits at night: the citizen's alone is counted.
    assert [message.body for message in mail.outbox if message.to == ["b@exemple.fr"]] == ["Bonjour, oui, de 9 h à 17 h."]
    assert [message.to for message in mail.outbox if not message.to[0].endswith("@techniville.example")] == [["b@exemple.fr"]]
    assert fresh(enquiry).state == State.PUBLISHED
    assert fresh(enquiry).moves.filter(move="confirm").count() == 1
    assert [one.messages.filter(direction="out").count() for one in (by_hand, by_mail)] == [1, 1]
    coherent(enquiry)

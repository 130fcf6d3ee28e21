"""Two people at once, on two real connections (PostgreSQL): exactly one wins, the other reads why, and state and journal agree."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.utils import timezone
from factories import Town, fresh, make_charter_in_force, make_referent, make_user

from referents.actions import answers, assignments, charters, enquiries, missions, moves, publications
from referents.exceptions import Conflict, NoRightToPublish, ReferentsError
from referents.models import Charter, Enquiry
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

"""What falls due is done once: run twice, run at the same time, interrupted, or late."""

import os
import signal
import smtplib
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from factories import Town, fresh, make_dispatcher, make_mandate, make_referent, make_user

from referents import clocks, sweeps
from referents.actions import assignments, enquiries, publications, sending
from referents.actions.enquiries import Citizen
from referents.calendars import OFFICE_WEEK
from referents.management.commands import referents_sweep
from referents.models import Clock, ClockFire, Enquiry, ExternalAuthor, Publication, ServiceCalendar
from referents.signals import step_fired

PARIS = ZoneInfo("Europe/Paris")
postgresql_only = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="two connections that lock rows need PostgreSQL (DATABASE_URL)")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS).astimezone(UTC)


MONDAY = at("2026-11-23T10:00")


@pytest.fixture
def told() -> Iterator[list[tuple[int, str, set[int]]]]:
    """Every step that fired: enquiry, code, people told."""
    heard: list[tuple[int, str, set[int]]] = []

    def hear(sender: type, *, clock: Clock, step: str, recipients: list, actor: object, **kwargs: object) -> None:
        assert actor is None
        heard.append((clock.enquiry_id, step, {person.pk for person in recipients}))

    step_fired.connect(hear)
    yield heard
    step_fired.disconnect(hear)


@pytest.fixture
def monday(time_machine, db: None) -> Town:
    """The town on a Monday at ten, with a dispatcher. Built then, whatever today is: nobody has signed in the future."""
    time_machine.move_to(MONDAY, tick=False)
    town = Town()
    town.dispatcher = make_dispatcher()
    return town


def clock(enquiry: Enquiry, metric: str) -> Clock:
    return Clock.objects.get(enquiry=enquiry, metric=metric, cycle=enquiry.cycle)


# Steps of clocks


def test_the_desk_is_told_at_half_time_and_the_dispatcher_after_it(monday: Town, told: list) -> None:
    enquiry = monday.received()
    assert sweeps.fire_clock_steps(MONDAY + timedelta(minutes=59)) == 0
    assert sweeps.fire_clock_steps(MONDAY + timedelta(minutes=60)) == 1
    assert sweeps.fire_clock_steps(MONDAY + timedelta(minutes=96)) == 1
    assert sweeps.fire_clock_steps(MONDAY + timedelta(minutes=120)) == 1
    both = {monday.cm.pk, monday.dispatcher.pk}
    assert told == [(enquiry.pk, "remind_cm", {monday.cm.pk}), (enquiry.pk, "remind_dispatcher", both), (enquiry.pk, "missed", both)]
    assert clock(enquiry, "first_contact").next_at is None


def test_sweeping_twice_tells_once(monday: Town, told: list) -> None:
    monday.received()
    now = MONDAY + timedelta(minutes=60)
    assert [sweeps.fire_clock_steps(now), sweeps.fire_clock_steps(now)] == [1, 0]
    assert len(told) == ClockFire.objects.count() == 1


def test_a_sweep_inside_a_sweep_tells_once(monday: Town, told: list) -> None:
    """The unique key holds where no lock does."""
    monday.received()
    now = MONDAY + timedelta(minutes=60)

    def again(sender: type, **kwargs: object) -> None:
        sweeps.fire_clock_steps(now)

    step_fired.connect(again)
    sweeps.fire_clock_steps(now)
    step_fired.disconnect(again)
    assert len(told) == 1


def test_a_sweep_that_was_down_catches_up_in_order(monday: Town, told: list) -> None:
    monday.received()
    sweeps.fire_clock_steps(MONDAY + timedelta(minutes=200))
    assert [step for _enquiry, step, _people in told] == ["remind_cm", "remind_dispatcher", "missed"]


def test_what_was_held_in_time_is_not_chased(monday: Town, told: list) -> None:
    enquiry = monday.received()
    publications.hold(enquiry, text="Nous regardons.", promised_at=MONDAY + timedelta(hours=2), actor=monday.cm, version=None)
    sweeps.fire_clock_steps(MONDAY + timedelta(minutes=95))
    assert told == []
    sweeps.fire_clock_steps(MONDAY + timedelta(minutes=96))
    assert [step for _enquiry, step, _people in told] == ["remind_cm"]


def test_nothing_is_chased_while_the_citizen_is_asked(monday: Town, told: list) -> None:
    publications.ask_citizen(monday.in_progress(), text="Quel jour ?", actor=monday.cm, version=None)
    assert sweeps.fire_clock_steps(MONDAY + timedelta(days=3)) == 0
    assert told == []


def test_one_failure_is_logged_undone_and_stops_nothing(monday: Town, told: list, caplog: pytest.LogCaptureFixture) -> None:
    broken, sound = monday.received(), monday.received()

    def refuse(sender: type, *, clock: Clock, **kwargs: object) -> None:
        if clock.enquiry_id == broken.pk:
            raise RuntimeError("no row could be written")

    step_fired.connect(refuse)
    now = MONDAY + timedelta(minutes=60)
    assert sweeps.fire_clock_steps(now) == 1
    assert "will be tried again" in caplog.text
    assert list(ClockFire.objects.values_list("clock__enquiry", flat=True)) == [sound.pk]
    step_fired.disconnect(refuse)
    assert sweeps.fire_clock_steps(now) == 1


def test_the_person_asked_is_reminded_once_before_the_dispatcher(monday: Town, told: list) -> None:
    enquiry = monday.in_progress()
    publications.hold(enquiry, text="Nous regardons.", promised_at=MONDAY + timedelta(days=9), actor=monday.cm, version=None)
    sweeps.fire_clock_steps(MONDAY + timedelta(minutes=288))
    sweeps.fire_clock_steps(MONDAY + timedelta(minutes=360))
    assert told == [(enquiry.pk, "remind_expert", {monday.expert.pk}), (enquiry.pk, "tell_dispatcher", {monday.dispatcher.pk})]


def test_a_late_review_asks_the_deputy_who_may_review_and_never_the_author(monday: Town) -> None:
    reviewer, deputy, third = monday.reviewer(), make_user("Paul", "Aubry"), monday.reviewer()
    make_mandate(deputy, "reviewer")
    make_mandate(monday.cm, "reviewer")
    enquiry = monday.in_review()
    review = clock(enquiry, "review")
    everyone = {person.pk for person in sweeps.recipients(review, "ask_deputy_reviewers", on=MONDAY.date())}
    assert everyone == {reviewer.pk, deputy.pk, third.pk}
    make_referent(reviewer, department=monday.department, deputy=deputy)
    assert [person.pk for person in sweeps.recipients(review, "ask_deputy_reviewers", on=MONDAY.date())] == [deputy.pk]
    assert sweeps.fire_clock_steps(MONDAY + timedelta(hours=2)) >= 1
    assert fresh(enquiry).state == "in_review"


def test_a_step_a_town_invents_goes_to_the_dispatchers(monday: Town) -> None:
    review = clock(monday.in_review(), "review")
    assert sweeps.recipients(review, "ring_the_bell", on=MONDAY.date()) == [monday.dispatcher]


def test_nothing_fires_at_night(monday: Town, told: list) -> None:
    ServiceCalendar.objects.update(hours=dict(OFFICE_WEEK))
    enquiries.receive(
        text="Le soir ?", channel="facebook", submission="9d8b3c2e-1111-4222-8333-000000000001", actor=monday.cm, received_at=at("2026-11-23T16:45")
    )
    assert sweeps.fire_clock_steps(at("2026-11-24T08:29")) == 0
    assert sweeps.fire_clock_steps(at("2026-11-24T08:45")) == 1


def test_the_night_that_gains_an_hour_gives_the_whole_allowance(time_machine, town: Town, told: list) -> None:
    time_machine.move_to(datetime(2026, 10, 24, 23, 30, tzinfo=UTC), tick=False)
    town.received()
    assert sweeps.fire_clock_steps(datetime(2026, 10, 25, 0, 29, tzinfo=UTC)) == 0
    assert sweeps.fire_clock_steps(datetime(2026, 10, 25, 0, 30, tzinfo=UTC)) == 1
    assert Clock.objects.get(metric="first_contact").due_at == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


# Acceptance


def test_a_question_nobody_takes_goes_to_the_next_person_once(monday: Town, time_machine) -> None:
    second = make_referent(department=monday.department, topics=(monday.topic,)).user
    enquiry = monday.assigned()
    assert sweeps.pass_on_unaccepted(MONDAY + timedelta(minutes=239)) == 0
    later = MONDAY + timedelta(minutes=240)
    time_machine.move_to(later, tick=False)
    assert [sweeps.pass_on_unaccepted(later), sweeps.pass_on_unaccepted(later)] == [1, 0]
    assert enquiry.assignments.get(active=True).user == second
    assert clock(enquiry, "acceptance").due_at == later + timedelta(minutes=240)


def test_a_question_without_another_candidate_goes_back_to_the_desk(monday: Town, time_machine) -> None:
    enquiry = monday.assigned()
    later = MONDAY + timedelta(minutes=240)
    time_machine.move_to(later, tick=False)
    assert sweeps.run(later)["passed_on"] == 1
    assert fresh(enquiry).state == "qualified"
    assert sweeps.run(later)["passed_on"] == 0


def test_a_question_taken_in_time_stays_where_it_is(monday: Town) -> None:
    enquiry = monday.assigned()
    assignments.accept(enquiry, actor=monday.expert, version=None)
    assert sweeps.pass_on_unaccepted(MONDAY + timedelta(hours=9)) == 0
    assert enquiry.assignments.get(active=True).user == monday.expert


# Publications


def test_a_scheduled_publication_leaves_at_its_hour(monday: Town, time_machine) -> None:
    enquiry, hour = monday.ready(), MONDAY + timedelta(hours=3)
    publications.schedule(enquiry, at=hour, actor=monday.cm, version=None)
    assert sweeps.publish_scheduled(hour - timedelta(seconds=1)) == 0
    time_machine.move_to(hour, tick=False)
    assert [sweeps.publish_scheduled(hour), sweeps.publish_scheduled(hour)] == [1, 0]
    assert fresh(enquiry).state == "publishing"


def test_a_scheduled_publication_without_right_at_its_hour_fails_and_never_leaves(monday: Town, time_machine) -> None:
    enquiry, hour = monday.ready(), MONDAY + timedelta(hours=3)
    publications.schedule(enquiry, at=hour, actor=monday.cm, version=None)
    monday.cm.mandates.update(suspended_at=MONDAY)
    time_machine.move_to(hour, tick=False)
    sweeps.publish_scheduled(hour)
    assert fresh(enquiry).state == "failed"
    assert not enquiry.publications.filter(state="done").exists()


def by_email(town: Town) -> Publication:
    enquiry = town.received(channel="email", citizen=Citizen(display="Une parente", email="parente@example.org"))
    return publications.hold(enquiry, text="Nous regardons.", promised_at=timezone.now() + timedelta(hours=2), actor=town.cm, version=None)


def test_an_email_is_sent_once(monday: Town) -> None:
    publication = by_email(monday)
    assert [sweeps.send_due_emails(MONDAY), sweeps.send_due_emails(MONDAY)] == [1, 0]
    publication.refresh_from_db()
    assert (publication.state, len(mail.outbox)) == ("done", 1)


def test_an_email_whose_sender_died_becomes_a_doubt_and_is_not_sent_again(monday: Town, time_machine) -> None:
    publication = by_email(monday)
    Publication.objects.filter(pk=publication.pk).update(state="sending", next_attempt_at=MONDAY + timedelta(minutes=10))
    assert sweeps.send_due_emails(MONDAY + timedelta(minutes=9)) == 0
    later = MONDAY + timedelta(minutes=10)
    time_machine.move_to(later, tick=False)
    sweeps.send_due_emails(later)
    publication.refresh_from_db()
    assert (publication.state, mail.outbox) == ("uncertain", [])


def refused_for_good(*args: object, **options: object) -> int:
    raise smtplib.SMTPRecipientsRefused({"parente@example.org": (550, b"no such person")})


def test_a_holding_reply_that_does_not_arrive_makes_the_first_contact_due_again(monday: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    enquiry = by_email(monday).enquiry
    before = clock(enquiry, "first_contact")
    assert before.result == "kept"
    monkeypatch.setattr(sending.EmailMessage, "send", refused_for_good)
    sweeps.send_due_emails(MONDAY)
    enquiry = fresh(enquiry)
    again = clock(enquiry, "first_contact")
    assert (again.result, again.due_at, again.stopped_at) == ("running", before.due_at, None)
    assert (enquiry.held_at, enquiry.promised_at, enquiry.state) == (None, None, "new")
    assert enquiry.moves.filter(move="lose_hold").count() == 1
    assert clocks.differences(enquiry) == []
    sweeps.fire_clock_steps(MONDAY + timedelta(minutes=120))
    assert ClockFire.objects.filter(clock=again).count() == 3


def test_a_second_holding_reply_on_its_way_keeps_the_first_contact(monday: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    first = by_email(monday)
    publications.hold(first.enquiry, text="Encore un peu.", promised_at=MONDAY + timedelta(hours=3), actor=monday.cm, version=None)
    monkeypatch.setattr(sending.EmailMessage, "send", refused_for_good)
    sending.send_email(first.pk)
    assert fresh(first.enquiry).held_at is not None
    assert clock(first.enquiry, "first_contact").result == "kept"


# Closing, waiting, erasing


def test_an_answer_nobody_comes_back_to_is_closed_after_a_week(monday: Town) -> None:
    enquiry = monday.published()
    assert sweeps.close_published(MONDAY + timedelta(days=7, seconds=-1)) == 0
    assert [sweeps.close_published(MONDAY + timedelta(days=7)) for _twice in range(2)] == [1, 0]
    assert fresh(enquiry).state == "closed"


def test_a_citizen_who_does_not_answer_is_waited_for_ten_opening_days(monday: Town) -> None:
    ServiceCalendar.objects.update(hours=dict(OFFICE_WEEK))
    enquiry = monday.in_progress()
    publications.ask_citizen(enquiry, text="Quel jour ?", actor=monday.cm, version=None)
    assert sweeps.give_up_waiting(at("2026-12-08T08:29")) == 0
    assert [sweeps.give_up_waiting(at("2026-12-08T08:30")) for _twice in range(2)] == [1, 0]
    assert fresh(enquiry).state == "closed"
    assert not Clock.objects.filter(enquiry=enquiry, result__in=["running", "paused"]).exists()


def test_a_citizen_who_says_nothing_for_three_opening_days_may_be_reminded(monday: Town) -> None:
    ServiceCalendar.objects.update(hours=dict(OFFICE_WEEK))
    enquiry = monday.in_progress()
    publications.ask_citizen(enquiry, text="Quel jour ?", actor=monday.cm, version=None)
    assert sweeps.notice_silence(at("2026-11-27T08:29")) == 0
    assert [sweeps.notice_silence(at("2026-11-27T08:30")) for _twice in range(2)] == [1, 0]
    publications.chase(fresh(enquiry), text="Avez-vous le jour ?", actor=monday.cm, version=None)
    assert (fresh(enquiry).state, enquiry.moves.filter(move="chase").count()) == ("waiting", 2)
    assert sweeps.give_up_waiting(at("2026-12-08T08:30")) == 1, "a reminder does not start the ten days again"


def test_a_citizen_reminded_by_hand_is_not_noticed_again(monday: Town) -> None:
    ServiceCalendar.objects.update(hours=dict(OFFICE_WEEK))
    enquiry = monday.in_progress()
    publications.ask_citizen(enquiry, text="Quel jour ?", actor=monday.cm, version=None)
    publications.chase(fresh(enquiry), text="Avez-vous le jour ?", actor=monday.cm, version=None)
    assert sweeps.notice_silence(at("2026-12-01T10:00")) == 0


def test_a_second_question_to_the_citizen_starts_the_ten_days_again(monday: Town, time_machine) -> None:
    ServiceCalendar.objects.update(hours=dict(OFFICE_WEEK))
    enquiry = monday.in_progress()
    publications.ask_citizen(enquiry, text="Quel jour ?", actor=monday.cm, version=None)
    time_machine.move_to(at("2026-12-01T10:00"), tick=False)
    enquiries.append(fresh(enquiry), text="Mardi.", actor=monday.cm)
    publications.ask_citizen(fresh(enquiry), text="À quelle heure ?", actor=monday.cm, version=None)
    assert sweeps.give_up_waiting(at("2026-12-08T08:30")) == 0


def test_a_citizen_is_erased_on_the_day_once_nothing_of_theirs_is_open(monday: Town) -> None:
    still_open, done = by_email(monday).enquiry, by_email(monday).enquiry
    Enquiry.objects.filter(pk=done.pk).update(state="closed")
    ExternalAuthor.objects.update(purge_on=date(2026, 11, 23))
    assert sweeps.purge_authors(date(2026, 11, 22)) == 0
    assert [sweeps.purge_authors(date(2026, 11, 23)) for _twice in range(2)] == [1, 0]
    assert fresh(done).author is None
    assert fresh(still_open).author is not None
    assert done.moves.exists()


# The round and its command


def test_a_sweep_that_breaks_does_not_stop_the_others(monday: Town, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    def broken(now: datetime) -> int:
        raise RuntimeError("the table is locked")

    monday.published()
    monkeypatch.setattr(sweeps, "fire_clock_steps", broken)
    done = sweeps.run(MONDAY + timedelta(days=7))
    assert done == {
        "clock_steps": 0,
        "passed_on": 0,
        "published": 0,
        "emails": 0,
        "links": 0,
        "resumed": 0,
        "closed": 1,
        "silent": 0,
        "unattended": 0,
        "given_up": 0,
        "recalled": 0,
        "purged": 0,
        "answers_to_confirm": 0,
    }
    assert "clock_steps" in caplog.text


def test_the_command_does_one_round_and_says_what_it_did(monday: Town, capsys: pytest.CaptureFixture[str]) -> None:
    by_email(monday)
    call_command("referents_sweep")
    assert capsys.readouterr().out == "emails=1\n"
    call_command("referents_sweep")
    assert capsys.readouterr().out == ""


def test_the_loop_ends_cleanly_when_told_to(monkeypatch: pytest.MonkeyPatch) -> None:
    rounds: list[datetime] = []
    monkeypatch.setattr(referents_sweep.sweeps, "run", lambda now: rounds.append(now) or {})
    monkeypatch.setattr(referents_sweep, "close_old_connections", lambda: None)
    before = signal.getsignal(signal.SIGTERM)
    timer = threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGTERM))
    timer.start()
    call_command("referents_sweep", "--loop")
    timer.join()
    assert len(rounds) == 1
    assert signal.getsignal(signal.SIGTERM) == before


# Two connections


def at_once(*calls: object) -> list[object]:
    """Run the calls at the same time, each on a connection of its own; what they answered."""
    answers: list[object] = []
    start = threading.Barrier(len(calls))

    def run(call: object) -> None:
        try:
            start.wait()
            answers.append(call())
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return answers


@postgresql_only
@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_tell_once_and_pass_on_once(time_machine, told: list) -> None:
    time_machine.move_to(MONDAY, tick=False)
    town = Town()
    make_dispatcher()
    for _number in range(3):
        make_referent(department=town.department, topics=(town.topic,))
    asked = [town.assigned() for _number in range(5)]
    later = MONDAY + timedelta(minutes=240)
    time_machine.move_to(later, tick=False)
    at_once(*[lambda: sweeps.run(later) for _number in range(4)])
    sweeps.run(later)
    assert len(told) == len({(enquiry, step, frozenset(people)) for enquiry, step, people in told}) == ClockFire.objects.count()
    for enquiry in asked:
        assert enquiry.moves.filter(move="miss_acceptance").count() == 1
        assert enquiry.assignments.filter(active=True).count() == 1


@postgresql_only
@pytest.mark.django_db(transaction=True)
def test_a_question_somebody_is_moving_is_left_to_the_next_round(time_machine, told: list) -> None:
    time_machine.move_to(MONDAY, tick=False)
    enquiry = Town().received()
    now = MONDAY + timedelta(minutes=60)
    with transaction.atomic():
        Enquiry.objects.select_for_update().get(pk=enquiry.pk)
        assert at_once(lambda: sweeps.fire_clock_steps(now)) == [0]
    assert sweeps.fire_clock_steps(now) == 1


@postgresql_only
@pytest.mark.django_db(transaction=True)
def test_accepting_while_the_sweep_passes_on_gives_one_lead(time_machine) -> None:
    time_machine.move_to(MONDAY, tick=False)
    town = Town()
    make_referent(department=town.department, topics=(town.topic,))
    enquiry = town.assigned()
    later = MONDAY + timedelta(minutes=240)
    time_machine.move_to(later, tick=False)

    def accept() -> str:
        try:
            return assignments.accept(enquiry, actor=town.expert, version=None).state
        except Exception as refusal:
            return type(refusal).__name__

    at_once(accept, lambda: sweeps.pass_on_unaccepted(later))
    after = fresh(enquiry)
    assert after.assignments.filter(active=True).count() == 1
    lead = after.assignments.get(active=True).user
    assert (after.state == "in_progress") == (lead == town.expert)
    assert Clock.objects.get(enquiry=enquiry, metric="acceptance").result == ("kept" if lead == town.expert else "running")

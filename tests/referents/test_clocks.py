"""Clocks: the table against the moves, each promise by example, random walks against the journal."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from referents import clocks, sweeps
from referents.actions.moves import record
from referents.calendars import OFFICE_WEEK, OpeningTime
from referents.models import Clock, ClockPolicy, Closure, Enquiry, ServiceCalendar
from referents.models.calendars import Metric
from referents.states import CLOSED, MOVES, OPEN, State

PARIS = ZoneInfo("Europe/Paris")
OFFICE = OpeningTime.from_hours(OFFICE_WEEK)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS).astimezone(UTC)


MONDAY = at("2026-11-23T10:00")


@pytest.fixture
def calendar(db: None) -> ServiceCalendar:
    """Office hours, the shipped policies."""
    calendar = ServiceCalendar.objects.create(name="Bureau", hours=dict(OFFICE_WEEK), is_default=True)
    clocks.install_policies(calendar)
    return calendar


def received(when: datetime = MONDAY) -> Enquiry:
    enquiry = Enquiry(number=uuid4().hex[:12], submission=uuid4(), subject="Odeur de vernis", channel="facebook", received_at=when)
    enquiry.save()
    record(enquiry, move="receive", to=State.NEW, actor=None, at=when)
    return enquiry


def walk(enquiry: Enquiry, *steps: tuple[str, str, datetime]) -> Enquiry:
    for move, to, when in steps:
        if move == "reopen":
            enquiry.cycle += 1
        record(enquiry, move=move, to=to, actor=None, at=when)
    return enquiry


def in_progress(when: datetime = MONDAY) -> Enquiry:
    return walk(received(when), ("qualify", "qualified", when), ("assign", "assigned", when), ("accept", "in_progress", when))


def hold(enquiry: Enquiry, when: datetime, promised_at: datetime) -> None:
    record(enquiry, move="hold", to=enquiry.state, actor=None, at=when, detail={"promised_at": promised_at.isoformat()})


def clock(enquiry: Enquiry, metric: str, cycle: int = 1) -> Clock:
    return Clock.objects.get(enquiry=enquiry, metric=metric, cycle=cycle)


# The table


def test_every_move_says_what_it_does_to_the_clocks() -> None:
    assert set(clocks.EFFECTS) | clocks.UNTOUCHED == set(MOVES)
    assert not set(clocks.EFFECTS) & clocks.UNTOUCHED


def test_the_table_names_only_states_its_moves_lead_to() -> None:
    for move, lines in clocks.EFFECTS.items():
        assert {line.to for line in lines if line.to} <= MOVES[move].targets


def test_policies_are_installed_once(calendar: ServiceCalendar) -> None:
    again = clocks.install_policies(calendar)
    assert [policy.metric for policy in again] == list(Metric)
    assert ClockPolicy.objects.count() == len(Metric)
    assert all(policy.urgent_minutes < policy.minutes for policy in again)


def test_no_clock_knows_a_person() -> None:
    """Clocks measure the town's promise: nobody's speed can be read from them."""
    assert not [field.name for field in Clock._meta.get_fields() if getattr(field, "related_model", None) and "user" in field.related_model._meta.model_name]


# First contact and answer


def test_a_message_starts_the_first_contact_and_the_answer(calendar: ServiceCalendar) -> None:
    enquiry = received()
    assert clock(enquiry, "first_contact").due_at == at("2026-11-23T13:30")
    assert clock(enquiry, "answer").due_at == at("2026-11-25T09:00")
    assert clock(enquiry, "first_contact").next_at == at("2026-11-23T11:00")


def test_a_message_of_the_night_counts_from_the_opening(calendar: ServiceCalendar) -> None:
    enquiry = received(at("2026-11-21T23:40"))
    assert clock(enquiry, "first_contact").due_at == at("2026-11-23T10:30")


def test_a_holding_reply_keeps_the_first_contact_and_its_hour_becomes_the_due_time(calendar: ServiceCalendar) -> None:
    enquiry = received()
    hold(enquiry, at("2026-11-23T10:05"), at("2026-11-23T12:05"))
    first, answer = clock(enquiry, "first_contact"), clock(enquiry, "answer")
    assert (first.result, first.stopped_at, first.next_at) == ("kept", at("2026-11-23T10:05"), None)
    assert answer.due_at == at("2026-11-23T12:05")
    assert answer.started_at == MONDAY
    assert answer.next_at == at("2026-11-23T10:05") + timedelta(minutes=115 * 0.8)


def test_an_hour_promised_while_closed_is_due_at_that_very_hour(calendar: ServiceCalendar) -> None:
    enquiry = received()
    hold(enquiry, at("2026-11-23T10:05"), at("2026-11-23T19:00"))
    assert clock(enquiry, "answer").due_at == at("2026-11-23T19:00")
    walk(enquiry, ("answer_oneself", "ready", MONDAY), ("publish", "publishing", MONDAY), ("confirm", "published", at("2026-11-23T18:55")))
    assert clock(enquiry, "answer").result == "kept"


def test_a_holding_reply_without_an_hour_leaves_the_answer_as_it_was(calendar: ServiceCalendar) -> None:
    enquiry = received()
    record(enquiry, move="hold", to="new", actor=None, at=at("2026-11-23T10:05"))
    assert clock(enquiry, "first_contact").result == "kept"
    assert clock(enquiry, "answer").due_at == at("2026-11-25T09:00")


def test_a_late_holding_reply_is_late(calendar: ServiceCalendar) -> None:
    enquiry = received()
    hold(enquiry, at("2026-11-23T13:31"), at("2026-11-23T17:00"))
    assert clock(enquiry, "first_contact").result == "late"


def test_a_published_answer_stops_both(calendar: ServiceCalendar) -> None:
    enquiry = walk(
        received(),
        ("answer_oneself", "ready", at("2026-11-23T10:10")),
        ("publish", "publishing", at("2026-11-23T10:11")),
        ("confirm", "published", at("2026-11-23T10:12")),
    )
    assert clock(enquiry, "first_contact").result == "kept"
    assert clock(enquiry, "answer").stopped_at == at("2026-11-23T10:12")


def test_a_second_promise_fires_its_steps_again(calendar: ServiceCalendar) -> None:
    enquiry = received()
    hold(enquiry, at("2026-11-23T10:05"), at("2026-11-23T11:00"))
    sweeps.fire_clock_steps(at("2026-11-23T11:00"))
    assert set(clock(enquiry, "answer").fires.values_list("step", flat=True)) == {"remind_cm", "missed"}
    hold(enquiry, at("2026-11-23T11:05"), at("2026-11-23T15:05"))
    answer = clock(enquiry, "answer")
    assert (answer.run, answer.due_at) == (3, at("2026-11-23T15:05"))
    assert answer.next_at is not None


# Acceptance, technical answer


def test_asking_another_person_starts_a_new_run(calendar: ServiceCalendar) -> None:
    enquiry = walk(received(), ("qualify", "qualified", MONDAY), ("assign", "assigned", MONDAY))
    assert clock(enquiry, "acceptance").due_at == at("2026-11-23T15:30")
    walk(enquiry, ("assign", "assigned", at("2026-11-23T14:30")))
    acceptance = clock(enquiry, "acceptance")
    assert (acceptance.run, acceptance.due_at) == (2, at("2026-11-24T09:30"))
    assert Clock.objects.filter(enquiry=enquiry, metric="acceptance").count() == 1


def test_a_missed_acceptance_starts_for_the_next_person_or_ends_late(calendar: ServiceCalendar) -> None:
    enquiry = walk(received(), ("qualify", "qualified", MONDAY), ("assign", "assigned", MONDAY), ("miss_acceptance", "assigned", at("2026-11-23T15:30")))
    assert (clock(enquiry, "acceptance").run, clock(enquiry, "acceptance").result) == (2, "running")
    walk(enquiry, ("miss_acceptance", "qualified", at("2026-11-24T11:00")))
    assert clock(enquiry, "acceptance").result == "late"
    assert clock(enquiry, "acceptance").next_at is None


def test_declining_costs_nothing(calendar: ServiceCalendar) -> None:
    enquiry = walk(in_progress(), ("decline", "qualified", at("2026-11-27T10:00")))
    assert clock(enquiry, "expert_answer").result == "cancelled"
    assert clock(enquiry, "acceptance").result == "kept"


def test_answering_stops_acceptance_and_technical_answer(calendar: ServiceCalendar) -> None:
    enquiry = walk(in_progress(), ("contribute", "answered", at("2026-11-23T11:00")))
    assert clock(enquiry, "expert_answer").result == "kept"
    straight = walk(received(), ("qualify", "qualified", MONDAY), ("assign", "assigned", MONDAY), ("contribute", "answered", at("2026-11-23T11:00")))
    assert clock(straight, "acceptance").result == "kept"
    assert not Clock.objects.filter(enquiry=straight, metric="expert_answer").exists()


def test_redirecting_a_question_in_progress_cancels_the_technical_answer(calendar: ServiceCalendar) -> None:
    enquiry = walk(in_progress(), ("assign", "assigned", at("2026-11-23T11:00")))
    assert clock(enquiry, "expert_answer").result == "cancelled"
    walk(enquiry, ("accept", "in_progress", at("2026-11-23T11:30")))
    expert = clock(enquiry, "expert_answer")
    assert (expert.run, expert.result, expert.started_at) == (2, "running", at("2026-11-23T11:30"))


# Review


def test_review_runs_while_the_wording_is_read(calendar: ServiceCalendar) -> None:
    enquiry = walk(in_progress(), ("contribute", "answered", MONDAY), ("word", "in_review", MONDAY))
    assert clock(enquiry, "review").due_at == at("2026-11-23T13:30")
    walk(enquiry, ("ask_changes", "to_correct", at("2026-11-23T11:00")), ("word", "in_review", at("2026-11-23T11:30")))
    assert (clock(enquiry, "review").run, clock(enquiry, "review").result) == (2, "running")
    walk(enquiry, ("approve", "ready", at("2026-11-23T11:31")))
    assert clock(enquiry, "review").result == "kept"


def test_an_edit_gives_the_reviewer_the_whole_time_again(calendar: ServiceCalendar) -> None:
    enquiry = walk(in_progress(), ("contribute", "answered", MONDAY), ("word", "in_review", MONDAY), ("edit", "in_review", at("2026-11-23T11:00")))
    review = clock(enquiry, "review")
    assert (review.run, review.started_at, review.due_at) == (2, at("2026-11-23T11:00"), at("2026-11-23T14:30"))


@pytest.mark.parametrize(("move", "to"), [("edit", "ready"), ("correct_fact", "answered"), ("miss_schedule", "failed"), ("drop", "dropped")])
def test_a_review_nobody_needs_any_more_is_cancelled(calendar: ServiceCalendar, move: str, to: str) -> None:
    enquiry = walk(in_progress(), ("contribute", "answered", MONDAY), ("word", "in_review", MONDAY), (move, to, at("2026-11-23T16:00")))
    assert clock(enquiry, "review").result == "cancelled"


def test_wording_that_needs_no_review_starts_no_review(calendar: ServiceCalendar) -> None:
    enquiry = walk(in_progress(), ("contribute", "answered", MONDAY), ("word", "ready", MONDAY))
    assert not Clock.objects.filter(enquiry=enquiry, metric="review").exists()


# Pause


def test_asking_the_citizen_keeps_the_time_that_was_left(calendar: ServiceCalendar) -> None:
    enquiry = walk(in_progress(), ("ask_citizen", "waiting", at("2026-11-23T11:00")))
    expert = clock(enquiry, "expert_answer")
    assert (expert.result, expert.remaining, expert.due_at, expert.next_at) == ("paused", 300, None, None)
    walk(enquiry, ("citizen_answered", "in_progress", at("2026-11-28T09:00")))
    expert, answer = clock(enquiry, "expert_answer"), clock(enquiry, "answer")
    assert (expert.result, expert.remaining, expert.due_at) == ("running", None, at("2026-11-30T15:00"))
    assert answer.due_at == OFFICE.add(at("2026-11-30T08:30"), 780)
    assert clock(enquiry, "first_contact").result == "running"


def test_reminders_after_a_pause_count_the_time_used_before_it(calendar: ServiceCalendar) -> None:
    enquiry = walk(in_progress(), ("ask_citizen", "waiting", at("2026-11-23T11:00")), ("citizen_answered", "in_progress", at("2026-11-24T08:30")))
    assert clock(enquiry, "expert_answer").next_at == OFFICE.add(at("2026-11-24T08:30"), 360 * 0.8 - 60)


def test_a_minute_begun_is_given_back(calendar: ServiceCalendar) -> None:
    enquiry = walk(in_progress(), ("ask_citizen", "waiting", at("2026-11-23T10:00:30")))
    assert clock(enquiry, "expert_answer").remaining == 360


def test_a_pause_does_not_make_a_late_clock_on_time(calendar: ServiceCalendar) -> None:
    late = at("2026-11-25T10:00")
    enquiry = walk(in_progress(), ("ask_citizen", "waiting", late), ("citizen_answered", "in_progress", late + timedelta(hours=1)))
    assert clock(enquiry, "expert_answer").due_at == late + timedelta(hours=1)
    walk(enquiry, ("contribute", "answered", late + timedelta(hours=2)))
    assert clock(enquiry, "expert_answer").result == "late"


@pytest.mark.parametrize(("move", "to"), [("give_up_waiting", "closed"), ("drop", "dropped"), ("hand_over", "handed_over")])
def test_pausing_and_closing_in_one_go_leaves_nothing_running(calendar: ServiceCalendar, move: str, to: str) -> None:
    instant = at("2026-11-23T11:00")
    enquiry = walk(in_progress(), ("ask_citizen", "waiting", instant), (move, to, instant))
    rows = Clock.objects.filter(enquiry=enquiry)
    assert not rows.filter(result__in=["running", "paused"]).exists()
    assert not rows.filter(next_at__isnull=False).exists()
    assert clocks.differences(enquiry) == []


# Urgency


def test_urgent_clocks_are_shorter_and_what_is_used_stays_used(calendar: ServiceCalendar) -> None:
    enquiry = walk(in_progress(), ("mark_urgent", "in_progress", at("2026-11-23T11:00")))
    assert clock(enquiry, "expert_answer").due_at == at("2026-11-23T13:30")
    assert clock(enquiry, "answer").due_at == at("2026-11-23T15:30")
    assert clock(enquiry, "first_contact").due_at == at("2026-11-23T11:00")
    walk(enquiry, ("assign", "assigned", at("2026-11-23T11:00")))
    assert clock(enquiry, "acceptance").due_at == at("2026-11-23T13:30")


def test_urgency_never_puts_a_promise_off(calendar: ServiceCalendar) -> None:
    enquiry = received()
    hold(enquiry, MONDAY, at("2026-11-23T11:00"))
    walk(enquiry, ("mark_urgent", "new", at("2026-11-23T10:10")))
    assert clock(enquiry, "answer").due_at == at("2026-11-23T11:00")


def test_urgency_does_not_make_a_clock_already_late_less_late(calendar: ServiceCalendar) -> None:
    enquiry = walk(received(), ("mark_urgent", "new", at("2026-11-24T10:00")))
    assert clock(enquiry, "first_contact").due_at == at("2026-11-23T13:30")


def test_lowering_the_urgency_lets_the_next_clocks_be_longer(calendar: ServiceCalendar) -> None:
    enquiry = walk(received(), ("qualify", "qualified", MONDAY), ("mark_urgent", "qualified", MONDAY))
    record(enquiry, move="mark_urgent", to="qualified", actor=None, at=MONDAY, detail={"urgent": False})
    walk(enquiry, ("assign", "assigned", MONDAY))
    assert clock(enquiry, "acceptance").minutes == 240
    assert clock(enquiry, "answer").minutes == 240


def test_urgency_while_waiting_shortens_what_is_left(calendar: ServiceCalendar) -> None:
    enquiry = walk(in_progress(), ("ask_citizen", "waiting", at("2026-11-23T11:00")), ("mark_urgent", "waiting", at("2026-11-24T11:00")))
    assert (clock(enquiry, "expert_answer").remaining, clock(enquiry, "expert_answer").result) == (60, "paused")


# Cycles, undoing


def test_the_first_reply_after_reopening_counts_in_its_own_cycle(calendar: ServiceCalendar) -> None:
    enquiry = received()
    hold(enquiry, at("2026-11-23T10:05"), at("2026-11-23T12:00"))
    walk(
        enquiry,
        ("answer_oneself", "ready", MONDAY),
        ("publish", "publishing", MONDAY),
        ("confirm", "published", at("2026-11-23T11:00")),
        ("reopen", "reopened", at("2026-11-26T10:00")),
    )
    second = clock(enquiry, "first_contact", cycle=2)
    assert (second.started_at, second.result) == (at("2026-11-26T10:00"), "running")
    hold(enquiry, at("2026-11-26T10:30"), at("2026-11-26T17:00"))
    assert clock(enquiry, "first_contact", cycle=2).stopped_at == at("2026-11-26T10:30")
    assert clock(enquiry, "first_contact", cycle=1).stopped_at == at("2026-11-23T10:05")
    assert clock(enquiry, "answer", cycle=1).result == "kept"
    assert clock(enquiry, "answer", cycle=2).due_at == at("2026-11-26T17:00")


def test_undoing_brings_back_what_was_running_and_what_was_paused(calendar: ServiceCalendar) -> None:
    enquiry = walk(in_progress(), ("ask_citizen", "waiting", at("2026-11-23T11:00")))
    before = {row.metric: (row.result, row.remaining, row.due_at, row.run) for row in Clock.objects.filter(enquiry=enquiry)}
    walk(enquiry, ("drop", "dropped", at("2026-11-23T11:30")))
    assert set(Clock.objects.filter(enquiry=enquiry, metric__in=["answer", "expert_answer"]).values_list("result", flat=True)) == {"cancelled"}
    walk(enquiry, ("undo", "waiting", at("2026-11-23T15:00")))
    assert before == {row.metric: (row.result, row.remaining, row.due_at, row.run) for row in Clock.objects.filter(enquiry=enquiry)}
    walk(enquiry, ("citizen_answered", "in_progress", at("2026-11-23T16:00")))
    assert clock(enquiry, "expert_answer").result == "running"


def test_many_undos_stay_quick(calendar: ServiceCalendar) -> None:
    enquiry = in_progress()
    for minute in range(30):
        instant = MONDAY + timedelta(minutes=minute)
        walk(enquiry, ("drop", "dropped", instant), ("undo", "in_progress", instant))
    assert clock(enquiry, "expert_answer").result == "running"
    assert clocks.differences(enquiry) == []


def test_another_subject_keeps_the_clocks(calendar: ServiceCalendar) -> None:
    enquiry = in_progress()
    before = list(Clock.objects.filter(enquiry=enquiry).order_by("metric").values())
    walk(enquiry, ("requalify", "in_progress", at("2026-11-23T11:00")))
    assert list(Clock.objects.filter(enquiry=enquiry).order_by("metric").values()) == before


# Policies and calendars


def test_a_new_version_is_for_clocks_that_start_after_it(calendar: ServiceCalendar) -> None:
    old = received()
    ClockPolicy.objects.create(metric="first_contact", version=2, minutes=60, urgent_minutes=15, steps=[[100, "missed"]], calendar=calendar)
    new = received()
    assert clock(old, "first_contact").policy.version == 1
    assert clock(old, "first_contact").due_at == at("2026-11-23T13:30")
    assert clock(new, "first_contact").due_at == at("2026-11-23T11:00")
    assert clocks.differences(old) == clocks.differences(new) == []


def test_without_a_policy_the_question_goes_on_without_clocks(db: None) -> None:
    enquiry = in_progress()
    assert enquiry.state == "in_progress"
    assert not Clock.objects.filter(enquiry=enquiry).exists()


def test_a_calendar_that_never_opens_stops_no_move_and_is_repaired(calendar: ServiceCalendar, caplog: pytest.LogCaptureFixture) -> None:
    ServiceCalendar.objects.update(hours={})
    enquiry = received()
    assert enquiry.state == "new"
    assert "never open" in caplog.text
    assert not Clock.objects.exists()
    ServiceCalendar.objects.update(hours=dict(OFFICE_WEEK))
    assert clocks.recompute(calendar) == 2
    assert clock(enquiry, "first_contact").due_at == at("2026-11-23T13:30")


def test_a_closure_added_under_open_clocks_moves_what_is_due_and_nothing_else(calendar: ServiceCalendar) -> None:
    running, stopped, waiting = received(), received(), in_progress()
    hold(stopped, at("2026-11-23T10:05"), at("2026-11-24T10:00"))
    walk(waiting, ("ask_citizen", "waiting", at("2026-11-23T16:00")))
    kept = clock(stopped, "first_contact")
    Closure.objects.create(calendar=calendar, label="Pont", start=date(2026, 11, 24), end=date(2026, 11, 25))
    assert clock(running, "answer").due_at == at("2026-11-25T09:00")
    assert clocks.recompute(calendar) >= 1
    assert clock(running, "answer").due_at == at("2026-11-27T09:00")
    assert clock(stopped, "answer").due_at == at("2026-11-24T10:00")
    assert clock(stopped, "first_contact").stopped_at == kept.stopped_at
    assert clock(waiting, "answer").result == "paused"
    assert clocks.recompute(calendar) == 0


def test_a_closure_in_the_past_gives_paused_time_back(calendar: ServiceCalendar) -> None:
    enquiry = walk(in_progress(), ("ask_citizen", "waiting", at("2026-11-23T15:30")))
    assert clock(enquiry, "expert_answer").remaining == 120
    ServiceCalendar.objects.update(hours={str(day): [["08:30", "12:00"]] for day in range(5)})
    clocks.recompute(calendar)
    assert clock(enquiry, "expert_answer").remaining == 240


def test_the_clocks_of_another_calendar_are_left_alone(calendar: ServiceCalendar) -> None:
    enquiry = received()
    other = ServiceCalendar.objects.create(name="Autre", hours={})
    assert clocks.recompute(other) == 0
    assert clock(enquiry, "answer").due_at == at("2026-11-25T09:00")


# Random walks


def may_leave(state: str, rng: Random) -> list[tuple[str, str]]:
    found = []
    for code, move in MOVES.items():
        if state in move.sources and code not in {"undo", "moderate"} | ({"join", "drop", "hand_over", "give_up_waiting"} if rng.random() < 0.7 else set()):
            found += [(code, str(target) or state) for target in sorted(move.targets)]
    return found


def expect_what_the_state_allows(enquiry: Enquiry) -> None:
    """Another reading than the table of effects: from the state alone."""
    alive = {(row.metric, row.result) for row in Clock.objects.filter(enquiry=enquiry, result__in=["running", "paused"])}
    assert ("answer", "paused" if enquiry.state == State.WAITING else "running") in alive if enquiry.state in OPEN else not alive
    assert (("acceptance", "running") in alive) == (enquiry.state == State.ASSIGNED)
    assert (("review", "running") in alive) == (enquiry.state == State.IN_REVIEW)
    assert (("expert_answer", "running") in alive) == (enquiry.state == State.IN_PROGRESS)
    assert (("expert_answer", "paused") in alive) == (enquiry.state == State.WAITING)
    for row in Clock.objects.filter(enquiry=enquiry):
        assert (row.due_at is None) == (row.remaining is not None)
        assert row.next_at is None or row.result == "running"
        assert (row.stopped_at is None) == (row.result in {"running", "paused"})
        assert row.cycle == enquiry.cycle or row.result not in {"running", "paused"}


@pytest.mark.parametrize("seed", range(12))
def test_the_clocks_of_a_random_walk_are_those_the_journal_tells(calendar: ServiceCalendar, seed: int) -> None:
    rng = Random(seed)
    now = MONDAY
    other, enquiry = received(), received()
    for _number in range(45):
        now += timedelta(seconds=rng.choice([0, 0, 1, 47, 600, 5000, 30_000, 200_000]))
        if enquiry.state in CLOSED and enquiry.state not in MOVES["reopen"].sources:
            last = enquiry.moves.filter(move__in=clocks.UNDOABLE).latest("version")
            move, to, enquiry.merged_into = "undo", last.from_state, None
        else:
            move, to = rng.choice(may_leave(enquiry.state, rng))
        if move == "reopen":
            enquiry.cycle += 1
        if move == "join":
            enquiry.merged_into = other
        detail = {
            "hold": {"promised_at": (now + timedelta(hours=rng.randint(1, 90))).isoformat()},
            "mark_urgent": {"urgent": rng.random() < 0.6},
        }.get(move, {})
        record(enquiry, move=move, to=to, actor=None, at=now, detail=detail)
        if rng.random() < 0.3:
            sweeps.fire_clock_steps(now + timedelta(seconds=rng.choice([0, 20])))
        if rng.random() < 0.05:
            version = ClockPolicy.objects.filter(metric="review").first().version + 1
            ClockPolicy.objects.create(
                metric="review", version=version, minutes=60 + version, urgent_minutes=20, steps=[[50, "a"], [100, "b"]], calendar=calendar
            )
        expect_what_the_state_allows(enquiry)
        assert clocks.differences(enquiry) == [], f"after {move} to {to}"
    assert clocks.recompute(calendar) == 0


def test_moves_made_by_the_actions_keep_the_clocks(town: object) -> None:
    enquiry = town.published()
    assert {row.metric: row.result for row in Clock.objects.filter(enquiry=enquiry)} == {
        "first_contact": "kept",
        "acceptance": "kept",
        "expert_answer": "kept",
        "answer": "kept",
    }
    assert clocks.differences(enquiry) == []
    assert timezone.now() >= clock(enquiry, "answer").stopped_at

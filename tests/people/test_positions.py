"""Positions with their dates: the agent's department and job title are those of the main position of the day."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from rse.people import actions, sweeps
from rse.people.actions.positions import FULL
from rse.people.exceptions import EndsBeforeItStarts, HasBegun, HasLeft, MainTaken, OtherOrganisation, PositionIsOver
from rse.people.models import Agent, Position
from rse.people.permissions import audience_of_position
from rse.people.signals import agent_moved
from tests import factories

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def library(sonia: Agent):
    return factories.DepartmentFactory(organisation=sonia.organisation, name="Bibliothèque", code="BIB")


@pytest.fixture
def held(sonia: Agent, hr: Agent, today) -> Position:
    """Sonia's main position, a year old."""
    return actions.add_position(sonia, department=sonia.department, title="Animatrice", start=today - 365 * DAY, main=True, job_description=None, actor=hr.user)


def test_entering_a_person_begins_a_first_position(hr, today):
    department = factories.DepartmentFactory()
    agent = actions.create_agent(
        department.organisation, number="7001", first_name="Ana", last_name="Riou", department=department, job_title="Régisseuse", actor=hr.user
    )
    position = agent.positions.get()
    assert (position.department, position.title, position.start, position.end, position.main) == (department, "Régisseuse", today, None, True)


def test_a_main_position_that_has_begun_gives_department_and_title(sonia, held, journal):
    sonia.refresh_from_db()
    assert sonia.job_title == "Animatrice"
    assert held.taken_up
    assert journal(sonia) == ["position_begun", "profile_changed"]


def test_the_same_position_sent_twice_is_one(sonia, held, hr, journal):
    again = actions.add_position(sonia, department=sonia.department, title="Animatrice", start=held.start, main=True, actor=hr.user)
    assert again == held
    assert journal(sonia).count("position_begun") == 1


def test_a_second_position_stands_beside_the_main_one(sonia, held, library, hr, today):
    actions.add_position(sonia, department=library, title="Conteuse", start=today, share=Decimal(20), actor=hr.user)
    sonia.refresh_from_db()
    assert sonia.department == held.department
    assert sonia.positions.on(today).count() == 2


def test_two_main_positions_on_one_day_are_refused(sonia, held, library, hr, today):
    with pytest.raises(MainTaken):
        actions.add_position(sonia, department=library, title="Conteuse", start=today, main=True, actor=hr.user)


def test_a_position_of_another_organisation_or_that_ends_before_it_starts_is_refused(sonia, hr, today):
    elsewhere = factories.DepartmentFactory(organisation=factories.OrganisationFactory(name="CCAS"))
    with pytest.raises(OtherOrganisation):
        actions.add_position(sonia, department=elsewhere, title="", start=today, actor=hr.user)
    with pytest.raises(EndsBeforeItStarts):
        actions.add_position(sonia, department=sonia.department, title="", start=today, end=today - DAY, actor=hr.user)


def test_a_transfer_today_moves_at_once_and_keeps_the_history(sonia, held, library, hr, today, journal):
    moves = []
    agent_moved.connect(lambda previous, **_payload: moves.append(previous), weak=False, dispatch_uid="test")
    try:
        new = actions.transfer(sonia, department=library, title="Bibliothécaire", on=today, actor=hr.user)
    finally:
        agent_moved.disconnect(dispatch_uid="test")
    sonia.refresh_from_db()
    held.refresh_from_db()
    assert (sonia.department, sonia.job_title) == (library, "Bibliothécaire")
    assert held.end == today - DAY
    assert new.replaces == held
    assert moves == [held.department]
    assert journal(sonia)[-4:] == ["position_ended", "position_begun", "profile_changed", "moved"]


def test_a_transfer_to_come_waits_for_its_day_and_the_sweep_draws_it_once(sonia, held, library, hr, today, time_machine, journal):
    actions.transfer(sonia, department=library, title="Bibliothécaire", on=today + 10 * DAY, actor=hr.user)
    assert sweeps.take_up_positions() == 0
    sonia.refresh_from_db()
    assert sonia.department == held.department
    time_machine.move_to(timezone.now() + 10 * DAY)
    assert sweeps.take_up_positions() == 1
    assert sweeps.take_up_positions() == 0
    sonia.refresh_from_db()
    assert (sonia.department, sonia.job_title) == (library, "Bibliothécaire")
    assert journal(sonia).count("moved") == 1


def test_a_second_change_over_one_already_planned_is_refused(sonia, held, library, hr, today):
    first = actions.transfer(sonia, department=library, title="Bibliothécaire", on=today + 10 * DAY, actor=hr.user)
    assert actions.transfer(sonia, department=library, title="Bibliothécaire", on=today + 10 * DAY, actor=hr.user) == first
    with pytest.raises(MainTaken):
        actions.transfer(sonia, department=library, title="Conteuse", on=today + 5 * DAY, actor=hr.user)


def test_a_change_given_up_lets_the_position_before_go_on(sonia, held, library, hr, today):
    planned = actions.transfer(sonia, department=library, title="Bibliothécaire", on=today + 10 * DAY, actor=hr.user)
    actions.cancel_position(planned, actor=hr.user)
    held.refresh_from_db()
    assert held.end is None
    assert sonia.positions.count() == 1
    with pytest.raises(HasBegun):
        actions.cancel_position(held, actor=hr.user)


def test_ending_keeps_the_row_and_the_department(sonia, held, hr, today):
    actions.end_position(held, on=today, actor=hr.user)
    sonia.refresh_from_db()
    assert sonia.positions.get().end == today
    assert sonia.department == held.department


def test_the_days_of_a_position_are_written_as_days(client, sonia, held, hr, today):
    actions.end_position(held, on=today, actor=hr.user)
    client.force_login(hr.user)
    said = client.get(f"/annuaire/{sonia.pk}/postes/").content.decode()
    assert re.search(r"du \d+ \S+ \d{4} au \d+ \S+ \d{4}", said)


def test_what_is_over_stays_as_it_is(sonia, hr, today):
    over = actions.add_position(sonia, department=sonia.department, title="Stagiaire", start=today - 90 * DAY, end=today - 30 * DAY, actor=hr.user)
    with pytest.raises(PositionIsOver):
        actions.end_position(over, on=today, actor=hr.user)


def test_a_corrected_title_is_the_person_s_title(sonia, held, hr):
    actions.correct_position(held, changes={"title": "Coordinatrice", "share": Decimal(80)}, actor=hr.user)
    sonia.refresh_from_db()
    assert sonia.job_title == "Coordinatrice"


def test_moving_or_renaming_from_the_register_writes_the_history_too(sonia, held, library, hr, today, journal):
    sonia.refresh_from_db()
    actions.change_profile(sonia, changes={"job_title": "Conteuse"}, actor=hr.user)
    held.refresh_from_db()
    assert held.title == "Conteuse"
    actions.move_agent(sonia, department=library, actor=hr.user)
    held.refresh_from_db()
    new = sonia.positions.get(end=None)
    assert (held.end, new.department, new.start) == (today - DAY, library, today)
    assert journal(sonia)[-2:] == ["profile_changed", "moved"]


def test_leaving_ends_what_is_held_and_gives_up_what_was_to_come(sonia, held, library, hr, today):
    actions.transfer(sonia, department=library, title="Bibliothécaire", on=today + 10 * DAY, actor=hr.user)
    actions.leave(sonia, on=today, actor=hr.user)
    assert [position.end for position in sonia.positions.all()] == [today]
    with pytest.raises(HasLeft):
        actions.add_position(sonia, department=library, title="", start=today, actor=hr.user)


def test_only_hr_writes_positions(sonia, held, head, outsider, library, today):
    for actor in (sonia.user, head.user, outsider.user):
        with pytest.raises(PermissionDenied):
            actions.add_position(sonia, department=library, title="", start=today, actor=actor)
        with pytest.raises(PermissionDenied):
            actions.transfer(sonia, department=library, title="", on=today, actor=actor)
        with pytest.raises(PermissionDenied):
            actions.end_position(held, on=today, actor=actor)
        with pytest.raises(PermissionDenied):
            actions.correct_position(held, changes={"share": FULL}, actor=actor)


def test_a_position_is_read_by_the_person_the_heads_above_and_hr(sonia, held, head, hr, outsider):
    for agent, seen in ((sonia, True), (head, True), (hr, True), (outsider, False)):
        assert Position.objects.visible_to(agent.user).filter(pk=held.pk).exists() is seen
        assert audience_of_position(held).filter(pk=agent.user_id).exists() is seen


def test_a_leaver_s_positions_are_for_hr_alone(sonia, held, head, hr, today):
    actions.leave(sonia, on=today, actor=None)
    held = Position.objects.select_related("agent").get(pk=held.pk)
    assert not Position.objects.visible_to(head.user).exists()
    assert Position.objects.visible_to(hr.user).get() == held
    assert list(audience_of_position(held)) == [hr.user]

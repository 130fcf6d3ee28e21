from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from integrations.bridges.directory import RelaisDirectory
from referents.conf import directory
from referents.directory import Away
from referents.models import Referent
from tests import factories

PARIS = ZoneInfo("Europe/Paris")
MONDAY = date(2026, 11, 23)
pytestmark = pytest.mark.django_db


def test_relais_gives_the_plugin_its_own_directory() -> None:
    assert isinstance(directory(), RelaisDirectory)


def test_absences_come_with_their_substitutes_in_one_query(django_assert_num_queries) -> None:
    people = [factories.AgentFactory() for _ in range(20)]
    substitute = factories.AgentFactory()
    factories.AbsenceFactory(agent=people[0], start=MONDAY, end=MONDAY + timedelta(days=2), substitute=substitute)
    factories.AbsenceFactory(agent=people[1], start=MONDAY - timedelta(days=9), end=MONDAY - timedelta(days=1))
    factories.AbsenceFactory(agent=people[2], start=MONDAY - timedelta(days=9), end=MONDAY)
    factories.AbsenceFactory(agent=substitute, start=MONDAY, end=MONDAY)
    with django_assert_num_queries(1):
        found = RelaisDirectory().absences([agent.user for agent in people], MONDAY, MONDAY)
    assert found == [
        Away(people[2].user_id, MONDAY - timedelta(days=9), MONDAY),
        Away(people[0].user_id, MONDAY, MONDAY + timedelta(days=2), substitute.user_id),
    ]


def test_working_hours_follow_the_pattern_of_the_person() -> None:
    pattern = factories.WorkingPatternFactory(slots={"0": [["22:00", "24:00"]]})
    agent = factories.AgentFactory(pattern=pattern, organisation=pattern.organisation)
    start = datetime(2026, 11, 23, 22, tzinfo=PARIS)
    assert RelaisDirectory().working_hours(agent.user, MONDAY) == [(start, start + timedelta(hours=2))]
    assert RelaisDirectory().working_hours(agent.user, MONDAY + timedelta(days=1)) == []


def test_nobody_works_while_away_nor_on_a_public_holiday() -> None:
    agent = factories.AgentFactory(pattern=factories.WorkingPatternFactory())
    assert RelaisDirectory().working_hours(agent.user, MONDAY) != []
    factories.AbsenceFactory(agent=agent, start=MONDAY, end=MONDAY)
    assert RelaisDirectory().working_hours(agent.user, MONDAY) == []
    assert RelaisDirectory().working_hours(agent.user, date(2026, 12, 25)) == []


def test_hours_are_unknown_without_a_pattern_or_an_agent_and_the_service_calendar_is_used() -> None:
    assert RelaisDirectory().working_hours(factories.AgentFactory().user, MONDAY) is None
    assert RelaisDirectory().working_hours(factories.UserFactory(), MONDAY) is None
    assert RelaisDirectory().working_hours(factories.AgentFactory(gone=True).user, MONDAY) is None


def test_the_head_is_the_nearest_one_above_who_still_has_an_account(django_assert_num_queries) -> None:
    top = factories.DepartmentFactory()
    middle = factories.DepartmentFactory(parent=top, organisation=top.organisation)
    low = factories.DepartmentFactory(parent=middle, organisation=top.organisation)
    director = factories.head_of(top, user__username="d1")
    gone = factories.head_of(middle, user__username="d2", gone=True)
    assert gone.user_id == middle.head_id
    with django_assert_num_queries(2):
        assert RelaisDirectory().heads(low) == [director.user]
    assert RelaisDirectory().heads(factories.DepartmentFactory()) == []


def test_phones_are_those_of_people_in_post_in_one_query(django_assert_num_queries) -> None:
    office = factories.AgentFactory(phone="01 00 00 00 01", mobile="06 00 00 00 01")
    mobile = factories.AgentFactory(phone="", mobile="06 00 00 00 02")
    gone, account = factories.AgentFactory(gone=True), factories.UserFactory()
    with django_assert_num_queries(1):
        found = RelaisDirectory().phones([office.user, mobile.user, gone.user, account])
    assert found == {office.user_id: "01 00 00 00 01", mobile.user_id: "06 00 00 00 02", gone.user_id: "", account.pk: ""}
    assert RelaisDirectory().phone(mobile.user) == "06 00 00 00 02"


def test_the_deputy_is_the_one_the_referent_chose_and_the_label_the_name() -> None:
    agent, deputy = factories.AgentFactory(), factories.AgentFactory()
    assert RelaisDirectory().deputy(agent.user) is None
    Referent.objects.create(user=agent.user, department=agent.department, state="active", deputy=deputy.user)
    assert RelaisDirectory().deputy(agent.user) == deputy.user
    assert RelaisDirectory().label(agent.user) == agent.full_name


def test_nobody_is_said_to_be_in_on_a_day_they_do_not_work(db) -> None:
    pattern = factories.WorkingPatternFactory(slots={str(day): [["08:30", "12:00"]] for day in (0, 1, 3, 4)})
    agent = factories.AgentFactory(pattern=pattern)
    unknown = factories.AgentFactory(pattern=None)
    people = [agent.user, unknown.user]
    monday, wednesday, christmas = date(2026, 11, 23), date(2026, 11, 25), date(2026, 12, 25)
    assert RelaisDirectory().off_duty(people, monday) == set()
    assert RelaisDirectory().off_duty(people, wednesday) == {agent.user_id}
    assert RelaisDirectory().off_duty(people, christmas) == {agent.user_id}


def test_the_plugin_finds_people_with_the_search_of_the_network() -> None:
    sonia = factories.AgentFactory(first_name="Sonia", last_name="Diallo", job_title="Directrice des sports")
    factories.AgentFactory(first_name="Sonia", last_name="Diallo", user__is_active=False)
    factories.AgentFactory(first_name="Sonia", last_name="Diallo", kind="elected", department=None)
    asking = factories.AgentFactory(first_name="Sonia", last_name="Diallo")
    [found] = RelaisDirectory().find("dialo sonia directeur", by=asking.user, most=12)
    assert (found.user_id, found.name, found.near) == (sonia.user_id, "Sonia Diallo", True)
    assert found.detail.startswith("Directrice des sports · ")
    assert found.presence


def test_finding_costs_the_same_for_few_and_many(django_assert_max_num_queries) -> None:
    people = [factories.AgentFactory(first_name="Zoé") for _ in range(15)]
    with django_assert_max_num_queries(7):
        assert len(RelaisDirectory().find("zoé", by=people[0].user, most=12)) == 12

"""A query written once answers each person's own rows, whatever the day."""

from datetime import date

import pytest
import time_machine
from django.db.models import Value
from django.utils import timezone

from rse.core.prepared import Prepared
from rse.people.models import Agent, User
from tests.factories import AgentFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_each_person_gets_their_own_rows() -> None:
    names = Prepared(lambda user, _now: User.objects.filter(pk=user.pk).values_list("username"))
    first, second = UserFactory(), UserFactory()
    assert names.rows(first) == [(first.username,)]
    assert names.rows(second) == [(second.username,)]
    assert names.count(second) == 1


def test_the_sql_is_written_again_when_the_day_changes(django_assert_num_queries) -> None:
    today = Prepared(lambda user, _now: User.objects.filter(pk=user.pk).values_list(Value(timezone.localdate().isoformat())))
    user = UserFactory()
    with time_machine.travel("2027-01-04T09:00:00+01:00", tick=False):
        assert today.rows(user) == [("2027-01-04",)]
    with time_machine.travel("2027-01-05T09:00:00+01:00", tick=False), django_assert_num_queries(1):
        assert today.rows(user) == [(date(2027, 1, 5).isoformat(),)]


def test_the_present_is_that_of_the_question() -> None:
    joined = Prepared(lambda user, now: User.objects.filter(pk=user.pk, date_joined__lte=now).values_list("pk"))
    user = UserFactory(date_joined=timezone.now())
    with time_machine.travel("2020-01-04T09:00:00+01:00", tick=False):
        assert joined.count(user) == 0
    assert joined.count(user) == 1


def test_what_can_hold_nothing_asks_nothing(django_assert_num_queries) -> None:
    nothing = Prepared(lambda user, _now: User.objects.filter(pk__in=[], username=user.username).values_list("pk"))
    user = UserFactory()
    with django_assert_num_queries(0):
        assert nothing.rows(user) == []
        assert nothing.count(user) == 0


def test_objects_come_with_their_relations(django_assert_num_queries) -> None:
    agents = Prepared(lambda user, _now: Agent.objects.filter(user=user.pk).select_related("user").prefetch_related("skills").annotate(mark=Value("here")))
    first, second = AgentFactory(), AgentFactory()
    for agent in (first, second):
        agents.objects(agent.user)
        with django_assert_num_queries(2):
            found = agents.objects(agent.user)
            assert [(row.pk, row.user.username, row.mark, list(row.skills.all())) for row in found] == [(agent.pk, agent.user.username, "here", [])]
    assert first.pk != second.pk


def test_objects_of_what_can_hold_nothing_ask_nothing(django_assert_num_queries) -> None:
    nothing = Prepared(lambda user, _now: User.objects.filter(pk__in=[], username=user.username))
    with django_assert_num_queries(0):
        assert nothing.objects(UserFactory.build(pk=1)) == []

"""A query written once answers each person's own rows, whatever the day."""

from datetime import date

import pytest
import time_machine
from django.db import connection
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


def test_lists_of_keys_share_one_sql_and_hold_their_own(django_assert_num_queries) -> None:
    named = Prepared(
        lambda user, _now, people, skipped: User.objects.filter(pk__in=people).exclude(pk__in=[*skipped, user.pk]).order_by("pk").values_list("pk")
    )
    people = UserFactory.create_batch(11)
    reader, keys = people[0], [person.pk for person in people]
    for wanted in ([], keys[1:2], keys[1:4], keys[1:9], keys):
        with django_assert_num_queries(1):
            assert named.rows(reader, people=wanted, skipped=keys[5:6]) == [(pk,) for pk in wanted if pk not in (reader.pk, keys[5])]
    assert named.count(reader, people=keys, skipped=[]) == 10
    # One, eight at most or none, sixteen at most; and the last for none skipped.
    assert len(named._of_day[1]) == 4


def test_a_percent_sign_stays_what_it_is() -> None:
    user = UserFactory()
    marked = Prepared(lambda user, _now: User.objects.filter(pk=user.pk).exclude(last_name__contains="100 %").values_list("pk", Value("50 % %s")))
    assert marked.rows(user) == [(user.pk, "50 % %s")]


def test_a_closed_account_is_answered_nothing(django_assert_num_queries) -> None:
    mine = Prepared(lambda user, _now: User.objects.filter(pk=user.pk).values_list("pk"))
    user = UserFactory(is_active=False)
    with django_assert_num_queries(0):
        assert (mine.rows(user), mine.count(user), mine.objects(user)) == ([], 0, [])


@pytest.mark.services
def test_postgresql_keeps_one_plan_for_everybody() -> None:
    mine = Prepared(lambda user, now, keys: User.objects.filter(pk__in=keys, date_joined__lte=now).exclude(pk=user.pk).values_list("pk"))
    people = UserFactory.create_batch(4)
    for person in people:
        mine.rows(person, keys=[other.pk for other in people])
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements WHERE statement LIKE %s", ["%people_user%date_joined%"])
        assert len(cursor.fetchall()) == 1


def test_a_permission_is_never_asked_of_the_person_who_stands_for_all() -> None:
    written = Prepared(lambda user, _now: User.objects.filter(pk=user.pk) if user.has_perm("people.manage_people") else User.objects.none())
    with pytest.raises(TypeError, match="written once"):
        written.objects(UserFactory())

"""A query written once answers each person's own rows, whatever the day."""

from datetime import date

import pytest
import time_machine
from django.db.models import Value
from django.utils import timezone

from rse.core.prepared import Prepared
from rse.people.models import User
from tests.factories import UserFactory

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

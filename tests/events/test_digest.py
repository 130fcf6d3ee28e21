"""The digest says what comes: mine, and my groups'; nothing that is over, cancelled, or told elsewhere."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rse.events import actions
from rse.events.digest import coming
from tests.communities.factories import closed_group, open_group, put_in
from tests.events.factories import event

pytestmark = pytest.mark.django_db


def week():
    return timezone.now() - timedelta(days=7)


def titles(user):
    return [line.title.partition(",")[0] for line in coming(user, week())]


def test_what_i_am_registered_for_and_what_my_groups_plan_soonest_first(sonia):
    group = open_group(name="Plan neige")
    put_in(group, sonia)
    of_group = event("Répétition", community=group, by=group.created_by, starts_at=timezone.now() + timedelta(days=2))
    mine = event("Visite", starts_at=timezone.now() + timedelta(days=1))
    event("Sans moi", starts_at=timezone.now() + timedelta(days=1))
    actions.register(mine, actor=sonia.user)
    lines = coming(sonia.user, week())
    assert [line.title.partition(",")[0] for line in lines] == ["Visite", "Répétition"]
    assert (lines[0].by, lines[0].where) == ("vous y allez", "")
    assert (lines[1].by, lines[1].where, lines[1].url) == ("", "Plan neige", f"/agenda/{of_group.pk}/")


def test_what_is_cancelled_far_away_or_of_a_group_i_left_is_not_told(sonia):
    group = closed_group()
    put_in(group, sonia)
    actions.cancel(event("Annulé", community=group, by=group.created_by), reason="Neige", actor=group.created_by)
    event("Dans deux mois", community=group, by=group.created_by, starts_at=timezone.now() + timedelta(days=60))
    assert titles(sonia.user) == []


def test_a_daily_digest_looks_two_days_ahead(sonia):
    group = open_group()
    put_in(group, sonia)
    event("Demain", community=group, by=group.created_by, starts_at=timezone.now() + timedelta(days=1))
    event("Dans cinq jours", community=group, by=group.created_by, starts_at=timezone.now() + timedelta(days=5))
    yesterday = timezone.now() - timedelta(days=1)
    assert [line.title.partition(",")[0] for line in coming(sonia.user, yesterday)] == ["Demain"]


def test_one_question_whatever_the_number_of_events(sonia, django_assert_num_queries):
    group = open_group()
    put_in(group, sonia)
    for number in range(4):
        event(f"Atelier {number}", community=group, by=group.created_by)
    with django_assert_num_queries(1):
        assert len(coming(sonia.user, week())) == 4

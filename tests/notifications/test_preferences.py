"""The nearest wish wins, an empty one inherits, and what binds the person cannot be refused."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.core.exceptions import ImproperlyConfigured, PermissionDenied

from rse.notifications import actions, kinds, preferences
from rse.notifications.exceptions import UrgencyRefused
from rse.notifications.kinds import Kind
from rse.notifications.models import Delivery, Inbox, Notification, Preference, UrgentSending
from rse.people.models import User
from tests.factories import AgentFactory, UserFactory
from tests.notifications.test_actions import tell

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
GARDEN = "communities.community:12"


@pytest.fixture(autouse=True)
def rooms_speak(help_wanted):
    kinds.register(Kind("post", "post", "%(who)s écrit", category=kinds.GROUPS, email=True))
    kinds.register(Kind("mention", "mention", "%(who)s parle de vous", category=kinds.ADDRESSED, email=True))
    kinds.register(Kind("must_read", "must read", "À lire", category=kinds.READING, email=True, refusable=frozenset({"push"})))


def channels(user, code, scope="", at=NOW):
    return preferences.effective([user.pk], kinds.get(code), scope=scope, at=at)[user.pk]


def test_without_a_wish_the_kind_decides(sonia):
    assert channels(sonia, "post") == {"bell", "email", "digest"}
    assert channels(sonia, "quiet") == {"bell", "digest"}


def test_the_nearest_wish_wins_and_an_empty_one_inherits(sonia):
    actions.prefer(sonia, {("", "email"): False, ("category:groups", "email"): True}, actor=sonia)
    assert "email" in channels(sonia, "post")
    assert "email" not in channels(sonia, "mention")
    actions.prefer(sonia, {("kind:post", "email"): False}, actor=sonia)
    assert "email" not in channels(sonia, "post")
    actions.prefer(sonia, {("", "email"): True}, scope=GARDEN, actor=sonia)
    assert "email" in channels(sonia, "post", GARDEN)
    actions.prefer(sonia, {("", "email"): None}, scope=GARDEN, actor=sonia)
    assert "email" not in channels(sonia, "post", GARDEN)
    assert not Preference.objects.filter(scope=GARDEN).exists()


def test_a_wish_written_twice_is_one_wish(sonia):
    for wanted in (True, False, False):
        actions.prefer(sonia, {("kind:post", "push"): wanted}, actor=sonia)
    assert Preference.objects.get().wanted is False


def test_what_binds_cannot_be_refused(sonia):
    actions.prefer(sonia, {("", channel): False for channel in ("bell", "email", "push", "digest")}, actor=sonia)
    actions.choose_level(sonia, GARDEN, level="none", actor=sonia)
    assert channels(sonia, "must_read", GARDEN) == {"bell", "email", "digest"}
    assert channels(sonia, "post", GARDEN) == set()


def test_a_group_may_be_reduced_to_what_is_addressed_to_me_or_silenced_for_a_time(sonia):
    actions.choose_level(sonia, GARDEN, level="addressed", actor=sonia)
    assert channels(sonia, "post", GARDEN) == set()
    assert "bell" in channels(sonia, "mention", GARDEN)
    assert "bell" in channels(sonia, "post", "communities.community:13")
    actions.choose_level(sonia, GARDEN, level="all", actor=sonia)
    actions.mute(sonia, GARDEN, until=NOW + timedelta(hours=1), actor=sonia)
    assert channels(sonia, "mention", GARDEN) == set()
    assert "bell" in channels(sonia, "mention", GARDEN, at=NOW + timedelta(hours=1))


def test_choices_are_ones_own(sonia):
    other = UserFactory()
    for choice in (
        lambda: actions.prefer(sonia, {("", "email"): False}, actor=other),
        lambda: actions.choose_level(sonia, GARDEN, level="none", actor=other),
        lambda: actions.mute(sonia, GARDEN, until=NOW, actor=other),
        lambda: actions.do_not_disturb(sonia, until=NOW, actor=other),
        lambda: actions.choose_digest(sonia, rhythm="none", quotes=False, actor=other),
    ):
        with pytest.raises(PermissionDenied):
            choice()
    assert not Preference.objects.visible_to(other).exists()


@time_machine.travel(NOW, tick=False)
def test_a_silent_place_writes_no_row_and_a_refused_bell_still_sends_the_mail(sonia):
    actions.choose_level(sonia, GARDEN, level="none", actor=sonia)
    assert tell(sonia, kind="post", scope=GARDEN) == []
    actions.prefer(sonia, {("kind:mention", "bell"): False}, actor=sonia)
    (row,) = tell(sonia, kind="mention", key="2")
    assert row.silent
    assert Delivery.objects.get().notification == row
    assert not Notification.objects.visible_to(sonia).in_bell().exists()


@time_machine.travel(NOW, tick=False)
def test_do_not_disturb_holds_the_mail_until_its_end_and_then_until_the_next_opening(sonia):
    actions.do_not_disturb(sonia, until=NOW + timedelta(hours=1, minutes=30), actor=sonia)
    tell(sonia)
    assert Delivery.objects.get().due_at == datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
    actions.do_not_disturb(sonia, until=datetime(2026, 11, 24, 17, 0, tzinfo=UTC), actor=sonia)
    tell(sonia, key="2")
    assert Delivery.objects.get(notification__key="2").due_at == datetime(2026, 11, 25, 7, 30, tzinfo=UTC)


@time_machine.travel(datetime(2026, 11, 24, 20, 0, tzinfo=UTC), tick=False)
def test_urgency_is_for_a_named_role_and_is_journalled_with_its_reason(sonia):
    flora = UserFactory()
    for actor, reason in ((flora, "Fuite de gaz rue Pasteur"), (None, "Fuite de gaz rue Pasteur")):
        with pytest.raises(UrgencyRefused):
            tell(sonia, urgent=True, actor=actor, reason=reason)
    flora.user_permissions.add(Permission.objects.get(codename="send_urgent", content_type__app_label="notifications"))
    flora = User.objects.get(pk=flora.pk)
    with pytest.raises(UrgencyRefused):
        tell(sonia, urgent=True, actor=flora, reason="  ")
    tell(sonia, urgent=True, actor=flora, reason="Fuite de gaz rue Pasteur")
    line = UrgentSending.objects.get()
    assert (line.actor, line.reason, line.told) == (flora, "Fuite de gaz rue Pasteur", 1)
    assert Delivery.objects.get().due_at == datetime(2026, 11, 24, 20, 0, tzinfo=UTC)


def test_effective_choices_cost_two_queries_whatever_the_number(django_assert_num_queries):
    people = [AgentFactory().user for _number in range(30)]
    for user in people[::2]:
        actions.prefer(user, {("category:groups", "email"): False}, actor=user)
        actions.choose_level(user, GARDEN, level="addressed", actor=user)
    with django_assert_num_queries(2):
        found = preferences.effective([user.pk for user in people], kinds.get("post"), scope=GARDEN, at=NOW)
    assert [bool(found[user.pk]) for user in people[:4]] == [False, True, False, True]


def test_a_kind_in_no_category_is_refused_at_start():
    with pytest.raises(ImproperlyConfigured):
        kinds.register(Kind("x", "x", "x", category="elsewhere"))
    with pytest.raises(ImproperlyConfigured):
        kinds.register(Kind("x", "x", "x", grouped_by=("post",)))


def test_refusing_every_email_is_one_wish(sonia):
    actions.choose_email(sonia, by_email=False, actor=sonia)
    assert preferences.refuses_email(sonia)
    actions.choose_email(sonia, by_email=True, actor=sonia)
    assert not preferences.refuses_email(sonia)
    assert Inbox.objects.visible_to(sonia).count() == 0

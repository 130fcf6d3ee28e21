"""Each person is told once, in order."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from rse.core.models import Frame
from rse.notifications import actions
from rse.notifications.exceptions import OutsideAddress, UnknownKind
from rse.notifications.kinds import sentence
from rse.notifications.models import Delivery, Inbox, Notification
from tests.factories import AgentFactory, UserFactory

pytestmark = pytest.mark.django_db


def tell(*people, key="enquiry-1", kind="help.wanted", **kwargs):
    given = {"url": "/questions/1/", "params": {"who": "Flora"}, "actor": None} | kwargs
    return actions.notify(people, kind=kind, key=key, **given)


def test_each_recipient_gets_one_row_and_their_next_sequence(sonia):
    paul = UserFactory()
    tell(sonia)
    tell(sonia, paul, key="enquiry-2")
    assert list(Notification.objects.filter(recipient=sonia).values_list("key", "seq")) == [("enquiry-1", 1), ("enquiry-2", 2)]
    assert list(Notification.objects.filter(recipient=paul).values_list("key", "seq")) == [("enquiry-2", 1)]


def test_the_same_key_tells_nobody_twice_but_reaches_who_was_forgotten(sonia):
    paul = UserFactory()
    tell(sonia)
    assert [row.recipient for row in tell(sonia, paul, sonia)] == [paul]
    assert (Notification.objects.count(), Delivery.objects.count()) == (2, 1)
    assert Inbox.objects.get(user=sonia).last_seq == 1


def test_a_closed_account_is_not_told(sonia):
    assert tell(UserFactory(is_active=False)) == []


def test_open_browsers_hear_of_it_with_the_sequence(sonia):
    (row,) = tell(sonia)
    assert Frame.objects.get().entries == [[sonia.pk, row.pk, 1]]


def test_two_hundred_recipients_cost_as_many_queries_as_two(sonia, django_assert_max_num_queries):
    people = [AgentFactory(user__email=f"{number}@technopole.example").user for number in range(60)]
    with django_assert_max_num_queries(14):
        tell(*people[:2])
    with django_assert_max_num_queries(14):
        tell(*people, key="enquiry-2")


@pytest.mark.parametrize("url", ["https://elsewhere.example/", "//elsewhere.example/", "questions/1/", ""])
def test_a_notification_leads_nowhere_else(sonia, url):
    with pytest.raises(OutsideAddress):
        tell(sonia, url=url)


def test_an_unknown_kind_is_refused(sonia):
    with pytest.raises(UnknownKind):
        tell(sonia, kind="nothing")


def test_reading_is_remembered_once_and_by_the_recipient_only(sonia):
    (row,) = tell(sonia)
    with pytest.raises(PermissionDenied):
        actions.mark_read(row, actor=UserFactory())
    first = actions.mark_read(row, actor=sonia).read_at
    assert actions.mark_read(row, actor=sonia).read_at == first is not None


def test_reading_everything_leaves_what_arrived_after_the_page_was_shown(sonia):
    tell(sonia)
    tell(sonia, key="enquiry-2")
    assert actions.mark_all_read(sonia, up_to=1, actor=sonia) == 1
    assert actions.mark_all_read(sonia, up_to=1, actor=sonia) == 0
    assert Notification.objects.visible_to(sonia).unread().get().seq == 2
    with pytest.raises(PermissionDenied):
        actions.mark_all_read(sonia, up_to=2, actor=UserFactory())


def test_the_sentence_survives_words_that_no_longer_fit(sonia):
    (row,) = tell(sonia)
    assert sentence(row) == "Flora demande votre aide"
    row.params = {}
    assert sentence(row) == "help"
    row.kind = "gone"
    assert sentence(row)


@time_machine.travel(datetime(2026, 11, 24, 9, 0, tzinfo=UTC), tick=False)
def test_an_email_is_queued_only_for_a_kind_a_choice_and_an_address(sonia):
    tell(sonia, kind="quiet", key="quiet")
    tell(AgentFactory().user, key="no-address")
    actions.choose_email(sonia, by_email=False, actor=sonia)
    tell(sonia, key="refused")
    assert not Delivery.objects.exists()
    actions.choose_email(sonia, by_email=True, actor=sonia)
    tell(sonia)
    assert Delivery.objects.get().due_at == datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

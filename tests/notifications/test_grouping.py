"""« Karim et 4 autres ont réagi »: one unread row, moved, each person counted once."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils.translation import ngettext_lazy

from rse.core.models import Frame
from rse.notifications import actions, kinds, scopes
from rse.notifications.kinds import Kind, sentence
from rse.notifications.models import Delivery, Inbox, Notification, Voice
from rse.people.models import User
from tests.factories import AgentFactory, UserFactory
from tests.notifications.test_actions import tell

pytestmark = pytest.mark.django_db
MANY = ngettext_lazy("%(who)s et %(others)s autre ont réagi", "%(who)s et %(others)s autres ont réagi", "others")


@pytest.fixture(autouse=True)
def reactions(help_wanted):
    kinds.register(Kind("reaction", "reaction", "%(who)s a réagi", email=True, grouped_by=("post",), sentence_many=MANY))


def react(name, *people, post="7", key=None, actor=None):
    actor = actor or UserFactory(first_name=name)
    return actions.notify(people, kind="reaction", key=key or f"reaction-{post}-{actor.pk}", url=f"/p/{post}/", params={"who": name, "post": post}, actor=actor)


def test_events_of_one_group_make_one_row_that_moves(sonia):
    for name in ("Flora", "Paul", "Karim"):
        react(name, sonia)
    row = Notification.objects.get()
    assert sentence(row) == "Karim et 2 autres ont réagi"
    assert row.seq == Inbox.objects.get(user=sonia).last_seq == 3
    assert [frame.entries for frame in Frame.objects.order_by("pk")] == [[[sonia.pk, row.pk, seq]] for seq in (1, 2, 3)]
    assert Delivery.objects.count() == 1


def test_the_plural_is_right_and_a_person_is_counted_once(sonia):
    karim = UserFactory()
    react("Flora", sonia)
    react("Karim", sonia, actor=karim)
    assert sentence(Notification.objects.get()) == "Karim et 1 autre ont réagi"
    react("Karim", sonia, actor=karim, key="again")
    assert Notification.objects.get().actors == 2


def test_the_same_event_tells_nobody_twice(sonia):
    karim = UserFactory()
    assert react("Karim", sonia, actor=karim)
    assert react("Karim", sonia, actor=karim) == []
    assert Inbox.objects.get().last_seq == 1


def test_another_post_or_a_row_that_was_read_starts_anew(sonia):
    (row,) = react("Flora", sonia)
    react("Flora", sonia, post="8")
    actions.mark_read(row, actor=sonia)
    react("Paul", sonia)
    assert Notification.objects.count() == 3
    assert [sentence(row) for row in Notification.objects.order_by("seq")] == ["Flora a réagi", "Flora a réagi", "Paul a réagi"]


def test_each_reader_has_their_own_row(sonia):
    paul = UserFactory()
    react("Flora", sonia)
    react("Karim", sonia, paul)
    assert {row.recipient: sentence(row) for row in Notification.objects.all()} == {sonia: "Karim et 1 autre ont réagi", paul: "Karim a réagi"}


def test_what_is_taken_back_is_no_longer_counted(sonia):
    react("Flora", sonia, key="flora")
    react("Karim", sonia, key="karim")
    assert actions.take_back(kind="reaction", key="karim", actor=None) == 1
    assert sentence(Notification.objects.get()) == "Flora a réagi"
    assert actions.take_back(kind="reaction", key="flora", actor=None) == 1
    assert not Notification.objects.exists()
    assert actions.take_back(kind="reaction", key="flora", actor=None) == 0
    assert not Voice.objects.exists()


def test_what_stands_alone_is_taken_back_while_unread(sonia):
    paul = UserFactory()
    tell(sonia, paul)
    actions.mark_read(Notification.objects.get(recipient=paul), actor=paul)
    actions.take_back(kind="help.wanted", key="enquiry-1", actor=None)
    assert Notification.objects.get().recipient == paul


def test_moving_many_rows_costs_as_much_as_moving_two(sonia, django_assert_max_num_queries):
    people = [AgentFactory().user for _number in range(40)]
    react("Flora", *people)
    with django_assert_max_num_queries(16):
        react("Karim", *people)
    assert set(Notification.objects.values_list("actors", "seq")) == {(2, 2)}


def test_a_place_that_closed_is_no_longer_told(sonia, monkeypatch, django_assert_num_queries):
    open_places = {12: "Jardin"}
    monkeypatch.setattr(scopes, "_types", {})
    scopes.register(
        scopes.ScopeType("communities.community", "Groups", lambda user, pks: {pk: open_places[pk] for pk in pks & set(open_places)}, lambda user: {})
    )
    (row,) = tell(sonia, kind="quiet", scope="communities.community:12")
    (elsewhere,) = tell(sonia, kind="quiet", key="2", scope="communities.community:13")
    (unknown,) = tell(sonia, kind="quiet", key="3", scope="x.y:1")
    assert kinds.allowed(sonia, [row, elsewhere, unknown]) == {row.pk}
    open_places.clear()
    assert not kinds.still_allowed(row)
    sonia.is_active = False
    assert kinds.allowed(sonia, [row]) == set()


def test_a_stranger_reads_nothing(sonia):
    (row,) = react("Flora", sonia)
    with pytest.raises(PermissionDenied):
        actions.mark_read(row, actor=UserFactory())
    assert not Notification.objects.visible_to(User.objects.exclude(pk=sonia.pk).first()).exists()

"""Creating, coming, waiting, moving, cancelling: who may, what happens, who is told."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from rse.events import actions
from rse.events.exceptions import (
    AlreadyBegun,
    CannotSeeIt,
    ClosesAfterStart,
    EndsBeforeStart,
    EventFull,
    EventOver,
    LastOrganiser,
    NotThere,
    PlaceMissing,
    RegistrationClosed,
    TooFewPlaces,
)
from rse.events.facts import Facts, Where, Words
from rse.events.models import Event, Registration
from rse.events.permissions import audience_of_event, audience_of_registration
from rse.feed.models import Post
from rse.notifications import kinds
from rse.notifications.models import Notification
from rse.people.actions import leave
from rse.people.models import User
from tests.events.factories import event, facts
from tests.factories import AgentFactory
from tests.feed.factories import ClosedFactory, NonVisibleFactory, expelled, member

pytestmark = pytest.mark.django_db


def as_facts(one: Event) -> Facts:
    return Facts(**{name: getattr(one, name) for name in Facts.__dataclass_fields__})


def said(agent):
    return [kinds.sentence(one) for one in Notification.objects.filter(recipient=agent.user, kind__startswith="events.").order_by("seq")]


def states(one: Event) -> dict[str, str]:
    return {row.user.first_name: row.state for row in one.registrations.select_related("user")}


def test_an_event_stands_under_a_post_that_everybody_reads(flora, marc):
    made = event(by=flora, text="On revoit les tournées.")
    assert made.post.kind == Post.Kind.EVENT
    assert made.post.title == "Point Plan neige"
    assert Event.objects.visible_to(marc.user).get() == made
    assert [one.user for one in made.organisers.all()] == [flora.user]


def test_a_double_click_makes_one_event(flora):
    made = [actions.plan(Words("Visite"), facts(), where=Where(), token="same", actor=flora.user) for _click in range(2)]
    assert made[0] == made[1]
    assert Event.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"ends_at": timezone.now()}, EndsBeforeStart),
        ({"place": ""}, PlaceMissing),
        ({"closes_at": timezone.now() + timedelta(days=30)}, ClosesAfterStart),
        ({"starts_at": timezone.now() - timedelta(days=2)}, AlreadyBegun),
    ],
)
def test_what_cannot_be_is_refused(flora, changes, refusal):
    with pytest.raises(refusal):
        event(by=flora, **changes)
    assert not Post.objects.exists()


def test_a_group_keeps_its_events(flora, marc, sonia):
    group = NonVisibleFactory()
    for person in (flora, marc):
        member(group, person.user)
    made = event(by=flora, community=group)
    assert Event.objects.visible_to(marc.user).exists()
    assert not Event.objects.visible_to(sonia.user).exists()
    assert not Event.objects.visible_to(User.objects.create(username="root", is_superuser=True)).exists()
    with pytest.raises(PermissionDenied):
        actions.register(made, actor=sonia.user)


def test_one_creates_where_one_writes_and_where_the_group_keeps_an_agenda(flora, sonia):
    group = ClosedFactory()
    with pytest.raises(NotThere):
        event(by=sonia, community=group)
    member(group, flora.user)
    group.tools = ["polls"]
    group.save()
    with pytest.raises(NotThere):
        event(by=flora, community=group)


def test_places_then_the_waiting_list_then_the_next_in_order(flora, marc, sonia):
    late = AgentFactory(first_name="Lucie")
    made = event(by=flora, capacity=1)
    for person in (marc, sonia, late):
        for _twice in range(2):
            actions.register(made, actor=person.user)
    assert states(made) == {"Marc": "registered", "Sonia": "waiting", "Lucie": "waiting"}
    for _twice in range(2):
        actions.withdraw(made, actor=marc.user)
    assert states(made) == {"Marc": "cancelled", "Sonia": "registered", "Lucie": "waiting"}
    made.refresh_from_db()
    assert (made.registered_count, made.waiting_count) == (1, 1)
    assert any(line.startswith("Une place s’est libérée") for line in said(sonia))
    assert said(late) == []


def test_whoever_comes_back_waits_behind_the_others(flora, marc, sonia):
    made = event(by=flora, capacity=1)
    late = AgentFactory(first_name="Lucie")
    for person in (late, marc, sonia):
        actions.register(made, actor=person.user)
    actions.withdraw(made, actor=marc.user)
    actions.register(made, actor=marc.user)
    actions.withdraw(made, actor=late.user)
    assert states(made) == {"Lucie": "cancelled", "Sonia": "registered", "Marc": "waiting"}


def test_a_place_goes_past_whoever_no_longer_sees_the_event(flora, marc, sonia):
    group = ClosedFactory()
    late = AgentFactory(first_name="Lucie")
    for person in (flora, marc, sonia, late):
        member(group, person.user)
    made = event(by=flora, community=group, capacity=1)
    for person in (marc, sonia, late):
        actions.register(made, actor=person.user)
    expelled(group, sonia.user)
    actions.withdraw(made, actor=marc.user)
    assert states(made) == {"Marc": "cancelled", "Sonia": "cancelled", "Lucie": "registered"}
    assert said(sonia) == []


def test_full_closed_begun_or_cancelled_is_refused_with_a_sentence(flora, marc, sonia):
    full = event(by=flora, capacity=1, has_waiting_list=False)
    actions.register(full, actor=marc.user)
    with pytest.raises(EventFull):
        actions.register(full, actor=sonia.user)
    closing = event(by=flora, closes_at=timezone.now() + timedelta(hours=1))
    with time_machine.travel(timezone.now() + timedelta(hours=2)), pytest.raises(RegistrationClosed):
        actions.register(closing, actor=sonia.user)
    with pytest.raises(RegistrationClosed):
        actions.register(event(by=flora, takes_registrations=False), actor=sonia.user)
    with time_machine.travel(timezone.now() + timedelta(days=4)), pytest.raises(EventOver):
        actions.register(closing, actor=sonia.user)
    actions.cancel(closing, reason="", actor=flora.user)
    with pytest.raises(EventOver):
        actions.register(closing, actor=sonia.user)


def test_moving_tells_whoever_comes_and_waits_but_a_comma_does_not(flora, marc, sonia):
    made = event(by=flora, capacity=1)
    for person in (marc, sonia):
        actions.register(made, actor=person.user)
    actions.change(made, Words("Point Plan neige", "Une précision."), as_facts(made), actor=flora.user)
    assert said(marc) == []
    actions.change(made, Words("Point Plan neige", "Une précision."), replace(as_facts(made), place="Salle 4"), actor=flora.user)
    for person in (marc, sonia):
        assert len(said(person)) == 1
        assert "Salle 4" in said(person)[0]
    made.refresh_from_db()
    assert made.sequence == 2
    assert made.post.text == "Une précision."


def test_places_added_go_to_those_who_wait_and_fewer_than_registered_is_refused(flora, marc, sonia):
    made = event(by=flora, capacity=1)
    for person in (marc, sonia):
        actions.register(made, actor=person.user)
    actions.change(made, Words("Point"), replace(as_facts(made), capacity=2), actor=flora.user)
    assert states(made)["Sonia"] == "registered"
    with pytest.raises(TooFewPlaces):
        actions.change(made, Words("Point"), replace(as_facts(made), capacity=1), actor=flora.user)


def test_cancelling_tells_whoever_was_coming_once(flora, marc):
    made = event(by=flora)
    actions.register(made, actor=marc.user)
    for _twice in range(2):
        actions.cancel(made, reason="Salle inondée", actor=flora.user)
    assert len(said(marc)) == 1
    assert Event.objects.visible_to(marc.user).get().cancel_reason == "Salle inondée"


def test_only_organisers_change_cancel_or_name_others(flora, marc, sonia):
    made = event(by=flora)
    for act in (
        lambda actor: actions.change(made, Words("X"), as_facts(made), actor=actor),
        lambda actor: actions.cancel(made, reason="", actor=actor),
        lambda actor: actions.name_organiser(made, person=sonia.user, actor=actor),
        lambda actor: actions.remove_organiser(made, person=flora.user, actor=actor),
    ):
        with pytest.raises(PermissionDenied):
            act(marc.user)
    actions.name_organiser(made, person=marc.user, actor=flora.user)
    actions.cancel(made, reason="", actor=marc.user)


def test_an_organiser_reads_the_place_and_one_always_remains(flora, marc, sonia):
    group = ClosedFactory()
    member(group, flora.user)
    made = event(by=flora, community=group)
    with pytest.raises(CannotSeeIt):
        actions.name_organiser(made, person=sonia.user, actor=flora.user)
    with pytest.raises(LastOrganiser):
        actions.remove_organiser(made, person=flora.user, actor=flora.user)


def test_who_comes_is_told_to_the_organisers_alone(flora, marc, sonia):
    made = event(by=flora)
    actions.register(made, actor=marc.user)
    row = Registration.objects.get()
    for person, sees in ((flora, True), (marc, True), (sonia, False)):
        assert Registration.objects.visible_to(person.user).exists() is sees
        assert audience_of_registration(row).filter(pk=person.user_id).exists() is sees


@pytest.mark.parametrize("state", [Post.State.HIDDEN, Post.State.DELETED])
def test_an_event_whose_post_is_gone_is_gone(flora, marc, state):
    made = event(by=flora)
    Post.objects.filter(pk=made.post_id).update(state=state, deleted_at=timezone.now())
    made = Event.objects.with_post().get(pk=made.pk)
    for person in (flora, marc):
        assert not Event.objects.visible_to(person.user).exists()
        assert not audience_of_event(made).filter(pk=person.user_id).exists()


def test_the_places_of_whoever_leaves_are_given(flora, marc, sonia):
    made = event(by=flora, capacity=1)
    for person in (marc, sonia):
        actions.register(made, actor=person.user)
    leave(marc, on=timezone.localdate(), actor=None)
    assert states(made) == {"Marc": "cancelled", "Sonia": "registered"}

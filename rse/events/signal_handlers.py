"""Whoever comes is told what changes. Receivers only write rows."""

from rse.events import actions, telling
from rse.events.models import CalendarFeed, Event, Registration
from rse.events.signals import event_cancelled, event_changed, organiser_named, place_given
from rse.people.models import Agent, User
from rse.people.signals import account_closed, agent_erased, agent_left


def connect() -> None:
    """Called from `AppConfig.ready()`, harmless twice."""
    event_changed.connect(on_changed, dispatch_uid="events.event_changed")
    event_cancelled.connect(on_cancelled, dispatch_uid="events.event_cancelled")
    place_given.connect(on_place, dispatch_uid="events.place_given")
    organiser_named.connect(on_organiser, dispatch_uid="events.organiser_named")
    account_closed.connect(on_closed, dispatch_uid="events.account_closed")
    agent_left.connect(on_closed, dispatch_uid="events.agent_left")
    agent_erased.connect(on_closed, dispatch_uid="events.agent_erased")


def on_changed(event: Event, moved: bool, actor: User | None, **_payload: object) -> None:
    if moved:
        telling.tell_moved(event, actor=actor)


def on_cancelled(event: Event, actor: User | None, **_payload: object) -> None:
    telling.tell_cancelled(event, actor=actor)


def on_place(registration: Registration, **_payload: object) -> None:
    telling.tell_place(registration)


def on_organiser(event: Event, user: User, actor: User | None, **_payload: object) -> None:
    telling.tell_organiser(event, person=user, actor=actor)


def on_closed(agent: Agent, **_payload: object) -> None:
    """The subscription of a closed account opens nothing, its row goes too; the places taken are given to those who wait."""
    CalendarFeed.objects.filter(user=agent.user_id).delete()
    actions.release(agent.user, actor=None)

"""Coming, waiting for a place, not coming after all."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from rse.events.actions.places import count, give_places, locked
from rse.events.exceptions import EventFull, EventOver, RegistrationClosed
from rse.events.models import Event, Registration
from rse.events.signals import registration_changed
from rse.people.models import User


@transaction.atomic
def register(event: Event, *, actor: User) -> Registration:
    """`actor` comes; without a place left, waits for one when there is a waiting list. Harmless twice.

    Raises EventOver, RegistrationClosed, EventFull; PermissionDenied to somebody who does not see the event.
    """
    event = locked(event)
    _require_sight(event, actor)
    found = Registration.objects.filter(event=event, user=actor).first()
    if found is not None and found.state != Registration.State.CANCELLED:
        return found
    _require_open(event)
    left = event.places_left
    if left == 0 and not event.has_waiting_list:
        raise EventFull
    state = Registration.State.WAITING if left == 0 else Registration.State.REGISTERED
    registration, _created = Registration.objects.update_or_create(event=event, user=actor, defaults={"state": state, "asked_at": timezone.now()})
    count(event)
    registration_changed.send(Registration, registration=registration, actor=actor)
    return registration


@transaction.atomic
def withdraw(event: Event, *, actor: User) -> Event:
    """`actor` does not come after all, and the place goes to the first who waits. Until the event starts; harmless twice. Raises EventOver."""
    event = locked(event)
    _require_sight(event, actor)
    registration = Registration.objects.active().filter(event=event, user=actor).first()
    if registration is None:
        return event
    if event.is_cancelled or timezone.now() >= event.starts_at:
        raise EventOver
    registration.state = Registration.State.CANCELLED
    registration.save(update_fields=["state"])
    count(event)
    registration_changed.send(Registration, registration=registration, actor=actor)
    give_places(event, actor=None)
    return event


@transaction.atomic
def release(user: User, *, actor: User | None) -> int:
    """Whoever's account is closed comes to nothing any more: their places to come go to those who wait. Answers how many. Harmless twice."""
    coming = Event.objects.filter(pk__in=Registration.objects.active().filter(user=user).values("event"), starts_at__gt=timezone.now())
    events = list(coming.order_by("pk"))
    for one in events:
        event = locked(one)
        Registration.objects.active().filter(event=event, user=user).update(state=Registration.State.CANCELLED)
        count(event)
        give_places(event, actor=actor)
    return len(events)


def _require_sight(event: Event, actor: User) -> None:
    if not Event.objects.visible_to(actor).filter(pk=event.pk).exists():
        raise PermissionDenied


def _require_open(event: Event) -> None:
    """Read once the lock is held: the hour decides."""
    now = timezone.now()
    if event.is_cancelled or now >= event.starts_at:
        raise EventOver
    if not event.takes_registrations or (event.closes_at is not None and now >= event.closes_at):
        raise RegistrationClosed

"""What the actions share: an event under its lock, places counted and given in order."""

from rse.events.models import Event, Registration
from rse.events.permissions import audience_of_event
from rse.events.signals import place_given
from rse.people.models import User


def locked(event: Event) -> Event:
    """Places are given and taken back one after the other."""
    return Event.objects.select_for_update(of=("self",)).with_post().get(pk=event.pk)


def count(event: Event) -> None:
    """Counters of a locked event, recounted."""
    event.registered_count = event.registrations.registered().count()
    event.waiting_count = event.registrations.waiting().count()
    event.save(update_fields=["registered_count", "waiting_count"])


def give_places(event: Event, *, actor: User | None) -> list[Registration]:
    """Places left go to those who wait, first come first; whoever sees the event no longer loses their turn. The event is locked."""
    given: list[Registration] = []
    left = event.places_left
    if event.is_cancelled or not event.waiting_count or left == 0:
        return given
    queue = list(event.registrations.waiting().select_related("user"))
    seen = set(audience_of_event(event).filter(pk__in=[one.user_id for one in queue]).values_list("pk", flat=True))
    for registration in queue:
        if left is not None and len(given) >= left:
            break
        stays = registration.user_id in seen
        registration.state = Registration.State.REGISTERED if stays else Registration.State.CANCELLED
        registration.save(update_fields=["state"])
        if stays:
            given.append(registration)
    count(event)
    for registration in given:
        place_given.send(Registration, registration=registration, actor=actor)
    return given

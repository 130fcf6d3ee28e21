"""Creating an event, moving it, cancelling it, and who organises it."""

from dataclasses import asdict

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from rse.events import conf
from rse.events.actions.places import give_places, locked
from rse.events.actions.posting import change_post, says, write_post
from rse.events.exceptions import CannotSeeIt, EventOver, LastOrganiser, TooFewPlaces, TooManyOrganisers
from rse.events.facts import Facts, Where, Words
from rse.events.models import Event, Organiser
from rse.events.permissions import audience_of_event, can_organise
from rse.events.signals import event_cancelled, event_changed, event_created, organiser_named
from rse.people.models import User

TOLD = ("starts_at", "ends_at", "all_day", "place", "video_url")


@transaction.atomic
def plan(words: Words, facts: Facts, *, where: Where, token: str, actor: User) -> Event:
    """Put an event in the agenda of whoever reads `where`; its author organises it. `token` makes a double click one event.

    Raises NotThere, what `Facts.check` and the sending of a post raise.
    """
    now = timezone.now()
    facts.check(now=now)
    post = write_post(words, where=where, token=token, actor=actor)
    event, created = Event.objects.get_or_create(post=post, defaults={**asdict(facts), "changed_at": now})
    if created:
        _arm_reminders(event)
        Organiser.objects.create(event=event, user=actor)
        event_created.send(Event, event=event, actor=actor)
    return event


@transaction.atomic
def change(event: Event, words: Words, facts: Facts, *, actor: User) -> Event:
    """Say it otherwise. A change of day, hour or place is told to whoever comes or waits; places added go to those who wait.

    Raises EventOver, TooFewPlaces, what `Facts.check` raises; PermissionDenied unless `actor` organises it.
    """
    event = _organised(event, actor)
    now = timezone.now()
    if event.is_cancelled or event.ends_at <= now:
        raise EventOver
    facts.check(now=now)
    if facts.capacity is not None and facts.capacity < event.registered_count:
        raise TooFewPlaces(event.registered_count)
    given = asdict(facts)
    moved = any(getattr(event, name) != given[name] for name in TOLD)
    another_hour = event.starts_at != facts.starts_at
    if any(getattr(event, name) != value for name, value in given.items()) or not says(event.post, words):
        for name, value in given.items():
            setattr(event, name, value)
        event.sequence, event.changed_at = event.sequence + 1, now
        event.save(update_fields=[*given, "sequence", "changed_at"])
        change_post(event.post, words)
        if another_hour:
            _arm_reminders(event)
        event_changed.send(Event, event=event, moved=moved, actor=actor)
        give_places(event, actor=None)
    return event


@transaction.atomic
def cancel(event: Event, *, reason: str, actor: User) -> Event:
    """It will not take place: whoever comes or waits is told, calendars too; the page stays. Harmless twice. Raises EventOver."""
    event = _organised(event, actor)
    if event.is_cancelled:
        return event
    now = timezone.now()
    if event.ends_at <= now:
        raise EventOver
    event.cancelled_at, event.cancel_reason = now, " ".join(reason.split())[:300]
    event.sequence, event.changed_at = event.sequence + 1, now
    event.save(update_fields=["cancelled_at", "cancel_reason", "sequence", "changed_at"])
    event_cancelled.send(Event, event=event, actor=actor)
    return event


@transaction.atomic
def name_organiser(event: Event, *, person: User, actor: User) -> Organiser:
    """`person` organises it too, sees who comes and may change it. Harmless twice. Raises TooManyOrganisers, CannotSeeIt."""
    event = _organised(event, actor)
    found = event.organisers.filter(user=person).first()
    if found is not None:
        return found
    if event.organisers.count() >= conf.MOST_ORGANISERS:
        raise TooManyOrganisers(conf.MOST_ORGANISERS)
    if not audience_of_event(event).filter(pk=person.pk).exists():
        raise CannotSeeIt(str(person))
    organiser = Organiser.objects.create(event=event, user=person)
    organiser_named.send(Event, event=event, user=person, actor=actor)
    return organiser


@transaction.atomic
def remove_organiser(event: Event, *, person: User, actor: User) -> Event:
    """`person` organises it no longer; oneself included, never the last one. Harmless twice. Raises LastOrganiser."""
    event = _organised(event, actor)
    if not event.organisers.exclude(user=person).exists():
        raise LastOrganiser
    event.organisers.filter(user=person).delete()
    return event


def _organised(event: Event, actor: User) -> Event:
    """The event under its lock, which `actor` organises. Raises PermissionDenied."""
    event = locked(event)
    if not can_organise(actor, event):
        raise PermissionDenied
    return event


def _arm_reminders(event: Event) -> None:
    """What is too late to announce is announced already: nobody is reminded of tomorrow on the same evening twice."""
    now = timezone.now()
    event.day_told_at = now if event.starts_at <= now + conf.DAY_BEFORE else None
    event.hour_told_at = now if event.all_day or event.starts_at <= now + conf.HOUR_BEFORE else None
    event.save(update_fields=["day_told_at", "hour_told_at"])

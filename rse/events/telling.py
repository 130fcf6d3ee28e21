"""The notifications of events: reminders, what moved, what is cancelled, a place that became free."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rse.events.models import Event, Registration
from rse.events.permissions import audience_of_event
from rse.events.querysets import EventQuerySet
from rse.events.words import spell_when, spell_where
from rse.notifications import actions, kinds
from rse.notifications.models import Notification
from rse.people.models import User

REMINDER, MOVED, CANCELLED, PLACE, ORGANISER = "events.reminder", "events.moved", "events.cancelled", "events.place_given", "events.organiser"


def register() -> None:
    """Called from `AppConfig.ready()`, harmless twice."""
    for kind in KINDS:
        kinds.register(kind)


def tell_reminder(event: Event, *, span: str) -> None:
    """Whoever comes and organises; `span`: "day" or "hour"."""
    _tell(event, REMINDER, coming(event, waiting=False), key=f"{span}-{event.starts_at:%Y%m%d%H%M}", actor=None)


def tell_moved(event: Event, *, actor: User | None) -> None:
    _tell(event, MOVED, coming(event), key=f"moved-{event.sequence}", actor=actor)


def tell_cancelled(event: Event, *, actor: User | None) -> None:
    _tell(event, CANCELLED, coming(event), key="cancelled", actor=actor)


def tell_place(registration: Registration) -> None:
    event = registration.event
    _tell(event, PLACE, _seeing(event, User.objects.filter(pk=registration.user_id)), key=f"place-{registration.asked_at:%Y%m%d%H%M%S%f}", actor=None)


def tell_organiser(event: Event, *, person: User, actor: User | None) -> None:
    _tell(event, ORGANISER, _seeing(event, User.objects.filter(pk=person.pk)), key="organiser", actor=actor)


def coming(event: Event, *, waiting: bool = True) -> QuerySet[User]:
    """Those who come, wait or organise, and still see the event."""
    registrations = event.registrations.active() if waiting else event.registrations.registered()
    return _seeing(event, User.objects.filter(Q(pk__in=registrations.values("user")) | Q(pk__in=event.organisers.values("user"))))


def address(event: Event) -> str:
    return reverse("events:event", args=[event.pk])


def _tell(event: Event, kind: str, people: QuerySet[User], *, key: str, actor: User | None) -> None:
    params = {"title": event.post.title, "when": spell_when(event), "where": spell_where(event), "who": str(actor) if actor else ""}
    others = people.exclude(pk=actor.pk) if actor else people
    actions.notify(others, kind=kind, key=f"event-{event.pk}-{key}", url=address(event), params=params, actor=actor, about=f"events.event:{event.pk}")


def _seeing(event: Event, people: QuerySet[User]) -> QuerySet[User]:
    return people.filter(pk__in=audience_of_event(event).order_by().values("pk"))


def seen_among(user: User, notifications: Sequence[Notification]) -> set[int]:
    """Those whose event `user` still sees. One query."""
    return _kept(notifications, Event.objects.visible_to(user))


def to_come_among(user: User, notifications: Sequence[Notification]) -> set[int]:
    """The same, while it stands and has not begun: a reminder is of no use afterwards. One query."""
    return _kept(notifications, Event.objects.visible_to(user).of(user).standing().filter(starts_at__gt=timezone.now()))


def _kept(notifications: Sequence[Notification], events: EventQuerySet) -> set[int]:
    wanted = {one.pk: int(one.about.rpartition(":")[2]) for one in notifications}
    found = set(events.filter(pk__in=set(wanted.values())).order_by().values_list("pk", flat=True))
    return {pk for pk, event in wanted.items() if event in found}


def _kind(code: str, label: Promise, sentence: Promise, *, to_come: bool, push: bool = True) -> kinds.Kind:
    allowed = to_come_among if to_come else seen_among
    return kinds.Kind(code, label, sentence, email=True, category=kinds.EVENTS, push=push, addressed=True, allowed_among=allowed)


KINDS = (
    _kind(REMINDER, _("Reminder of an event"), _("%(title)s: %(when)s, %(where)s"), to_come=True),
    _kind(MOVED, _("An event moves"), _("%(title)s has moved: %(when)s, %(where)s"), to_come=False),
    _kind(CANCELLED, _("An event is cancelled"), _("%(title)s is cancelled (%(when)s)"), to_come=False),
    _kind(PLACE, _("A place becomes free"), _("A place became free: you are registered for %(title)s, %(when)s"), to_come=True),
    _kind(ORGANISER, _("Organising an event"), _("%(who)s asks you to organise %(title)s together"), to_come=False, push=False),
)

"""What the page of an event shows to one person."""

from dataclasses import dataclass

from django.utils import timezone

from rse.events.models import Event, Registration
from rse.events.words import spell_when, spell_where
from rse.people.models import User


@dataclass(frozen=True)
class EventPage:
    """`mine` is one's own registration, None without one or once withdrawn; `rank` one's place on the waiting list, from 1, 0 elsewhere."""

    event: Event
    when: str
    where: str
    organisers: list[User]
    organises: bool
    mine: Registration | None
    rank: int
    is_open: bool
    is_over: bool

    @property
    def may_register(self) -> bool:
        full = self.event.places_left == 0 and not self.event.has_waiting_list
        return self.mine is None and self.is_open and not full

    @property
    def may_withdraw(self) -> bool:
        return self.mine is not None and not self.event.is_cancelled and timezone.now() < self.event.starts_at


def event_page(user: User, event: Event) -> EventPage:
    """`event` comes from `Event.objects.visible_to(user).with_post()`. Three queries at most."""
    now = timezone.now()
    organisers = [one.user for one in event.organisers.select_related("user")]
    mine = Registration.objects.active().filter(event=event, user=user).first()
    closes = event.closes_at or event.starts_at
    return EventPage(
        event=event,
        when=spell_when(event),
        where=spell_where(event),
        organisers=organisers,
        organises=any(one.pk == user.pk for one in organisers),
        mine=mine,
        rank=_rank(mine),
        is_open=event.takes_registrations and not event.is_cancelled and now < min(closes, event.starts_at),
        is_over=event.ends_at <= now,
    )


def _rank(mine: Registration | None) -> int:
    if mine is None or mine.state != Registration.State.WAITING:
        return 0
    before = Registration.objects.waiting().filter(event=mine.event_id, asked_at__lt=mine.asked_at)
    return before.count() + 1

"""Events for other calendars (RFC 5545): one event as a file, and a person's own ones as a subscription. Hours are written in UTC."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar
from icalendar import Event as Entry

from rse.core import personal_addresses
from rse.events import conf
from rse.events.models import CalendarFeed, Event
from rse.events.words import days_of
from rse.people.models import User

SALT = "rse.events.calendar_feed"
MEDIA_TYPE = "text/calendar; charset=utf-8"


def calendar_of(event: Event) -> bytes:
    """One event; the caller has found it through `visible_to`."""
    return _written([event], name=event.post.title)


def subscription_of(user: User) -> bytes:
    """What `user` organises, comes to or waits for, and still sees today: the last two months and what is to come, 500 at most."""
    since = timezone.now() - conf.FEED_PAST
    events = Event.objects.visible_to(user).of(user).filter(ends_at__gte=since).with_post().in_order()[: conf.FEED_MOST]
    return _written(events, name=_("My agenda (Relais)"))


def token_of(feed: CalendarFeed) -> str:
    """The last part of the address."""
    return personal_addresses.token(SALT, feed.user_id, feed.nonce)


def owner_of(token: str) -> User | None:
    """Who subscribed with this token; None when it is unknown, renewed since, or when the account is closed."""
    said = personal_addresses.read(SALT, token)
    feed = CalendarFeed.objects.filter(Q(user__is_active=True), user=said[0], nonce=said[1]).select_related("user").first() if said else None
    return feed.user if feed else None


def _written(events: Iterable[Event], *, name: str) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", f"-//Relais//{conf.domain()}//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    for event in events:
        calendar.add_component(_entry(event))
    return bytes(calendar.to_ical())


def _entry(event: Event) -> Entry:
    entry, page = Entry(), f"{conf.base_url()}{reverse('events:event', args=[event.pk])}"
    entry.add("uid", f"event-{event.pk}@{conf.domain()}")
    entry.add("dtstamp", _utc(event.changed_at))
    entry.add("last-modified", _utc(event.changed_at))
    entry.add("sequence", event.sequence)
    entry.add("summary", event.post.title)
    told = [event.post.text, _("By video: %(url)s") % {"url": event.video_url} if event.video_url else "", page]
    entry.add("description", "\n\n".join(part for part in told if part))
    entry.add("location", event.place or event.video_url)
    entry.add("url", page)
    entry.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    if event.all_day:
        first, last = days_of(event)
        entry.add("dtstart", first)
        entry.add("dtend", last + timedelta(days=1))
    else:
        entry.add("dtstart", _utc(event.starts_at))
        entry.add("dtend", _utc(event.ends_at))
    return entry


def _utc(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(microsecond=0)

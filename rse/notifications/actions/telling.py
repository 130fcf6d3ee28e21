"""Telling people: one row a recipient, or one row a group of events, and what leaves the site."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, OuterRef, Subquery
from django.utils import timezone

from rse.core import frames
from rse.notifications import kinds, leaving, preferences
from rse.notifications.exceptions import OutsideAddress, UrgencyRefused
from rse.notifications.kinds import Kind
from rse.notifications.models import Channel, Inbox, Notification, UrgentSending, Voice
from rse.notifications.permissions import can_send_urgent

if TYPE_CHECKING:
    from rse.people.models import User

FRAME = "notification"
Words = Mapping[str, str]


@dataclass(frozen=True)
class Event:
    """What `notify` was asked, the same for every recipient."""

    kind: Kind
    key: str
    url: str
    params: Words
    actor: "User | None"
    urgent: bool
    scope: str
    about: str
    at: datetime

    @property
    def group(self) -> str:
        """What makes one row of several events; "" when each stands alone."""
        parts = [self.params[name] for name in self.kind.grouped_by]
        return ":".join([self.kind.code, *parts])[:160] if parts else ""


@transaction.atomic
def notify(
    recipients: "Iterable[User]",
    *,
    kind: str,
    key: str,
    url: str,
    params: Words,
    actor: "User | None",
    urgent: bool = False,
    reason: str = "",
    scope: str = "",
    about: str = "",
) -> list[Notification]:
    """Tell each active recipient once, by the channels each prefers: `key` names the event, and a second call with it tells nobody again.

    `url` is a path of this site; `params` fill the sentence of the kind (escaped where it is shown). `scope` is the place
    ("communities.community:12", see `scopes`), `about` the object ("feed.post:7": it threads the e-mails and takes the replies).
    Sequences are counted per recipient under a row lock. An e-mail or a push waits for the person's next working hour; `urgent` ones leave
    at once, from a holder of `notifications.send_urgent` only, and are journalled with their `reason`. The caller gives recipients who may
    read what it is about. Answers the rows this call wrote or moved. Raises UnknownKind, OutsideAddress, UrgencyRefused.
    """
    event = Event(kinds.get(kind), key, url, params, actor, urgent, scope, about, timezone.now())
    if not url.startswith("/") or url.startswith("//"):
        raise OutsideAddress(url)
    if urgent and not (actor is not None and reason.strip() and can_send_urgent(actor)):
        raise UrgencyRefused
    people = {user.pk: user for user in recipients if user.is_active}
    ways = preferences.effective(people, event.kind, scope=scope, at=event.at) if people else {}
    people = {pk: user for pk, user in people.items() if ways[pk]}
    inboxes = _locked_inboxes(people, event) if people else []
    if not inboxes:
        return []
    Inbox.objects.filter(pk__in=[inbox.pk for inbox in inboxes]).update(last_seq=F("last_seq") + 1)
    moved = _moved(inboxes, event, people) if event.group else []
    holders = {row.recipient_id for row in moved}
    rows = _written([inbox for inbox in inboxes if inbox.pk not in holders], event, people, ways)
    if event.group:
        _remember([*rows, *moved], event)
    frames.announce_each(((row.recipient_id, row.pk, row.seq) for row in [*rows, *moved] if not row.silent), kind=FRAME)
    leaving.queue(rows, ways, quiet_until={inbox.pk: inbox.quiet_until for inbox in inboxes}, at=event.at)
    if urgent and actor is not None:
        UrgentSending.objects.create(actor=actor, kind=kind, key=key, reason=reason.strip()[:300], told=len(rows) + len(moved), at=event.at)
    return [*rows, *moved]


@transaction.atomic
def take_back(*, kind: str, key: str, actor: "User | None") -> int:
    """The event `key` did not last (a reaction withdrawn, a post removed): unread rows that stand on it alone go, the others count one
    person less. Harmless twice. Answers how many rows changed."""
    del actor  # whoever undid it, what was told is undone
    alone = Notification.objects.filter(kind=kind, key=key, group="").unread()
    grouped = list(Voice.objects.filter(key=key, notification__kind=kind, notification__read_at=None).values_list("pk", "notification_id"))
    told = list(alone.values_list("recipient_id", "pk"))
    alone.delete()
    Voice.objects.filter(pk__in=[pk for pk, _row in grouped]).delete()
    for row in Notification.objects.filter(pk__in={row for _pk, row in grouped}):
        told.append((row.recipient_id, row.pk))
        _count_again(row)
    frames.announce_each(((user, pk, None) for user, pk in told), kind=FRAME)
    return len(told)


def _locked_inboxes(people: "Mapping[int, User]", event: Event) -> list[Inbox]:
    """The inboxes of those not yet told, locked in one order so that two senders never wait for each other."""
    missing = set(people) - set(Inbox.objects.filter(pk__in=people).values_list("pk", flat=True))
    if missing:
        Inbox.objects.bulk_create([Inbox(user_id=pk) for pk in sorted(missing)], ignore_conflicts=True)
    inboxes = list(Inbox.objects.select_for_update().filter(pk__in=people).order_by("pk"))
    said = Voice.objects if event.group else Notification.objects
    told = set(said.filter(recipient__in=people, key=event.key).values_list("recipient_id", flat=True))
    return [inbox for inbox in inboxes if inbox.pk not in told]


def _written(inboxes: list[Inbox], event: Event, people: "Mapping[int, User]", ways: Mapping[int, frozenset[str]]) -> list[Notification]:
    """One row each for those who have none of this group unread."""
    return Notification.objects.bulk_create(
        Notification(
            recipient=people[inbox.pk],
            seq=inbox.last_seq + 1,
            kind=event.kind.code,
            key=event.key,
            url=event.url,
            params=dict(event.params),
            actor=event.actor,
            urgent=event.urgent,
            scope=event.scope,
            about=event.about,
            group=event.group,
            silent=Channel.BELL not in ways[inbox.pk],
            created_at=event.at,
        )
        for inbox in inboxes
    )


def _moved(inboxes: list[Inbox], event: Event, people: "Mapping[int, User]") -> list[Notification]:
    """The unread rows of the group take the new words and the next sequence; their actors are counted once each."""
    seqs = {inbox.pk: inbox.last_seq + 1 for inbox in inboxes}
    rows = Notification.objects.filter(recipient__in=seqs, group=event.group).unread()
    known = set(rows.filter(voices__actor=event.actor).values_list("pk", flat=True)) if event.actor else set()
    found = list(rows)
    if not found:
        return []
    pks = [row.pk for row in found]
    Notification.objects.filter(pk__in=[pk for pk in pks if pk not in known]).update(actors=F("actors") + 1)
    current = Inbox.objects.filter(pk=OuterRef("recipient_id")).values("last_seq")
    Notification.objects.filter(pk__in=pks).update(
        seq=Subquery(current), created_at=event.at, actor=event.actor, params=dict(event.params), url=event.url, about=event.about, urgent=event.urgent
    )
    for row in found:
        row.recipient, row.seq, row.params, row.actor, row.url = people[row.recipient_id], seqs[row.recipient_id], dict(event.params), event.actor, event.url
        row.created_at, row.actors = event.at, row.actors + (row.pk not in known)
    return found


def _remember(rows: list[Notification], event: Event) -> None:
    Voice.objects.bulk_create(
        Voice(notification=row, recipient_id=row.recipient_id, key=event.key, actor=event.actor, params=dict(event.params)) for row in rows
    )


def _count_again(row: Notification) -> None:
    """After a voice has gone: the last one left gives its words; nobody left, no row."""
    voices = list(row.voices.order_by("pk").values_list("actor_id", "key", "params"))
    if not voices:
        row.delete()
        return
    actors = len({actor if actor is not None else key for actor, key, _params in voices})
    Notification.objects.filter(pk=row.pk).update(actors=actors, actor=voices[-1][0], params=voices[-1][2])

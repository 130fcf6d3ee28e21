"""What will leave the site for each person, and when: at their next opening, in the order of what happened."""

from collections.abc import Mapping
from datetime import datetime

from rse.core.tasks import wake
from rse.notifications import conf, hours
from rse.notifications.deliveries import message_id
from rse.notifications.models import Channel, Delivery, Notification, Subscription
from rse.notifications.tasks import slow_push_due, slow_send_due


def queue(rows: list[Notification], ways: Mapping[int, frozenset[str]], *, quiet_until: Mapping[int, datetime | None], at: datetime) -> None:
    """One delivery for each channel that leaves the site, due at the recipient's next opening; `ways` by user id. Three queries and one insert."""
    leaving = [(row, Channel.EMAIL) for row in rows if Channel.EMAIL in ways[row.recipient_id] and row.recipient.email]
    leaving += _by_push([row for row in rows if Channel.PUSH in ways[row.recipient_id]])
    if not leaving:
        return
    schedules = hours.schedules({row.recipient_id: row.recipient for row, _channel in leaving}.values(), at=at)
    openings: dict[int, datetime] = {}
    for row, _channel in leaving:
        pk = row.recipient_id
        if pk not in openings:
            openings[pk] = hours.leaves_at(schedules[pk], at=at, quiet_until=quiet_until.get(pk), urgent=row.urgent)
    Delivery.objects.bulk_create(
        Delivery(notification=row, channel=channel, message_id=message_id(channel, f"{row.pk}.{row.seq}.{row.recipient_id}"), due_at=openings[row.recipient_id])
        for row, channel in leaving
    )
    now_due = {channel for row, channel in leaving if openings[row.recipient_id] <= at}
    if Channel.EMAIL in now_due:
        wake(slow_send_due)
    if Channel.PUSH in now_due:
        wake(slow_push_due)


def _by_push(rows: list[Notification]) -> list[tuple[Notification, Channel]]:
    if not rows or not conf.push_enabled():
        return []
    ready = set(Subscription.objects.filter(user__in={row.recipient_id for row in rows}).values_list("user_id", flat=True))
    return [(row, Channel.PUSH) for row in rows if row.recipient_id in ready]

"""The digest: planned for the first working hour of a day, written when it leaves from what the person may read then. Nothing to say: not sent."""

import logging
import smtplib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from rse.core.days import spell_day
from rse.notifications import conf, deliveries, digest, hours, kinds, preferences, unsubscribing
from rse.notifications.models import Channel, Digest, Inbox, Notification
from rse.people.models import User

if TYPE_CHECKING:
    from rse.notifications.digest import Line, Section

logger = logging.getLogger(__name__)
Rhythm = Inbox.Rhythm
SPAN: dict[str, timedelta] = {Rhythm.DAILY: timedelta(days=1), Rhythm.WEEKLY: timedelta(days=7)}


@dataclass(frozen=True)
class Contents:
    """What one digest says: unread notifications by category, then the sections of the rooms; `more` unread ones were left out."""

    concerning: list[tuple[str, list[Notification]]]
    sections: "list[tuple[Section, list[Line]]]"
    more: int

    @property
    def worth_reading(self) -> bool:
        return bool(self.concerning or self.sections)


def plan(*, at: datetime) -> int:
    """Give today's digest to those whose day it is, due at the first hour they work today; nothing to who rests or prefers none. Each
    person is considered once a day, a batch at a time. Answers how many were considered. Called every few seconds."""
    today = timezone.localdate(at)
    waiting = Q(inbox=None) | Q(inbox__digest_day=None) | Q(inbox__digest_day__lt=today)
    people = list(
        User.objects.filter(waiting, is_active=True, email__isnull=False).exclude(email="").select_related("inbox").order_by("pk")[: conf.DIGEST_BATCH]
    )
    if not people:
        return 0
    schedules = hours.schedules(people, at=at)
    last = dict(Digest.objects.filter(user__in=people).order_by("day").values_list("user_id", "day"))
    planned = [_planned(user, today, at, schedules[user.pk], last.get(user.pk)) for user in people]
    Digest.objects.bulk_create([row for row in planned if row is not None], ignore_conflicts=True)
    Inbox.objects.bulk_create([Inbox(user=user) for user in people if not hasattr(user, "inbox")], ignore_conflicts=True)
    Inbox.objects.filter(pk__in=[user.pk for user in people]).update(digest_day=today)
    return len(people)


def _planned(user: User, today: date, at: datetime, schedule: hours.Schedule, last: date | None) -> Digest | None:
    rhythm = rhythm_of(user)
    worked = schedule.intervals(today)
    if rhythm == Rhythm.NONE or not worked or worked[0][0] < at - conf.DIGEST_TOO_LATE:
        return None
    if rhythm == Rhythm.WEEKLY and last is not None and last.isocalendar()[:2] == today.isocalendar()[:2]:
        return None
    if last == today:
        return None
    # After a leave it goes back to the last one, a month at most.
    days = max(SPAN[rhythm], min(today - last, conf.DIGEST_GOES_BACK)) if last else conf.DIGEST_GOES_BACK
    due_at = max(worked[0][0], at)
    message_id = deliveries.message_id(Channel.DIGEST, f"{user.pk}.{today:%Y%m%d}")
    return Digest(user=user, day=today, since=due_at - days, due_at=due_at, message_id=message_id)


def rhythm_of(user: User) -> str:
    """What the person chose; without a choice, every week."""
    inbox = getattr(user, "inbox", None)
    return (inbox.digest if inbox else "") or Rhythm.WEEKLY


def send_due() -> int:
    """Write and send the digests whose hour has come. Answers how many left. Called by the slow worker."""
    sent = 0
    connection = get_connection()
    try:
        for pk in list(Digest.objects.waiting(timezone.now()).values_list("pk", flat=True)[: conf.SEND_BATCH]):
            if not deliveries.claim(Digest, pk, at=timezone.now()):
                continue
            row = Digest.objects.select_related("user__inbox").get(pk=pk)
            try:
                sent += _send(row, connection)
            except smtplib.SMTPRecipientsRefused as error:
                deliveries.refuse(row, error)
            except (OSError, smtplib.SMTPException) as error:
                deliveries.postpone(row, error)
                break
            except Exception as error:
                logger.exception("Digest %s could not be written.", row.pk)
                deliveries.postpone(row, error)
    finally:
        connection.close()
    return sent


def _send(row: Digest, connection: BaseEmailBackend) -> int:
    now = timezone.now()
    opening = deliveries.opening_of(row.user, at=now)
    if opening > now:
        deliveries.wait_until(row, opening)
        return 0
    contents = contents_for(row.user, since=row.since, at=now) if row.user.is_active and row.user.email and rhythm_of(row.user) != Rhythm.NONE else None
    if contents is None or not contents.worth_reading:
        deliveries.finish(row, Digest.State.CANCELLED)
        return 0
    message(row, contents, connection).send()
    deliveries.finish(row, Digest.State.SENT)
    return 1


def contents_for(user: User, *, since: datetime, at: datetime) -> Contents:
    """What concerns the person and is still unread, then what the rooms offer; every permission asked now."""
    choices = preferences.choices_of(user)
    unread = list(Notification.objects.visible_to(user).unread().filter(created_at__gte=since).newest_first().select_related("actor")[: conf.DIGEST_READS])
    may = kinds.allowed(user, unread)
    wanted = [row for row in unread if row.pk in may and Channel.DIGEST in choices.channels(kinds.get(row.kind), scope=row.scope, at=at)]
    shown = wanted[: conf.DIGEST_LINES]
    return Contents(_by_category(shown), digest.sections_for(user, since), len(wanted) - len(shown))


def _by_category(rows: Iterable[Notification]) -> list[tuple[str, list[Notification]]]:
    found: dict[str, list[Notification]] = {}
    for row in rows:
        found.setdefault(kinds.get(row.kind).category, []).append(row)
    return [(str(title), found[category]) for category, title in kinds.CATEGORIES.items() if category in found]


def message(row: Digest, contents: Contents, connection: BaseEmailBackend | None = None) -> EmailMultiAlternatives:
    """Text and HTML, nothing fetched from anywhere: no image, no tracking, no colour that a dark theme would fight."""
    with translation.override(conf.language()):
        stop = unsubscribing.address(row.user, unsubscribing.DIGEST)
        context = {
            "contents": contents,
            "user": row.user,
            "base": conf.base_url(),
            "settings": conf.base_url() + reverse("notifications:preferences"),
            "stop": stop,
            "day": row.day,
        }
        subject = _("What is new for you in Relais, %(day)s") % {"day": _day(row.day)}
        text = render_to_string("notifications/email/digest.txt", context)
        html = render_to_string("notifications/email/digest.html", context)
    headers = {"Message-ID": row.message_id, "Auto-Submitted": "auto-generated", **unsubscribing.headers(stop)}
    mail = EmailMultiAlternatives(subject, text, to=[str(row.user.email)], headers=headers, connection=connection)
    mail.attach_alternative(html, "text/html")
    return mail


def _day(day: date) -> str:
    return spell_day(day)

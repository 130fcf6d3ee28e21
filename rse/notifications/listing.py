"""A page of the list of notifications: by day, with the reason of each line, and without a word on what the person may no longer see."""

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rse.notifications import conf, kinds, scopes
from rse.notifications.models import Notification

if TYPE_CHECKING:
    from rse.people.models import User


@dataclass(frozen=True)
class Line:
    """`open` is False once the person may no longer see what it is about: only the sort of news is said. `place` is named only while it can
    be read; `refusable` when the person can choose not to be told of this sort of thing."""

    notification: Notification
    open: bool
    label: str | Promise
    category: str | Promise
    place: str
    refusable: bool


@dataclass
class Day:
    date: date
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class Page:
    """`next` is the sequence before which the older page starts; None on the last."""

    days: list[Day]
    next: int | None
    first: bool
    unread_only: bool


def page_of(user: "User", *, before: int | None, unread_only: bool) -> Page:
    """One query for the rows, one a kind and one a sort of place for what is still allowed."""
    rows = Notification.objects.visible_to(user).in_bell().newest_first().before(before)
    if unread_only:
        rows = rows.unread()
    found = list(rows[: conf.PAGE_SIZE + 1])
    shown = found[: conf.PAGE_SIZE]
    may = kinds.allowed(user, shown)
    places = scopes.readable(user, {row.scope for row in shown if row.scope})
    days: list[Day] = []
    for row in shown:
        on = timezone.localdate(row.created_at)
        if not days or days[-1].date != on:
            days.append(Day(on))
        days[-1].lines.append(_line(row, row.pk in may, places.get(row.scope, "")))
    return Page(days, shown[-1].seq if len(found) > len(shown) else None, before is None, unread_only)


def _line(row: Notification, may: bool, place: str) -> Line:
    kind = kinds.find(row.kind)
    if kind is None:
        return Line(row, False, _("Former notification"), "", "", False)
    return Line(row, may, kind.label, kinds.CATEGORIES[kind.category], place, "bell" in kind.refusable)

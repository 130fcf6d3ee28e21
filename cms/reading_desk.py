"""What waits for a person among the pages, on their home page: to be read, to be signed for, to be said still true.

Whether anything waits is asked with the small questions of every page (`rse.core.pulse`): whoever has nothing pays no query for it.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Expression, QuerySet
from django.urls import reverse
from django.utils import timezone

from cms import reviewing
from cms.truth import families
from rse.core import pulse
from rse.core.todo import TodoCard
from rse.people.models import User

TO_READ, STILL_TRUE = "pages_to_read", "pages_still_true"
MOST = 5
SOON = timedelta(days=14)


@dataclass(frozen=True)
class Line:
    title: str
    url: str
    before: date | None


def register() -> None:
    """Called from `AppConfig.ready()`."""
    pulse.register(TO_READ, _something_to_read)
    pulse.register(STILL_TRUE, _something_to_confirm)


def cards(user: User) -> list[TodoCard]:
    """One card for pages to read, one for pages to read again, each only when there is something."""
    waits, found = pulse.of(user), []
    if waits[TO_READ]:
        to_read = [
            Line(one.revision.object_str, reverse("pages:review", args=[one.pk]), timezone.localdate(one.due_at) if one.due_at else None)
            for one in reviewing.asked_of(user)[:MOST]
        ]
        found.append(TodoCard("cms/todo/to_read.html", {"lines": to_read}, 6))
    if waits[STILL_TRUE]:
        found.append(TodoCard("cms/todo/still_true.html", {"lines": to_confirm(user)}, 40))
    return found


def to_confirm(user: User) -> list[Line]:
    """Pages the person owns, whose day is past or comes within two weeks, the oldest promise first. One query."""
    first, *others = [rows.values_list("pk", "title", "true_until") for rows in _due(user)]
    rows = first.union(*others, all=True).order_by("true_until", "title")[:MOST]
    return [Line(title, reverse("pages:still_true", args=[pk]), day) for pk, title, day in rows]


def _due(user: User) -> "list[QuerySet[Any]]":  # Any: pages of each family
    until = timezone.localdate() + SOON
    return [family.objects.filter(owner=user.pk, live=True, true_until__lte=until).order_by() for family in families()]


def _something_to_read(user: User, _now: datetime) -> Expression:
    return pulse.some(reviewing.asked_of(user))


def _something_to_confirm(user: User, _now: datetime) -> Expression:
    return pulse.some(*_due(user))

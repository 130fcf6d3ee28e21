"""The bell: how many notifications are unread, and the last sequence the page has seen."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from rse.core import pulse
from rse.core.prepared import Prepared
from rse.core.requests import SignedInRequest
from rse.notifications.models import Inbox, Notification

if TYPE_CHECKING:
    from rse.people.models import User


@dataclass(frozen=True)
class Bell:
    unread: int
    seq: int


def bell_of(user: "User") -> Bell:
    """Exact, in one query, counted through the index of unread rows."""
    row = next(iter(BELL.rows(user)), None) if user.is_active else None
    return Bell(*row) if row else Bell(unread=0, seq=0)


def _inbox(user: "User", _now: datetime) -> "QuerySet[Any]":  # Any: rows of values
    unread = Notification.objects.filter(recipient=OuterRef("pk")).in_bell().unread().order_by().values("recipient").annotate(total=Count("pk"))
    return Inbox.objects.filter(pk=user.pk).order_by().annotate(unread=Coalesce(Subquery(unread.values("total")), 0)).values_list("unread", "last_seq")


BELL = Prepared(_inbox)


def inbox_of(user: "User") -> Inbox:
    """The choices that hold for everything; those of somebody who chose nothing when there is no row yet."""
    return Inbox.objects.visible_to(user).first() or Inbox(user=user)


def tool_context(request: SignedInRequest) -> dict[str, Bell]:
    """For the top bar: two of the questions that every page asks at once."""
    found = pulse.of(request.user)
    return {"bell": Bell(unread=found["unread"], seq=found["last_seq"])}


def register() -> None:
    """Called from `AppConfig.ready()`, harmless twice."""
    pulse.register("unread", _unread)
    pulse.register("last_seq", _last_seq)


def _unread(user: "User", _now: datetime) -> Subquery:
    return pulse.number(Notification.objects.filter(recipient=user.pk).in_bell().unread())


def _last_seq(user: "User", _now: datetime) -> Subquery:
    return Subquery(Inbox.objects.filter(pk=user.pk).values("last_seq"))

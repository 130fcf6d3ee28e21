"""The bell: how many notifications are unread, and the last sequence the page has seen."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from rse.core.requests import SignedInRequest
from rse.notifications.models import Inbox, Notification

if TYPE_CHECKING:
    from rse.people.models import User


@dataclass(frozen=True)
class Bell:
    unread: int
    seq: int
    by_email: bool


def bell_of(user: "User") -> Bell:
    """Exact, in one query, counted through the index of unread rows."""
    unread = Notification.objects.filter(recipient=OuterRef("pk")).unread().order_by().values("recipient").annotate(total=Count("pk"))
    inbox = Inbox.objects.visible_to(user).annotate(unread=Coalesce(Subquery(unread.values("total")), 0))
    row = inbox.values_list("unread", "last_seq", "by_email").first()
    return Bell(*row) if row else Bell(unread=0, seq=0, by_email=True)


def tool_context(request: SignedInRequest) -> dict[str, Bell]:
    """For the top bar."""
    return {"bell": bell_of(request.user)}

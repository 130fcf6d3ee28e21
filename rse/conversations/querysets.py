"""Conversations and their lines, read by those who are in them and by nobody else: being an administrator opens nothing."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

if TYPE_CHECKING:
    from rse.conversations.models import Conversation
    from rse.people.models import User


def _seats(user: "User") -> QuerySet:
    """The places that `user` holds today."""
    return apps.get_model("conversations", "Participant").objects.filter(user=user, left_at=None)


class ConversationQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """Those `user` is in today; whoever left one reads it no longer."""
        return self.filter(pk__in=_seats(user).values("conversation")) if user.is_active else self.none()

    def latest_first(self) -> Self:
        return self.order_by("-last_line_at", "-pk")

    def before(self, last_line_at: datetime, pk: int) -> Self:
        """What follows in the list: the keyset of a page, no OFFSET."""
        return self.filter(Q(last_line_at__lt=last_line_at) | Q(last_line_at=last_line_at, pk__lt=pk))

    def with_unread(self, user: "User") -> Self:
        """Adds `unread`, how many lines `user` has not read, and `muted_until`; a subquery a row, on an index."""
        seat = _seats(user).filter(conversation=OuterRef("pk"))
        lines = apps.get_model("conversations", "Line").objects.filter(conversation=OuterRef("pk"), state="sent").order_by()
        read = _seats(user).filter(conversation=OuterRef("conversation")).values("last_read")
        mine = lines.exclude(author=user).filter(pk__gt=Subquery(read))
        counted = mine.values("conversation").annotate(number=Count("pk")).values("number")
        return self.annotate(unread=Coalesce(Subquery(counted), 0), muted_until=Subquery(seat.values("muted_until")))


class ParticipantQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """Who is in a conversation is told to those who are in it. What each has read is told to nobody else: see `mine`."""
        conversations = apps.get_model("conversations", "Conversation").objects.visible_to(user).order_by().values("pk")
        return self.filter(conversation__in=conversations)

    def mine(self, user: "User") -> Self:
        return self.filter(user=user, left_at=None) if user.is_active else self.none()

    def waiting(self, at: datetime) -> Self:
        """Whose conversation holds something new and is not silent. One join, no line is counted."""
        return self.filter(Q(muted_until=None) | Q(muted_until__lte=at), last_read__lt=F("conversation__last_line"))

    def present(self) -> Self:
        return self.filter(left_at=None)


class LineQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """In the conversations `user` is in, from the line on which they came; what moderators hid is left to its author."""
        if not user.is_active:
            return self.none()
        seat = _seats(user).filter(conversation=OuterRef("conversation"), reads_after__lt=OuterRef("pk"))
        return self.filter(Exists(seat)).filter(~Q(state="hidden") | Q(author=user))

    def said(self) -> Self:
        """Neither deleted nor hidden: their words and files may be read."""
        return self.filter(state="sent")

    def of(self, conversation: "Conversation") -> Self:
        return self.filter(conversation=conversation)

    def in_order(self) -> Self:
        return self.order_by("pk")

    def deleted_before(self, at: datetime) -> Self:
        """Deleted for so long that their words go for ever."""
        return self.filter(state="deleted", erased_at=None, deleted_at__lt=at)

"""Notifications and deliveries, read by their recipient only."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from rse.people.models import User


class NotificationQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """A notification belongs to its recipient and to nobody else, for as long as the account is active."""
        return self.filter(recipient=user) if user.is_active else self.none()

    def in_bell(self) -> Self:
        """Without what the person is told elsewhere only."""
        return self.filter(silent=False)

    def unread(self) -> Self:
        return self.filter(read_at=None)

    def newest_first(self) -> Self:
        return self.order_by("-seq")

    def before(self, seq: int | None) -> Self:
        """The page that follows sequence `seq` (keyset, never OFFSET); everything when None."""
        return self if seq is None else self.filter(seq__lt=seq)

    def after(self, seq: int) -> Self:
        """What a browser missed since `seq`, in order."""
        return self.filter(seq__gt=seq).order_by("seq")


class OutgoingQuerySet(models.QuerySet):
    def waiting(self, at: datetime) -> Self:
        """Deliveries whose hour has come, oldest first."""
        return self.filter(state="waiting", due_at__lte=at).order_by("due_at", "pk")

    def stuck(self, before: datetime) -> Self:
        """Claimed before `before` and never finished: the process died in between."""
        return self.filter(state="sending", claimed_at__lt=before)


class DigestQuerySet(OutgoingQuerySet):
    def visible_to(self, user: "User") -> Self:
        """One's own, while the account is active."""
        return self.filter(user=user) if user.is_active else self.none()


class OwnQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """One's own, while the account is active."""
        return self.filter(user=user) if user.is_active else self.none()

"""Querysets of the ground floor: outbox, frames, attachments."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from rse.people.models import User


class OutboxEventQuerySet(models.QuerySet):
    def waiting(self, at: datetime) -> Self:
        """Events not done whose hour has come, oldest first."""
        return self.filter(done_at=None, due_at__lte=at).order_by("due_at", "pk")


class FrameQuerySet(models.QuerySet):
    def since(self, at: datetime) -> Self:
        """Frames written at or after `at`. Ids commit out of order: never ask for `id > last`."""
        return self.filter(created_at__gte=at)


class AttachmentQuerySet(models.QuerySet):
    def of(self, owner: models.Model) -> Self:
        """The attachments of one object, in the order their sender chose, or added them."""
        return self.filter(owner_label=owner._meta.label_lower, owner_pk=owner.pk).order_by("order", "pk")

    def uploaded_by(self, user: "User") -> Self:
        """Attachments not yet tied to an object: only the person who sent them may see them."""
        return self.filter(Q(uploaded_by=user), owner_label="")

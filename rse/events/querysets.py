"""Events as each person sees them: through the post they stand under, with its comments and its group."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

if TYPE_CHECKING:
    from rse.people.models import User


def _read(user: "User", post: str = "post") -> Exists:
    """Asked post by post: « in one of those » sends SQLite to gather every post of the town (19 ms for 20,000)."""
    return Exists(apps.get_model("feed", "Post").objects.visible_to(user).sent().filter(pk=OuterRef(post)))


class EventQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """Those whose post `user` reads today: an event of a group is known in that group alone."""
        return self.filter(_read(user))

    def with_post(self) -> Self:
        return self.select_related("post", "post__community", "post__department", "post__author")

    def of(self, user: "User") -> Self:
        """Those `user` organises, is registered for, or waits for."""
        registrations = apps.get_model("events", "Registration").objects.filter(user=user).active().values("event")
        organised = apps.get_model("events", "Organiser").objects.filter(user=user).values("event")
        return self.filter(Q(pk__in=registrations) | Q(pk__in=organised))

    def organised_by(self, user: "User") -> Self:
        return self.filter(pk__in=apps.get_model("events", "Organiser").objects.filter(user=user).values("event"))

    def between(self, start: datetime, end: datetime) -> Self:
        """Those that take place, even partly, from `start` until before `end`."""
        return self.filter(starts_at__lt=end, ends_at__gt=start)

    def standing(self) -> Self:
        """Not cancelled."""
        return self.filter(cancelled_at=None)

    def in_order(self) -> Self:
        return self.order_by("starts_at", "pk")


class OrganiserQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """Whoever sees an event knows who organises it."""
        return self.filter(_read(user, "event__post"))


class RegistrationQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """One's own, and for organisers those of their event; how many come is told to everybody who sees it, their names are not."""
        organised = apps.get_model("events", "Organiser").objects.filter(user=user).values("event")
        return self.filter(Q(user=user) | Q(event__in=organised), _read(user, "event__post"))

    def active(self) -> Self:
        return self.filter(state__in=["registered", "waiting"])

    def registered(self) -> Self:
        return self.filter(state="registered")

    def waiting(self) -> Self:
        """In the order in which places are given."""
        return self.filter(state="waiting").order_by("asked_at", "pk")


class CalendarFeedQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """One's own."""
        return self.filter(user=user) if user.is_active else self.none()

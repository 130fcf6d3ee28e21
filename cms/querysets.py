"""Querysets of the intranet that speak the domain."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.models import Q

from rse.people.models import Department

if TYPE_CHECKING:
    from rse.people.models import User


class AlertQuerySet(models.QuerySet):
    def standing(self, at: datetime) -> Self:
        """Shown at that moment."""
        return self.filter(starts_at__lte=at, ends_at__gt=at)

    def visible_to(self, user: "User") -> Self:
        """For everybody, or for the department of `user` or one above it. No query of its own: three levels above are looked at in the same one."""
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        mine = Department.objects.filter(agents__user=user)
        above = [mine.values("pk"), mine.values("parent"), mine.values("parent__parent"), mine.values("parent__parent__parent")]
        targets = apps.get_model("cms", "Alert").departments.through._default_manager.order_by()
        targeted = Q(pk__in=targets.values("alert"))
        meant = Q()
        for level in above:
            meant |= Q(pk__in=targets.filter(department__in=level).values("alert"))
        return self.filter(~targeted | meant)


class NewsFeedQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """One's own."""
        return self.filter(user=user) if user.is_active else self.none()

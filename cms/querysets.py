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


def writes_letter(user: "User") -> bool:
    """Whether `user` prepares issues: whoever may write a page below the list of the letters."""
    place = apps.get_model("cms", "NewsletterIndexPage")._default_manager.first()
    return bool(user.is_active and place is not None and place.permissions_for_user(user).can_add_subpage())


class SuggestionQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """One's own; all of them for those who write the letter."""
        if not user.is_active:
            return self.none()
        return self if writes_letter(user) else self.filter(by=user)

    def waiting(self) -> Self:
        """In no issue yet, and not set aside."""
        return self.filter(issue=None, set_aside_at=None)


class SendingQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """Those who write the letter; its figures are nobody else's."""
        return self if writes_letter(user) else self.none()

    def unfinished(self, before: datetime) -> Self:
        """People are left to tell, and no batch was told since `before`."""
        return self.filter(done_at=None, moved_at__lt=before)

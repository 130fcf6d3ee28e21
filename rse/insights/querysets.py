"""Figures as each person may read them."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from rse.people.models import User

LEAST_PEOPLE = 5


class FruitlessSearchQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """Animators, and only what five people or more looked for: fewer would be somebody's own words."""
        allowed = user.is_active and user.has_perm("insights.read_insights")
        return self.filter(people__gte=LEAST_PEOPLE) if allowed else self.none()

    def since(self, week: date) -> Self:
        return self.filter(week__gte=week)

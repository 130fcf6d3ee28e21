"""Querysets of people that speak the domain; the only door to rows a person may see."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db import models

if TYPE_CHECKING:
    from rse.people.models import Department, User


class UserManager(DjangoUserManager["User"]):
    """Django's manager, with an absent e-mail address kept as NULL so that it can be unique."""

    @classmethod
    def normalize_email(cls, email: str | None) -> str | None:  # type: ignore[override]  # an absent address is NULL here
        return super().normalize_email(email) or None


class DepartmentQuerySet(models.QuerySet["Department"]):
    def visible_to(self, user: "User") -> Self:
        """The organisation chart is open to every active account."""
        return self if user.is_active else self.none()

    def below(self, department: "Department") -> Self:
        """`department` and its descendants; one query reads the tree of ids, whatever the depth."""
        children: dict[int | None, list[int]] = {}
        for pk, parent_id in self.model._default_manager.values_list("pk", "parent_id"):
            children.setdefault(parent_id, []).append(pk)
        found, todo = [department.pk], [department.pk]
        while todo:
            below = children.get(todo.pop(), [])
            found += below
            todo += below
        return self.filter(pk__in=found)


class AgentQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """Every active account sees the people in post; leavers vanish from the directory the same day."""
        return self.filter(state="active") if user.is_active else self.none()


class AbsenceQuerySet(models.QuerySet):
    def on(self, day: date) -> Self:
        """Absences that cover `day`."""
        return self.filter(start__lte=day, end__gte=day)

"""Querysets of people that speak the domain; the only door to rows a person may see."""

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db import models
from django.db.models import Q

from rse.people.search_key import wanted

if TYPE_CHECKING:
    from rse.people.models import Agent, Department, User


class UserManager(DjangoUserManager["User"]):
    """Django's manager, with an absent e-mail address kept as NULL so that it can be unique."""

    @classmethod
    def normalize_email(cls, email: str | None) -> str | None:  # type: ignore[override]  # an absent address is NULL here
        return super().normalize_email(email) or None


class ChartQuerySet(models.QuerySet["Department"]):
    """Departments as a tree."""

    def visible_to(self, user: "User") -> Self:
        """The organisation chart is open to every active account."""
        return self if user.is_active else self.none()

    def below(self, *departments: "Department") -> Self:
        """The departments and their descendants; one query reads the tree of ids, whatever the depth."""
        children: dict[int | None, list[int]] = defaultdict(list)
        for pk, parent_id in self.model._default_manager.order_by().values_list("pk", "parent_id"):
            children[parent_id].append(pk)
        todo = [department.pk for department in departments]
        found: set[int] = set()
        while todo:
            pk = todo.pop()
            if pk not in found:
                found.add(pk)
                todo += children[pk]
        return self.filter(pk__in=found)

    def headed_by(self, user: "User") -> Self:
        """The departments `user` is head of, and everything below them."""
        return self.below(*self.model._default_manager.filter(head=user))

    def heads_above(self, department: "Department") -> set[int]:
        """Ids of the heads of `department` and of every department above it; one query."""
        tree = {pk: (parent_id, head_id) for pk, parent_id, head_id in self.model._default_manager.order_by().values_list("pk", "parent_id", "head_id")}
        heads: set[int] = set()
        step: int | None = department.pk
        while step is not None and step in tree:
            step, head_id = tree.pop(step)
            if head_id is not None:
                heads.add(head_id)
        return heads


class AgentQuerySet(models.QuerySet["Agent"]):
    def visible_to(self, user: "User") -> Self:
        """Every active account sees the people in post; leavers vanish from the directory the same day."""
        return self.filter(state="active") if user.is_active else self.none()

    def listed(self) -> Self:
        """In the order of the directory, with all that a line or a presence needs."""
        return self.select_related("user", "department", "organisation", "pattern").order_by("folded", "pk")

    def matching(self, query: str) -> Self:
        """Every word of `query` stands in the name, job, department or telephone."""
        found = self
        for piece in wanted(query):
            found = found.filter(folded__contains=piece)
        return found

    def in_departments(self, departments: ChartQuerySet) -> Self:
        return self.filter(department__in=departments.order_by())

    def after(self, agent: "Agent") -> Self:
        """What follows `agent` in the order of the directory: the keyset of a page, no OFFSET."""
        return self.filter(Q(folded__gt=agent.folded) | Q(folded=agent.folded, pk__gt=agent.pk))


class AbsenceQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """The days themselves: one's own, those of the people one leads, all of them for HR. The directory says no more than today's presence."""
        if not user.is_active:
            return self.none()
        shown = self.filter(agent__state="active")
        if user.has_perm("people.manage_people"):
            return shown
        departments = apps.get_model("people", "Department")
        led = departments.objects.headed_by(user).order_by().values("pk")
        return shown.filter(Q(agent__user=user) | Q(agent__department__in=led))

    def on(self, day: date) -> Self:
        """Absences that cover `day`."""
        return self.filter(start__lte=day, end__gte=day)

    def overlapping(self, start: date, end: date) -> Self:
        """Absences with at least one day between `start` and `end`, both included."""
        return self.filter(start__lte=end, end__gte=start)

    def not_over(self, day: date) -> Self:
        """Running on `day` or to come."""
        return self.filter(end__gte=day)

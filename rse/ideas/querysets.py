"""Idea boxes and ideas as each person sees them; lists by keyset."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

if TYPE_CHECKING:
    from rse.ideas.models import Idea
    from rse.people.models import User


@dataclass(frozen=True)
class Order:
    """One way of sorting ideas: the column it reads, the last id deciding between equals."""

    column: str

    def key(self, idea: "Idea") -> str:
        """Where a page ends, for the address of the next one."""
        value = getattr(idea, self.column)
        return f"{value.isoformat() if isinstance(value, datetime) else value}_{idea.pk}"


ORDERS = {"recentes": Order("proposed_at"), "soutenues": Order("support_count"), "repondues": Order("answered_at")}


class IdeaBoxQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """Those open to everybody, and those of the groups that `user` reads."""
        if not user.is_active:
            return self.none()
        readable = apps.get_model("communities", "Community").objects.readable_by(user).order_by().values("pk")
        return self.filter(Q(community=None) | Q(community__in=readable))

    def answered_by(self, user: "User") -> Self:
        """Those `user` answers, by name or as head of the department, among those they read."""
        return self.visible_to(user).filter(Q(answerer=user) | Q(department__head=user))

    def taking_ideas(self, on: date) -> Self:
        return self.filter(Q(closes_on=None) | Q(closes_on__gte=on), opens_on__lte=on)

    def listed(self) -> Self:
        """With all that a card of the list shows."""
        alive = Q(ideas__merged_into=None, ideas__post__state="published")
        answered = alive & Q(ideas__answered_at__isnull=False)
        counted = {"idea_total": models.Count("ideas", filter=alive), "answered_total": models.Count("ideas", filter=answered)}
        return self.select_related("community", "answerer", "department__head").annotate(**counted)


class CategoryQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        boxes = apps.get_model("ideas", "IdeaBox").objects.visible_to(user).order_by().values("pk")
        return self.filter(box__in=boxes)

    def offered(self) -> Self:
        return self.filter(offered=True)


class IdeaQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """Whoever reads the post reads the idea, and nobody else."""
        return self.filter(Exists(apps.get_model("feed", "Post").objects.visible_to(user).filter(pk=OuterRef("post"))))

    def sent(self) -> Self:
        return self.filter(post__state="published")

    def standing(self) -> Self:
        """Not merged into another."""
        return self.filter(merged_into=None)

    def waiting(self) -> Self:
        """Sent, standing, and without any official answer yet."""
        return self.sent().standing().filter(answered_at=None)

    def listed(self) -> Self:
        """With all that a line of a list shows."""
        return self.select_related("post__author__agent__portrait", "post__community", "box", "category", "merged_into__post")

    def in_order_of(self, order: Order) -> Self:
        found = self.filter(**{f"{order.column}__isnull": False})
        return found.order_by(F(order.column).desc(), "-pk")

    def beyond(self, order: Order, value: object, pk: int) -> Self:
        """What follows in this order: the keyset of a page, no OFFSET."""
        column = order.column
        return self.filter(Q(**{f"{column}__lt": value}) | Q(**{column: value}, pk__lt=pk))


class SupportQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """One's own: others are a number."""
        return self.filter(user=user) if user.is_active else self.none()


class OfficialAnswerQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """Whoever reads the idea reads every answer it was given."""
        return self.filter(idea__in=apps.get_model("ideas", "Idea").objects.visible_to(user).order_by().values("pk"))

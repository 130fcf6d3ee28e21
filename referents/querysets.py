"""Querysets that speak the domain. `visible_to` is the only door to an enquiry."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils import timezone

from referents.states import CLOSED, State

if TYPE_CHECKING:
    from referents.host import User
    from referents.models import Department, Mandate, Topic

SEES_EVERYTHING = ("referents.work_desk", "referents.dispatch", "referents.audit")
REVIEWABLE = frozenset({State.IN_REVIEW, State.TO_CORRECT, State.READY})


class DepartmentQuerySet(models.QuerySet):
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


class ReferentQuerySet(models.QuerySet):
    def active(self) -> Self:
        """Those who may be asked: in activity, with an account that can sign in."""
        return self.filter(state="active", user__is_active=True)

    def visible_to(self, user: "User") -> Self:
        """The directory of referents is open to every active account; ended roles are not shown."""
        return self.exclude(state="ended").filter(user__is_active=True) if user.is_active else self.none()


class MandateQuerySet(models.QuerySet):
    def in_force(self, on: date) -> Self:
        """Missions that hold on this day: begun, not over, not suspended, of an active account."""
        return self.filter(Q(end__isnull=True) | Q(end__gte=on), start__lte=on, suspended_at__isnull=True, user__is_active=True)

    def visible_to(self, user: "User") -> Self:
        """HR sees the register; everybody sees their own missions."""
        if user.has_perm("referents.keep_register"):
            return self.all()
        return self.filter(user_id=user.pk) if user.is_active else self.none()

    def covering(self, topic: "Topic | None") -> Self:
        """Missions whose scope holds `topic`. Without a topic, only missions without any limit of topic or department."""
        if topic is None:
            return self.filter(topics__isnull=True, departments__isnull=True)
        in_departments = Q(departments__isnull=True)
        if topic.department_id:
            in_departments |= Q(departments=topic.department_id)
        return self.filter(Q(topics__isnull=True) | Q(topics=topic.pk)).filter(in_departments).distinct()


class EnquiryQuerySet(models.QuerySet):
    def visible_to(self, user: "User", *, on: date | None = None) -> Self:
        """What this person may open: the desk sees all; others what they brought, were asked, wrote, or may review. HR sees nothing here.

        `on` is the day on which missions of review are read (today when omitted by the caller's clock).
        """
        if not user.is_active:
            return self.none()
        if any(user.has_perm(permission) for permission in SEES_EVERYTHING):
            return self.all()
        mine = (
            Q(filed_by=user.pk)
            | Q(pk__in=user.assignments.values("enquiry"))
            | Q(pk__in=user.contribution_requests.values("enquiry"))
            | Q(pk__in=user.contributions.values("enquiry"))
            | Q(pk__in=user.words_noted.values("enquiry"))
            | Q(pk__in=user.drafts.values("enquiry"))
            | Q(pk__in=user.decisions.values("draft__enquiry"))
        )
        for mandate in user.mandates.in_force(on or timezone.localdate()).filter(role="reviewer").prefetch_related("topics", "departments"):
            mine |= Q(state__in=REVIEWABLE) & _scope(mandate)
        return self.filter(mine)

    def open(self) -> Self:
        return self.exclude(state__in=CLOSED)

    def for_list(self) -> Self:
        """Everything a line of the desk's list shows, in a constant number of queries."""
        return self.select_related("topic__department", "author", "account").prefetch_related(
            models.Prefetch(
                "assignments",
                queryset=apps.get_model("referents.Assignment").objects.filter(active=True).select_related("user"),
                to_attr="lead",
            )
        )


def _scope(mandate: "Mandate") -> Q:
    """Enquiries whose topic lies in the scope of a mission; the counterpart of `MandateQuerySet.covering`."""
    topics, departments = mandate.topics.all(), mandate.departments.all()
    if not topics and not departments:
        return Q()
    scope = Q(topic__isnull=False)
    if topics:
        scope &= Q(topic__in=topics)
    if departments:
        scope &= Q(topic__department__in=departments)
    return scope


class AttachmentQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """A photo is seen by whoever sees its enquiry."""
        enquiries = apps.get_model("referents.Enquiry").objects.visible_to(user)
        return self.filter(enquiry__in=enquiries)

"""Querysets that speak the domain. `visible_to` is the only door to an enquiry."""

from datetime import date, datetime, timedelta
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
RENEW_DAYS = 30
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


class VolunteerCallQuerySet(models.QuerySet):
    def open(self, on: date) -> Self:
        """Calls that may be answered on this day."""
        return self.filter(closed_at__isnull=True, until__gte=on)

    def visible_to(self, user: "User") -> Self:
        """A call is open to every active account, and remains so once over: whoever answered it reads it again."""
        return self.all() if user.is_active else self.none()


class OutsideContactQuerySet(models.QuerySet):
    def active(self) -> Self:
        """Those who may be asked."""
        return self.filter(active=True)

    def visible_to(self, user: "User") -> Self:
        """The register of contacts is the desk's: nobody else reads their addresses."""
        return self.all() if user.is_active and any(user.has_perm(permission) for permission in SEES_EVERYTHING) else self.none()


class AnswerLinkQuerySet(models.QuerySet):
    def standing(self, at: datetime) -> Self:
        """Links that were neither revoked nor used and have not expired; whether their person may still answer is another question."""
        return self.filter(revoked_at__isnull=True, outcome="", expires_at__gt=at)

    def visible_to(self, user: "User") -> Self:
        """What was sent to whom is the desk's to see. The token is nobody's but its person's."""
        return self.all() if user.is_active and any(user.has_perm(permission) for permission in SEES_EVERYTHING) else self.none()


class MandateQuerySet(models.QuerySet):
    def in_force(self, on: date) -> Self:
        """Missions that hold on this day: begun, not over, not suspended, of an active account."""
        return self.filter(Q(end__isnull=True) | Q(end__gte=on), start__lte=on, suspended_at__isnull=True, user__is_active=True)

    def reviewing(self, on: date) -> Self:
        """Missions of review in force, with their scope."""
        return self.in_force(on).filter(role="reviewer").prefetch_related("topics", "departments")

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


class CharterSignatureQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """A person reads their own answers; those who keep the charters and HR read everybody's."""
        if not user.is_active:
            return self.none()
        if user.has_perm("referents.add_charterversion") or user.has_perm("referents.keep_register"):
            return self.all()
        return self.filter(user_id=user.pk)

    def latest_answers(self) -> Self:
        """The answer that stands for each person and version: the last one given."""
        later = self.model._default_manager.filter(version=models.OuterRef("version"), user=models.OuterRef("user"), rank__gt=models.OuterRef("rank"))
        return self.filter(~models.Exists(later))


class EnquiryQuerySet(models.QuerySet):
    def visible_to(self, user: "User", *, on: date | None = None, reviewing: "list[Mandate] | None" = None) -> Self:
        """What this person may open: the desk sees all; others what they brought, were asked, wrote, or may review. HR sees nothing here.

        `on` is the day on which missions of review are read (today when omitted by the caller's clock). `reviewing` is those missions themselves,
        this person's own, where the caller has read them.
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
        for mandate in user.mandates.reviewing(on or timezone.localdate()) if reviewing is None else reviewing:
            mine |= Q(state__in=REVIEWABLE) & _scope(mandate)
        return self.filter(mine)

    def open(self) -> Self:
        return self.exclude(state__in=CLOSED)

    def for_list(self) -> Self:
        """Everything a line of the desk's list shows, in the query itself."""
        return self.select_related("topic__department")


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


class ContributionQuerySet(models.QuerySet):
    def with_correction(self) -> Self:
        """With `corrected`: whether the person whose words were noted by telephone wrote them again. No query more."""
        again = apps.get_model("referents.Contribution").objects.filter(replaces=models.OuterRef("pk"))
        return self.annotate(corrected=models.Exists(again))


class AnswerQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """Every agent reads the answers kept, at a counter too; a proposal is seen by its owner and the desk, what was withdrawn as well."""
        if not user.is_active:
            return self.none()
        if any(user.has_perm(permission) for permission in SEES_EVERYTHING):
            return self.all()
        return self.filter(Q(state="kept") | Q(owner=user.pk))

    def kept(self) -> Self:
        return self.filter(state="kept")

    def valid(self, on: date) -> Self:
        """Those that may be used on this day."""
        return self.kept().filter(valid_until__gte=on)

    def to_renew(self, on: date) -> Self:
        """Still valid, for a month at most: the owner is asked whether they still hold."""
        return self.valid(on).filter(valid_until__lte=on + timedelta(days=RENEW_DAYS))

    def expired(self, on: date) -> Self:
        return self.kept().filter(valid_until__lt=on)


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """What all the agents may know is seen by every active account; the rest by its author, the desk and the referents in activity."""
        if not user.is_active:
            return self.none()
        if any(user.has_perm(permission) for permission in SEES_EVERYTHING) or user.referent_roles.filter(state="active").exists():
            return self.all()
        return self.filter(Q(readers="everyone") | Q(author=user.pk))

    def standing(self) -> Self:
        return self.filter(cancelled_at__isnull=True)

    def current(self, at: datetime) -> Self:
        return self.standing().filter(start__lte=at, end__gt=at)

    def upcoming(self, at: datetime) -> Self:
        return self.standing().filter(start__gt=at)

    def past(self, at: datetime) -> Self:
        """Over, or cancelled."""
        return self.filter(Q(end__lte=at) | Q(cancelled_at__isnull=False))


class HoldingModelQuerySet(models.QuerySet):
    def for_desk(self, user: "User", channel: str) -> Self:
        """Those in use, with `last_used`: whether this person used it last on the channel. One query; `suits` tells the channel's own."""
        choices = apps.get_model("referents.HoldingChoice").objects.filter(model=models.OuterRef("pk"), user=user.pk, channel=channel)
        return self.filter(active=True).annotate(last_used=models.Exists(choices))


class ThankYouQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """Those who helped with the reply, whoever passed the thanks on, and the desk."""
        if not user.is_active:
            return self.none()
        if any(user.has_perm(permission) for permission in SEES_EVERYTHING):
            return self.all()
        return self.to(user) | self.filter(by=user.pk)

    def to(self, user: "User") -> Self:
        """Thanks for replies this person helped with."""
        return self.filter(
            Q(enquiry__in=user.contributions.values("enquiry"))
            | Q(enquiry__in=user.words_noted.values("enquiry"))
            | Q(enquiry__in=user.drafts.values("enquiry"))
        )


class SavedFilterQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """One's own, and those shared, for whoever reads the desk."""
        if not any(user.has_perm(permission) for permission in SEES_EVERYTHING):
            return self.none()
        return self.filter(Q(owner=user.pk) | Q(shared=True, owner__is_active=True))

"""Cases, decisions, appeals and crises as each person sees them. Being an administrator opens nothing here: the permission does, given by name."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.contrib.auth.models import Permission
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery

if TYPE_CHECKING:
    from rse.communities.models import Community
    from rse.moderation.models import Reason
    from rse.people.models import User

NETWORK, CRISIS = "moderate_network", "open_crisis"


def holds(user: "User", codename: str) -> bool:
    """Whether this permission of the room was given to `user` or to one of their groups; being a superuser gives none."""
    if not user.is_active:
        return False
    if not user.is_superuser:
        return user.has_perm(f"moderation.{codename}")
    given = Permission.objects.filter(Q(user=user) | Q(group__user=user), codename=codename, content_type__app_label="moderation")
    return given.exists()


def _moderated(user: "User") -> models.QuerySet:
    return apps.get_model("communities", "Community").objects.moderated_by(user).order_by().values("pk")


class CaseQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """What a moderator of the group may judge; everything for moderators of the network. Nobody judges their own words."""
        if not user.is_active:
            return self.none()
        return self.judged_by(user, network=holds(user, NETWORK))

    def judged_by(self, user: "User", *, network: bool) -> Self:
        """What `user` may judge, once it is known whether they moderate the whole network."""
        mine = self if network else self.filter(community__in=_moderated(user))
        return mine.exclude(author=user)

    def waiting(self) -> Self:
        return self.filter(state="open")

    def waiting_for(self, user: "User") -> Self:
        """To judge, and not in the hands of somebody else."""
        return self.visible_to(user).free_for(user)

    def free_for(self, user: "User") -> Self:
        return self.waiting().filter(Q(claimed_by=None) | Q(claimed_by=user))

    def filtered(self, *, place: "Community | None" = None, reason: "Reason | None" = None) -> Self:
        """Of one group, with at least one report for that reason; None filters nothing."""
        rows = self.filter(community=place) if place else self
        reports = apps.get_model("moderation", "Report").objects.filter(case=OuterRef("pk"), reason=reason)
        return rows.filter(Exists(reports)) if reason else rows

    def waiting_oldest_first(self, after: int | None) -> Self:
        """To judge, as they came; what follows case `after` (keyset, never OFFSET)."""
        rows = self.waiting().order_by("pk")
        return rows.filter(pk__gt=after) if after else rows

    def judged_latest_first(self, after: int | None) -> Self:
        rows = self.filter(state="closed").order_by("-pk")
        return rows.filter(pk__lt=after) if after else rows

    def with_people(self) -> Self:
        return self.select_related("community", "author", "claimed_by")


class ReportQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """One's own reports. Moderators read the reasons through the case, never who reported."""
        return self.filter(reporter=user) if user.is_active else self.none()


class DecisionQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """Decisions about oneself, and those on cases one judges: nobody else reads what was decided about a person."""
        if not user.is_active:
            return self.none()
        cases = apps.get_model("moderation", "Case").objects.visible_to(user).order_by().values("pk")
        return self.filter(Q(person=user) | Q(case__in=cases))

    def about(self, user: "User") -> Self:
        return self.filter(person=user)

    def measures(self) -> Self:
        return self.filter(kind__in=["warning", "group_pause", "network_pause"])

    def running(self, at: datetime) -> Self:
        """Pauses that refuse at that hour."""
        return self.filter(kind__in=["group_pause", "network_pause"], ended_at=None, until__gt=at)

    def over(self, at: datetime) -> Self:
        """Pauses whose time has come, not yet written down as ended."""
        return self.filter(kind__in=["group_pause", "network_pause"], ended_at=None, until__lte=at)


class AppealQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        decisions = apps.get_model("moderation", "Decision").objects.visible_to(user).order_by().values("pk")
        return self.filter(decision__in=decisions)

    def waiting_for(self, user: "User") -> Self:
        """To look at again by somebody who decided nothing in it and whom it does not concern."""
        if not user.is_active:
            return self.none()
        return self.about(apps.get_model("moderation", "Case").objects.visible_to(user)).free_for(user)

    def about(self, cases: CaseQuerySet) -> Self:
        return self.filter(decision__case__in=cases.order_by().values("pk"))

    def free_for(self, user: "User") -> Self:
        """Asked, and not against a decision of theirs."""
        return self.filter(state="asked").exclude(against=user)


class CrisisQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(closed_at=None)

    def targeting(self, user: "User") -> Self:
        """Those whose banner `user` sees: for everybody, for their department, for a group they are in."""
        if not user.is_active:
            return self.none()
        agents = apps.get_model("people", "Agent").objects.filter(user=user, state="active").values("department")
        joined = apps.get_model("communities", "Community").objects.joined_by(user).order_by().values("pk")
        crisis = apps.get_model("moderation", "Crisis")
        departments = crisis.departments.through.objects.filter(crisis=OuterRef("pk"), department__in=agents)
        groups = crisis.communities.through.objects.filter(crisis=OuterRef("pk"), community__in=joined)
        return self.filter(Q(everybody=True) | Exists(departments) | Exists(groups))

    def visible_to(self, user: "User") -> Self:
        """Those that concern one, those one runs; all of them for whoever may open one."""
        if not user.is_active:
            return self.none()
        if holds(user, CRISIS):
            return self
        crisis = apps.get_model("moderation", "Crisis")
        kept = crisis.keepers.through.objects.filter(user=user).values("crisis")
        return self.filter(Q(pk__in=crisis.objects.targeting(user).order_by().values("pk")) | Q(pk__in=kept))

    def with_truth(self, user: "User") -> Self:
        """With the latest truth (`truth`, `truth_at`, `truth_number`, names of its author) and up to which line `user` has read (`read_number`)."""
        latest = apps.get_model("moderation", "CrisisEntry").objects.filter(crisis=OuterRef("pk"), kind="truth").order_by("-number")
        mine = apps.get_model("moderation", "CrisisReading").objects.filter(crisis=OuterRef("pk"), user=user)
        columns = {"truth": "text", "truth_at": "at", "truth_number": "number", "truth_first": "by__first_name", "truth_last": "by__last_name"}
        return self.annotate(**{name: Subquery(latest.values(column)[:1]) for name, column in columns.items()}, read_number=Subquery(mine.values("number")[:1]))


class CrisisEntryQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """Truths are read by those whom the crisis concerns; the rest of the log by those who run one."""
        if not user.is_active:
            return self.none()
        crises = apps.get_model("moderation", "Crisis").objects
        runs = Q(crisis__keepers=user) if not holds(user, CRISIS) else Q(pk__gt=0)
        readable = Q(kind__in=["opened", "truth", "closed"], crisis__in=crises.visible_to(user).order_by().values("pk"))
        return self.filter(readable | runs).distinct()

    def truths(self) -> Self:
        return self.filter(kind="truth")

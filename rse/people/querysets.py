"""Querysets of people that speak the domain; the only door to rows a person may see."""

from collections import defaultdict
from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from rse.people.models import Agent, Department, User

# Who fills in the fields an administrator defines: the hands that `permissions.hands_on` finds, by `ProfileField.editor`.
FIELD_HANDS = {"self": {"self", "hr"}, "head": {"self", "head", "hr"}, "hr": {"hr"}}


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

    def path_to(self, department: "Department") -> "list[Department]":
        """From the top of the chart down to `department`, itself included; one query."""
        tree = {row.pk: row for row in self.model._default_manager.order_by().only("pk", "name", "parent_id", "head_id")}
        path: list[Department] = []
        step: int | None = department.pk
        while step is not None and step in tree:
            path.append(tree.pop(step))
            step = path[-1].parent_id
        return path[::-1]

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
        """In the order of the directory, with all that a line, a face or a presence needs."""
        return self.select_related("user", "department", "organisation", "pattern", "portrait").order_by("folded", "pk")

    def in_departments(self, departments: ChartQuerySet) -> Self:
        return self.filter(department__in=departments.order_by())

    def by_kind_and_department(self) -> list[tuple[tuple[str, int | None], int]]:
        """How many people of each kind in each department; one query."""
        rows = self.order_by().values_list("kind", "department").annotate(models.Count("pk"))
        return [((kind, department), count) for kind, department, count in rows]

    def codes_given_by(self, user: "User") -> Self:
        """Those whom HR may give a sign-in code, in bulk: `permissions.can_reset_sign_in` for somebody who keeps the register."""
        if not user.has_perm("people.manage_people"):
            return self.none()
        found = self.filter(state="active").exclude(user=user)
        return found if user.is_superuser else found.filter(user__is_superuser=False, user__is_staff=False)

    def without_account(self) -> Self:
        """Whose account is closed: never opened, or closed since."""
        return self.filter(user__is_active=False)

    def code_unused(self) -> Self:
        """Who were given a code and have not chosen a password yet, whether the code still opens or not."""
        return self.filter(user__is_active=True, user__must_choose_password=True)

    def after(self, agent: "Agent") -> Self:
        """What follows `agent` in the order of the directory: the keyset of a page, no OFFSET."""
        return self.filter(Q(folded__gt=agent.folded) | Q(folded=agent.folded, pk__gt=agent.pk))


class SkillQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """The vocabulary is open to every active account; who holds a skill is asked of `Agent.objects.visible_to`."""
        return self if user.is_active else self.none()


class FollowQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """One's own, and nobody else's."""
        return self.filter(follower=user) if user.is_active else self.none()


class DismissedStepQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """One's own, and nobody else's."""
        return self.filter(user=user) if user.is_active else self.none()


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


class PositionQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """One's own, those of the people one leads and in the departments one leads, all of them for HR. Leavers' are for HR alone."""
        if not user.is_active:
            return self.none()
        if user.has_perm("people.manage_people"):
            return self
        led = apps.get_model("people", "Department").objects.headed_by(user).order_by().values("pk")
        return self.filter(Q(agent__user=user) | Q(agent__department__in=led) | Q(department__in=led), agent__state="active")

    def on(self, day: date) -> Self:
        """Held on `day`."""
        return self.filter(Q(end__isnull=True) | Q(end__gte=day), start__lte=day)

    def overlapping(self, start: date, end: date | None) -> Self:
        """With at least one day between `start` and `end`, both included; no `end` means for ever."""
        found = self.filter(Q(end__isnull=True) | Q(end__gte=start))
        return found if end is None else found.filter(start__lte=end)

    def to_come(self, day: date) -> Self:
        return self.filter(start__gt=day)

    def over(self, day: date) -> Self:
        return self.filter(end__lt=day)

    def ending(self, day: date, *, before: date) -> Self:
        """Held on `day`, over before `before`, and followed by no other of the same person that begins the day after."""
        followed = models.Exists(self.model._default_manager.filter(agent=models.OuterRef("agent"), start__gt=models.OuterRef("end")))
        return self.on(day).filter(~followed, end__lt=before, agent__state="active")

    def to_take_up(self, day: date) -> Self:
        """Main positions that have begun and from which the agent's department and job title are still to be drawn."""
        return self.on(day).filter(taken_up=False, main=True, agent__state="active")


class JobDescriptionQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """Those of one's own positions, those of the departments one leads, all of them for HR."""
        if not user.is_active:
            return self.none()
        if user.has_perm("people.manage_people"):
            return self
        led = apps.get_model("people", "Department").objects.headed_by(user).order_by().values("pk")
        held = apps.get_model("people", "Position").objects.visible_to(user).order_by().values("job_description")
        return self.filter(Q(department__in=led) | Q(pk__in=held))


class ImportQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """Files are HR's alone."""
        return self if user.is_active and user.has_perm("people.manage_people") else self.none()

    def waiting_since(self, at: datetime) -> Self:
        """Neither applied nor given up, and read before `at`."""
        return self.filter(state__in=["ready", "faulty"], at__lt=at)


class ProfileFieldQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """Which questions are asked is no secret between colleagues; what is answered is asked of `ProfileValue`."""
        return self if user.is_active else self.none()

    def edited_by(self, hands: "frozenset[str]") -> Self:
        """The fields that these hands may fill in (see `permissions.hands_on`)."""
        return self.filter(editor__in=[editor for editor, allowed in FIELD_HANDS.items() if hands & allowed])


class ProfileValueQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """Answers to shown fields for every active account; the others for the person, HR, and the heads above when the head fills them in."""
        if not user.is_active:
            return self.none()
        seen = self.filter(agent__state="active")
        if user.has_perm("people.manage_people"):
            return seen
        led = apps.get_model("people", "Department").objects.headed_by(user).order_by().values("pk")
        return seen.filter(Q(field__shown=True) | Q(agent__user=user) | Q(field__editor="head", agent__department__in=led))


class PortraitQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """Colleagues in post, for every active account: that is what the person agreed to."""
        return self.filter(agent__state="active") if user.is_active else self.none()


class ProfileChangeQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """The person and HR, nobody else: not even the head of department."""
        if not user.is_active:
            return self.none()
        seen = self.filter(agent__state="active")
        return seen if user.has_perm("people.manage_people") else seen.filter(agent__user=user)

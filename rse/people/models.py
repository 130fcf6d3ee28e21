"""Organisations, accounts, agents and departments.

A `User` is an account; an `Agent` is a person. The agent exists before the first sign-in and after leaving, and always has
a user, inactive until needed: everything that points at people points at users, as the plugin and Django expect.
"""

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from guardian.mixins import GuardianUserMixin

from rse.people.codes import canonical
from rse.people.exceptions import BelowItself, OtherOrganisation
from rse.people.querysets import (
    AbsenceQuerySet,
    AgentQuerySet,
    ChartQuerySet,
    UserManager,
)
from rse.people.working_time import validate_slots


class Organisation(models.Model):
    """An employer: commune, CCAS, métropole. One instance may serve several."""

    name = models.CharField(_("name"), max_length=120)
    siren = models.CharField(_("SIREN"), max_length=9, blank=True)
    code_insee = models.CharField(_("INSEE code"), max_length=5, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=40, default="Europe/Paris")
    holiday_area = models.CharField(
        _("département for public holidays"),
        max_length=3,
        blank=True,
        help_text=_("For instance 67 for Alsace, 974 for La Réunion; empty elsewhere."),
    )

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [models.UniqueConstraint(fields=["name"], name="people_organisation_name")]

    def __str__(self) -> str:
        return self.name


class User(GuardianUserMixin, AbstractUser):
    """An account. `username` is the sign-in number (HR number); the e-mail address is optional."""

    class Theme(models.TextChoices):
        AUTO = "auto", _("as on this device")
        LIGHT = "light", _("light")
        DARK = "dark", _("dark")

    email = models.EmailField(_("e-mail address"), null=True, blank=True, default=None)  # type: ignore[assignment]  # noqa: DJ001 - unique, so NULL when absent
    theme = models.CharField(_("theme"), max_length=5, choices=Theme, default=Theme.AUTO)
    code_issued_at = models.DateTimeField(_("printed code issued on"), null=True, blank=True)
    must_choose_password = models.BooleanField(_("must choose a password"), default=False)

    objects = UserManager()  # type: ignore[misc]  # our manager in place of Django's

    class Meta(AbstractUser.Meta):
        constraints = [models.UniqueConstraint(Lower("email"), name="people_user_email")]

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def set_password(self, raw_password: str | None) -> None:
        super().set_password(raw_password if raw_password is None else canonical(raw_password))

    def check_password(self, raw_password: str | None) -> bool:
        """A printed code opens the account whether typed with capitals, hyphens, spaces or none."""
        return super().check_password(raw_password if raw_password is None else canonical(raw_password))


class Department(models.Model):
    """A service of the organisation chart, at any depth. Offers what `referents` asks of a swapped model (see its checks)."""

    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="departments",
        verbose_name=_("organisation"),
    )
    code = models.CharField(_("code"), max_length=12)
    name = models.CharField(_("name"), max_length=120)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("parent"),
    )
    head = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="departments_headed",
        verbose_name=_("head"),
    )

    objects = ChartQuerySet.as_manager()

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="people_department_code"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="people_department_not_own_parent"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.parent is None:
            return
        if self.pk and self.descendants().filter(pk=self.parent.pk).exists():
            raise ValidationError({"parent": BelowItself()})
        if self.parent.organisation_id != self.organisation_id:
            raise ValidationError({"parent": OtherOrganisation()})

    def descendants(self) -> ChartQuerySet:
        """This department and everything below it."""
        return Department.objects.below(self)


class WorkingPattern(models.Model):
    """A named week: « 35 h », « 80 % sans le mercredi ». `slots` maps a weekday "0" (Monday) … "6" to ["08:30", "12:00"] pairs."""

    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.CASCADE,
        related_name="patterns",
        verbose_name=_("organisation"),
    )
    name = models.CharField(_("name"), max_length=80)
    slots = models.JSONField(_("hours"), default=dict, validators=[validate_slots])

    class Meta:
        verbose_name = _("working pattern")
        verbose_name_plural = _("working patterns")
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="people_pattern_name")]

    def __str__(self) -> str:
        return self.name


class Agent(models.Model):
    """A person of the organisation, known to the directory."""

    class Kind(models.TextChoices):
        AGENT = "agent", _("agent")
        ELECTED = "elected", _("elected member")

    class State(models.TextChoices):
        ACTIVE = "active", _("in post")
        LEFT = "left", _("has left")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="agent",
        verbose_name=_("account"),
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="agents",
        verbose_name=_("organisation"),
    )
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="agents",
        verbose_name=_("department"),
    )
    kind = models.CharField(pgettext_lazy("person", "kind"), max_length=8, choices=Kind, default=Kind.AGENT)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.ACTIVE)
    first_name = models.CharField(_("first name"), max_length=80)
    last_name = models.CharField(_("last name"), max_length=80)
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    mobile = models.CharField(_("mobile"), max_length=30, blank=True)
    site = models.CharField(_("workplace"), max_length=120, blank=True)
    about = models.TextField(_("what I do and what I know"), blank=True)
    pattern = models.ForeignKey(
        WorkingPattern,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="agents",
        verbose_name=_("working pattern"),
    )
    joined_on = models.DateField(_("in post since"), null=True, blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    folded = models.CharField(
        _("search key"),
        max_length=400,
        editable=False,
        help_text=_("Name, job, department, telephone: lower case, no accent. Written by the actions."),
    )

    objects = AgentQuerySet.as_manager()

    class Meta:
        verbose_name = _("agent")
        verbose_name_plural = _("agents")
        ordering = ["last_name", "first_name", "pk"]
        indexes = [models.Index(fields=["state", "folded", "id"], name="people_agent_list")]
        permissions = [("manage_people", _("Can keep the register of people (HR)"))]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @property
    def initials(self) -> str:
        return (self.first_name[:1] + self.last_name[:1]).upper()


class Absence(models.Model):
    """Whole days away, both ends included. No reason is ever asked."""

    agent = models.ForeignKey(
        Agent,
        on_delete=models.CASCADE,
        related_name="absences",
        verbose_name=_("agent"),
    )
    start = models.DateField(_("from"))
    end = models.DateField(_("until"))
    substitute = models.ForeignKey(
        Agent,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="substitutions",
        verbose_name=_("replaced by"),
    )

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ["start"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="people_absence_order"),
            models.CheckConstraint(
                condition=~Q(substitute=F("agent")),
                name="people_absence_other_substitute",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agent} {self.start:%d/%m/%Y}–{self.end:%d/%m/%Y}"


class PersonChange(models.Model):
    """The journal of people: who did what to which account or department. Codes and ids only, never personal text."""

    subject = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="changes",
        verbose_name=pgettext_lazy("person", "subject"),
    )
    department = models.ForeignKey(
        Department,
        on_delete=models.SET_NULL,
        null=True,
        related_name="changes",
        verbose_name=_("department"),
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="changes_made",
        verbose_name=_("done by"),
    )
    code = models.CharField(_("action"), max_length=40)
    detail = models.JSONField(_("detail"), default=dict)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.code

"""A person of the organisation, the week they work."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rse.people.models.organisations import Department, Organisation
from rse.people.querysets import AgentQuerySet
from rse.people.working_time import validate_slots


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
    skills = models.ManyToManyField("people.Skill", related_name="agents", blank=True, verbose_name=_("skills"))
    joined_on = models.DateField(_("in post since"), null=True, blank=True)
    leaving_on = models.DateField(_("last day planned"), null=True, blank=True, db_index=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    erased_at = models.DateTimeField(_("personal data erased on"), null=True, blank=True, editable=False)
    confirmed_on = models.DateField(_("profile confirmed on"), null=True, blank=True, editable=False)
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
        indexes = [
            models.Index(fields=["state", "folded", "id"], name="people_agent_list"),
            models.Index(fields=["state", "kind", "department"], name="people_agent_counts"),
        ]
        permissions = [("manage_people", _("Can keep the register of people (HR)"))]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def initials(self) -> str:
        return (self.first_name[:1] + self.last_name[:1]).upper()

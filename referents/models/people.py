"""Referents and their missions. A mission is never overwritten: its history is the HR register."""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from referents.conf import department_model
from referents.querysets import MandateQuerySet, ReferentQuerySet

USER = settings.AUTH_USER_MODEL


class Referent(models.Model):
    """A person who answers for a department. Leaves alone, without a reason."""

    class State(models.TextChoices):
        VOLUNTEER = "volunteer", _("volunteer")
        AGREED = "agreed", _("agreed by the head")
        CHARTERED = "chartered", _("charter signed")
        ACTIVE = "active", pgettext_lazy("referent", "active")
        PAUSED = "paused", _("paused")
        ENDED = "ended", _("ended")

    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="referent_roles", verbose_name=_("person"))
    department = models.ForeignKey(department_model(), on_delete=models.PROTECT, related_name="referents", verbose_name=_("department"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.VOLUNTEER)
    topics = models.ManyToManyField("referents.Topic", related_name="referents", blank=True, verbose_name=_("topics"))
    areas = models.ManyToManyField("referents.Area", related_name="referents", blank=True, verbose_name=_("neighbourhoods"))
    deputy = models.ForeignKey(USER, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("deputy"))
    capacity = models.PositiveSmallIntegerField(_("questions at a time"), default=5, validators=[MinValueValidator(1), MaxValueValidator(50)])
    since = models.DateField(_("since"), null=True, blank=True)
    paused_until = models.DateField(_("paused until"), null=True, blank=True)
    by_link = models.BooleanField(_("answers from a link received by e-mail"), default=False)
    call = models.ForeignKey(
        "referents.VolunteerCall", on_delete=models.SET_NULL, null=True, blank=True, related_name="volunteers", verbose_name=_("answers the call")
    )
    word = models.CharField(_("a word of the volunteer"), max_length=500, blank=True)
    refusal = models.CharField(_("why not, in the words of the head"), max_length=280, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    objects = ReferentQuerySet.as_manager()

    class Meta:
        verbose_name = _("referent")
        verbose_name_plural = _("referents")
        constraints = [
            models.UniqueConstraint(fields=["user", "department"], name="referents_referent_once"),
            models.CheckConstraint(condition=Q(deputy__isnull=True) | ~Q(deputy=F("user")), name="referents_referent_other_deputy"),
            models.CheckConstraint(condition=Q(paused_until__isnull=True) | Q(state="paused"), name="referents_referent_pause_ends"),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.department})"


class ReferentChange(models.Model):
    """The journal of a referent's life: steps, and what they answer for. Codes and ids only.

    `code` is "state" for a step of the cycle; "subjects", "capacity", "deputy", "pause", "by_link" leave the state as it is.
    """

    referent = models.ForeignKey(Referent, on_delete=models.CASCADE, related_name="changes", verbose_name=_("referent"))
    actor = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("done by"))
    from_state = models.CharField(_("from"), max_length=10, blank=True)
    to_state = models.CharField(_("to"), max_length=10)
    code = models.CharField(_("action"), max_length=12, default="state")
    detail = models.JSONField(_("detail"), default=dict, blank=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("referent's change")
        verbose_name_plural = _("referents' changes")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.from_state}→{self.to_state}"


class Mandate(models.Model):
    """A mission in force between two dates for a role and a scope. An empty topic or department scope means "all of them"; accounts are always named."""

    class Role(models.TextChoices):
        CONTRIBUTOR = "contributor", _("contributor")
        REFERENT = "referent", _("referent")
        PUBLISHER = "publisher", _("publisher")
        REVIEWER = "reviewer", _("reviewer")

    class JobDescription(models.TextChoices):
        NO = "no", _("not mentioned")
        ASKED = "asked", _("asked for")
        DONE = "done", _("mentioned")

    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="mandates", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=12, choices=Role)
    topics = models.ManyToManyField("referents.Topic", related_name="mandates", blank=True, verbose_name=_("topics"))
    departments: "models.ManyToManyField[Any, Any]" = models.ManyToManyField(  # Any: the host's own model
        department_model(), related_name="mandates", blank=True, verbose_name=_("departments")
    )
    accounts = models.ManyToManyField("referents.OfficialAccount", related_name="mandates", blank=True, verbose_name=_("official accounts"))
    start = models.DateField(_("from"))
    end = models.DateField(_("until"), null=True, blank=True)
    share = models.DecimalField(
        _("share of working time (%)"), max_digits=4, decimal_places=1, default=Decimal("5.0"), validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    job_description = models.CharField(_("mention in the job description"), max_length=5, choices=JobDescription, default=JobDescription.NO)
    visa_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("head's agreement by"))
    visa_at = models.DateTimeField(_("head's agreement on"), null=True, blank=True)
    trained_on = models.DateField(_("trained on"), null=True, blank=True)
    training_valid_until = models.DateField(_("training valid until"), null=True, blank=True)
    suspended_at = models.DateTimeField(_("suspended on"), null=True, blank=True)
    suspended_why = models.CharField(_("suspended because"), max_length=20, blank=True)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("replaces"))
    created_at = models.DateTimeField(_("recorded on"))

    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = _("mission")
        verbose_name_plural = _("missions")
        ordering = ["-start", "-pk"]
        permissions = [("keep_register", "Can keep the register of missions")]
        constraints = [models.CheckConstraint(condition=Q(end__isnull=True) | Q(end__gte=F("start")), name="referents_mandate_order")]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"


class MandateChange(models.Model):
    """The journal of a mission: granted, visa, training, suspended, resumed, ended, replaced."""

    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="changes", verbose_name=_("mission"))
    actor = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("done by"))
    code = models.CharField(_("action"), max_length=20)
    detail = models.JSONField(_("detail"), default=dict)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("mission's change")
        verbose_name_plural = _("missions' changes")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.code


class Absence(models.Model):
    """Days away, for hosts without a directory of their own. Both ends included; no reason is asked."""

    user = models.ForeignKey(USER, on_delete=models.CASCADE, related_name="+", verbose_name=_("person"))
    start = models.DateField(_("from"))
    end = models.DateField(_("until"))

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        constraints = [models.CheckConstraint(condition=Q(end__gte=F("start")), name="referents_absence_order")]

    def __str__(self) -> str:
        return f"{self.user} {self.start:%d/%m/%Y}–{self.end:%d/%m/%Y}"

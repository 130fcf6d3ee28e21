"""What people do here: the positions they hold, with their dates, and the descriptions of jobs."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rse.people.models.agents import Agent
from rse.people.models.organisations import Department, Organisation
from rse.people.querysets import JobDescriptionQuerySet, PositionQuerySet


class JobDescription(models.Model):
    """What a job consists of (« fiche de poste »). Several people may hold positions of the same description."""

    class Mention(models.TextChoices):
        NO = "no", _("not mentioned")
        ASKED = "asked", _("asked for")
        DONE = "done", _("mentioned")

    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="job_descriptions",
        verbose_name=_("organisation"),
    )
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="job_descriptions",
        verbose_name=_("department"),
    )
    code = models.CharField(_("code"), max_length=20)
    title = models.CharField(pgettext_lazy("job", "title"), max_length=120)
    text = models.TextField(pgettext_lazy("job", "text"), blank=True, max_length=20_000)
    contributor_role = models.CharField(_("contributor role"), max_length=5, choices=Mention, default=Mention.NO)
    version = models.PositiveIntegerField(_("version"), default=1)
    created_at = models.DateTimeField(_("created on"))
    updated_at = models.DateTimeField(_("updated on"))
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("updated by"),
    )

    objects = JobDescriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("job description")
        verbose_name_plural = _("job descriptions")
        ordering = ["title", "pk"]
        constraints = [models.UniqueConstraint(fields=["organisation", "code"], name="people_job_description_code")]

    def __str__(self) -> str:
        return self.title


class Position(models.Model):
    """A job held by a person in a department between two dates, both included. What is over stays: it is the person's history.

    One main position at a time; the others stand beside it. The agent's department and job title are those of the main position
    of the day: an action draws them when the position begins, and notes it in `taken_up`.
    """

    agent = models.ForeignKey(
        Agent,
        on_delete=models.CASCADE,
        related_name="positions",
        verbose_name=_("agent"),
    )
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        related_name="positions",
        verbose_name=_("department"),
    )
    job_description = models.ForeignKey(
        JobDescription,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="positions",
        verbose_name=_("job description"),
    )
    title = models.CharField(_("job title"), max_length=120, blank=True)
    start = models.DateField(_("from"))
    end = models.DateField(_("until"), null=True, blank=True)
    share = models.DecimalField(
        _("share of working time (%)"),
        max_digits=4,
        decimal_places=1,
        default=Decimal("100.0"),
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    main = models.BooleanField(_("main position"), default=True)
    taken_up = models.BooleanField(_("taken up"), default=False, editable=False)
    replaces = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="replaced_by",
        verbose_name=_("replaces"),
    )

    objects = PositionQuerySet.as_manager()

    class Meta:
        verbose_name = _("position")
        verbose_name_plural = _("positions")
        ordering = ["-start", "-pk"]
        indexes = [models.Index(fields=["start"], name="people_position_to_come", condition=Q(taken_up=False))]
        constraints = [
            models.CheckConstraint(condition=Q(end__isnull=True) | Q(end__gte=F("start")), name="people_position_order"),
            models.CheckConstraint(condition=Q(share__gt=0) & Q(share__lte=100), name="people_position_share"),
            models.UniqueConstraint(fields=["agent"], condition=Q(main=True, end__isnull=True), name="people_position_one_main"),
        ]

    def __str__(self) -> str:
        return f"{self.title or self.department} ({self.start:%d/%m/%Y})"

"""Employers and their departments, at any depth."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rse.people.exceptions import BelowItself, OtherOrganisation
from rse.people.querysets import ChartQuerySet


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

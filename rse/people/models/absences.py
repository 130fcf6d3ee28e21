"""Days away and who stands in."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rse.people.models.agents import Agent
from rse.people.querysets import AbsenceQuerySet


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

"""Calls for volunteers: a department looks for a referent."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from referents.conf import department_model
from referents.querysets import VolunteerCallQuerySet

USER = settings.AUTH_USER_MODEL


class VolunteerCall(models.Model):
    """Published by Communication or an administrator, read by the agents of the department until a day, that day included."""

    department = models.ForeignKey(department_model(), on_delete=models.PROTECT, related_name="volunteer_calls", verbose_name=_("department"))
    topics = models.ManyToManyField("referents.Topic", related_name="volunteer_calls", blank=True, verbose_name=_("subjects"))
    text = models.TextField(_("what is looked for"))
    until = models.DateField(_("until"))
    opened_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", verbose_name=_("published by"))
    opened_at = models.DateTimeField(_("published at"))
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    objects = VolunteerCallQuerySet.as_manager()

    class Meta:
        verbose_name = _("call for volunteers")
        verbose_name_plural = _("calls for volunteers")
        ordering = ["until", "pk"]

    def __str__(self) -> str:
        return f"{self.department} ({self.until:%d/%m/%Y})"

"""First steps that a person has put away."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rse.people.querysets import DismissedStepQuerySet


class DismissedStep(models.Model):
    """One's own business: nobody else reads it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="dismissed_steps", verbose_name=_("person"))
    code = models.SlugField(_("step"), max_length=40)
    at = models.DateTimeField(_("at"), default=timezone.now)

    objects = DismissedStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("first step put away")
        verbose_name_plural = _("first steps put away")
        constraints = [models.UniqueConstraint(fields=["user", "code"], name="people_step_put_away_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.code}"

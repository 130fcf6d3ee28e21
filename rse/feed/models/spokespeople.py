"""Who writes in the name of a department."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rse.feed.querysets import SpokespersonQuerySet
from rse.people.models import Department


class Spokesperson(models.Model):
    """Given by the head of the department, a head above, or HR. Heads write in the name of what they head without a row here."""

    department = models.ForeignKey(Department, on_delete=models.CASCADE, related_name="spokespeople", verbose_name=_("department"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="speaks_for", verbose_name=_("person"))
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("given by"))
    given_at = models.DateTimeField(_("given at"), default=timezone.now)

    objects = SpokespersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("spokesperson")
        verbose_name_plural = _("spokespeople")
        constraints = [models.UniqueConstraint(fields=["department", "user"], name="feed_speaks_for_once")]

    def __str__(self) -> str:
        return f"{self.user_id} for {self.department_id}"

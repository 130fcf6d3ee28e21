"""The journal of moderation and of crises: appended to, chained by hash for each case and each crisis, never personal text."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """One line. `about` is "case:12" or "crisis:3"; `detail` holds ids, codes and dates. A purged case takes its own chain along, whole."""

    about = models.CharField(_("about"), max_length=40)
    number = models.PositiveIntegerField(_("number"))
    code = models.CharField(_("code"), max_length=30)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("done by"))
    at = models.DateTimeField(_("at"), default=timezone.now)
    detail = models.JSONField(_("detail"), default=dict)
    previous_hash = models.CharField(_("previous hash"), max_length=64, blank=True)
    hash = models.CharField(_("hash"), max_length=64)

    class Meta:
        verbose_name = _("line of the journal")
        verbose_name_plural = _("journal of moderation")
        ordering = ["about", "number"]
        constraints = [models.UniqueConstraint(fields=["about", "number"], name="moderation_entry_number")]

    def __str__(self) -> str:
        return f"{self.about}/{self.number} {self.code}"

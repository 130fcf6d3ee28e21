"""Files that HR brings in: who, when, how many lines did what."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rse.people.models.organisations import Organisation
from rse.people.querysets import ImportQuerySet


class ImportRun(models.Model):
    """One file read, whether it was applied or not. The file and what was found in it are forgotten as soon as it is settled; counts stay."""

    class Kind(models.TextChoices):
        AGENTS = "agents", _("people")
        DEPARTMENTS = "departments", _("departments")
        POSITIONS = "positions", _("positions")

    class State(models.TextChoices):
        FAULTY = "faulty", _("to correct")
        READY = "ready", pgettext_lazy("file", "waits to be confirmed")
        APPLIED = "applied", pgettext_lazy("file", "applied")
        DROPPED = "dropped", pgettext_lazy("file", "given up")

    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="imports",
        verbose_name=_("organisation"),
    )
    kind = models.CharField(pgettext_lazy("file", "kind"), max_length=12, choices=Kind)
    state = models.CharField(_("state"), max_length=8, choices=State)
    file_name = models.CharField(_("file"), max_length=120)
    sha256 = models.CharField(_("fingerprint"), max_length=64)
    content = models.BinaryField(_("content"), null=True, editable=False)
    report = models.JSONField(_("report"), default=dict, editable=False)
    lines = models.PositiveIntegerField(_("lines"), default=0)
    faults = models.PositiveIntegerField(_("faults"), default=0)
    created = models.PositiveIntegerField(_("created"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    absent = models.PositiveIntegerField(_("absent from the file"), default=0)
    left = models.PositiveIntegerField(_("noted as having left"), default=0)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="imports",
        verbose_name=_("done by"),
    )
    at = models.DateTimeField(_("read on"))
    settled_at = models.DateTimeField(_("settled on"), null=True, blank=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("file", "import")
        verbose_name_plural = pgettext_lazy("file", "imports")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.file_name

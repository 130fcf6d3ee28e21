"""The minimum of a crisis: one banner for those concerned, one truth with its hour and its author, who has read it, the log."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rse.communities.models import Community
from rse.moderation.querysets import CrisisEntryQuerySet, CrisisQuerySet
from rse.people.models import Department


class Crisis(models.Model):
    """Open for everybody, or for some departments (those below them included) and groups. `keepers` run it: whoever opened it, and those who took it over."""

    title = models.CharField(_("title"), max_length=100)
    banner = models.CharField(_("words of the banner"), max_length=280)
    everybody = models.BooleanField(_("for everybody"), default=True)
    departments = models.ManyToManyField(Department, blank=True, related_name="+", verbose_name=_("departments"))
    communities = models.ManyToManyField(Community, blank=True, related_name="+", verbose_name=_("groups"))
    holds_posts = models.BooleanField(_("scheduled posts wait"), default=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="crises_opened", verbose_name=_("opened by"))
    opened_at = models.DateTimeField(_("opened at"), default=timezone.now)
    keepers = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="crises_kept", verbose_name=_("run by"))
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("closed by"))
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    lessons = models.TextField(_("what we learn from it"), max_length=5000, blank=True)
    token = models.CharField(_("token of the form"), max_length=40, help_text=_("Makes a double click one crisis."))

    objects = CrisisQuerySet.as_manager()

    class Meta:
        verbose_name = _("crisis")
        verbose_name_plural = _("crises")
        ordering = ["-opened_at", "-pk"]
        permissions = [("open_crisis", _("Can open a crisis cell and tell people at any hour"))]
        constraints = [
            models.UniqueConstraint(fields=["opened_by", "token"], name="moderation_crisis_once"),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None) | Q(closed_at__isnull=False, closed_by__isnull=False), name="moderation_crisis_closed_whole"
            ),
        ]
        indexes = [models.Index(fields=["opened_at"], condition=Q(closed_at=None), name="moderation_crisis_open")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class CrisisEntry(models.Model):
    """One dated line of the log, never changed. A truth is what everybody concerned reads; a note is for those who run the crisis."""

    class Kind(models.TextChoices):
        OPENED = "opened", _("opened")
        TRUTH = "truth", _("what we know")
        NOTE = "note", _("note")
        JOINED = "joined", _("took over")
        CLOSED = "closed", pgettext_lazy("crisis", "closed")

    crisis = models.ForeignKey(Crisis, on_delete=models.CASCADE, related_name="entries", verbose_name=_("crisis"))
    number = models.PositiveIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=6, choices=Kind)
    text = models.TextField(_("text"), max_length=3000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), default=timezone.now)
    token = models.CharField(_("token of the form"), max_length=40)

    objects = CrisisEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of the log")
        verbose_name_plural = _("log of the crisis")
        ordering = ["crisis", "number"]
        constraints = [
            models.UniqueConstraint(fields=["crisis", "number"], name="moderation_crisis_line"),
            models.UniqueConstraint(fields=["crisis", "by", "token"], name="moderation_crisis_line_once"),
        ]

    def __str__(self) -> str:
        return f"{self.crisis_id}/{self.number} {self.kind}"


class CrisisReading(models.Model):
    """« J’ai lu »: up to which line of the log. No hour is kept: who has not read yet matters, not when the others did."""

    crisis = models.ForeignKey(Crisis, on_delete=models.CASCADE, related_name="readings", verbose_name=_("crisis"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="crisis_readings", verbose_name=_("person"))
    number = models.PositiveIntegerField(_("up to line"))

    class Meta:
        verbose_name = _("reading of a crisis")
        verbose_name_plural = _("readings of a crisis")
        constraints = [models.UniqueConstraint(fields=["crisis", "user"], name="moderation_crisis_read_once")]

    def __str__(self) -> str:
        return f"{self.crisis_id} by {self.user_id}"

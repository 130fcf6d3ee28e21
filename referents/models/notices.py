"""What will happen, told before anyone asks."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from referents.conf import department_model
from referents.querysets import NoticeQuerySet

USER = settings.AUTH_USER_MODEL


class Notice(models.Model):
    """« À prévenir »: what will happen, where, from when to when, with the answer ready."""

    class Readers(models.TextChoices):
        EVERYONE = "everyone", _("all the agents")
        NETWORK = "network", _("Communication and the referents")

    title = models.CharField(_("what will happen"), max_length=160)
    place = models.CharField(_("where"), max_length=160, blank=True)
    area = models.ForeignKey("referents.Area", on_delete=models.SET_NULL, null=True, blank=True, related_name="notices", verbose_name=_("neighbourhood"))
    start = models.DateTimeField(_("from"))
    end = models.DateTimeField(_("until"), db_index=True)
    topic = models.ForeignKey("referents.Topic", on_delete=models.PROTECT, null=True, blank=True, related_name="notices", verbose_name=_("topic"))
    department = models.ForeignKey(department_model(), on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("department"))
    wording = models.TextField(_("answer ready"))
    readers = models.CharField(_("seen by"), max_length=10, choices=Readers, default=Readers.EVERYONE)
    author = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="notices", verbose_name=_("written by"))
    submission = models.UUIDField(_("submission key"), unique=True, editable=False)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["start", "pk"]
        constraints = [models.CheckConstraint(condition=Q(end__gt=F("start")), name="referents_notice_order")]

    def __str__(self) -> str:
        return self.title


class NoticeChange(models.Model):
    """The journal of a notice: announced, changed, cancelled. Names of fields only."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="changes", verbose_name=_("notice"))
    actor = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("done by"))
    code = models.CharField(_("action"), max_length=12)
    detail = models.JSONField(_("detail"), default=dict)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("notice's change")
        verbose_name_plural = _("notices' changes")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.code

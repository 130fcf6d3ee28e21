"""What the desk keeps for itself: saved filters, who takes care of the questions now, the note left for the next person."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from referents.models.enquiries import Enquiry
from referents.querysets import SavedFilterQuerySet

USER = settings.AUTH_USER_MODEL
MOST_TEXT = 1000


class SavedFilter(models.Model):
    """A filter of the list under a name, private or shared with the desk. `query` is the address's own, in the order of the form's fields."""

    owner = models.ForeignKey(USER, on_delete=models.CASCADE, related_name="saved_filters", verbose_name=_("kept by"))
    name = models.CharField(_("name"), max_length=40)
    query = models.CharField(_("filter"), max_length=500, blank=True)
    shared = models.BooleanField(_("shared with the desk"), default=False)
    default = models.BooleanField(_("opens first"), null=True, default=None)

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="referents_filter_name"),
            models.UniqueConstraint(fields=["owner", "default"], name="referents_filter_default"),
            models.CheckConstraint(condition=Q(default=True) | Q(default__isnull=True), name="referents_filter_true_or_null"),
        ]

    def __str__(self) -> str:
        return self.name


class Duty(models.Model):
    """Somebody takes care of the questions. At most one at a time: `active` is True or NULL, and unique. It says who to turn to, nothing more."""

    user = models.ForeignKey(USER, on_delete=models.CASCADE, related_name="+", verbose_name=_("person"))
    since = models.DateTimeField(_("since"))
    active = models.BooleanField(_("active"), null=True, default=True, unique=True)

    class Meta:
        verbose_name = _("turn at the desk")
        verbose_name_plural = _("turns at the desk")
        ordering = ["-since", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(active=True) | Q(active__isnull=True), name="referents_duty_true_or_null")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.since:%d/%m}"


class HandoverNote(models.Model):
    """What the next person should know: a few words and the questions that wait. `read_by` says that it was taken over, never when."""

    duty = models.OneToOneField(Duty, on_delete=models.CASCADE, related_name="note", verbose_name=_("turn at the desk"))
    text = models.CharField(_("note"), max_length=MOST_TEXT, blank=True)
    enquiries = models.ManyToManyField(Enquiry, related_name="+", verbose_name=_("questions that wait"))
    left_at = models.DateTimeField(_("left at"), db_index=True)
    read_by = models.ForeignKey(USER, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("taken over by"))

    class Meta:
        verbose_name = _("handover note")
        verbose_name_plural = _("handover notes")
        ordering = ["-left_at", "-pk"]

    def __str__(self) -> str:
        return self.text[:60]


class UnattendedDay(models.Model):
    """A day on which the dispatchers were told that nobody takes care of the questions: told once."""

    day = models.DateField(_("day"), unique=True)

    class Meta:
        verbose_name = _("day without anybody at the desk")
        verbose_name_plural = _("days without anybody at the desk")

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}"

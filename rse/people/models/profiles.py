"""What a profile holds beside the agent's own columns: fields an administrator defines, a photograph, what changed."""

import secrets

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rse.core.days import spell_day
from rse.people.models.agents import Agent
from rse.people.querysets import PortraitQuerySet, ProfileChangeQuerySet, ProfileFieldQuerySet, ProfileValueQuerySet


class ProfileField(models.Model):
    """A question that the organisation asks of everybody: « Permis de conduire », « Bureau »."""

    class Kind(models.TextChoices):
        TEXT = "text", _("a line of text")
        LONG = "long", _("a longer text")
        CHOICE = "choice", _("one of a list")
        URL = "url", _("a web address")
        DATE = "date", _("a date")
        YES_NO = "yes_no", _("yes or no")

    class Editor(models.TextChoices):
        SELF = "self", _("the person and HR")
        HEAD = "head", _("the person, the head of department and HR")
        HR = "hr", _("HR only")

    label = models.CharField(_("question"), max_length=80, unique=True)
    help = models.CharField(_("help"), max_length=200, blank=True)
    kind = models.CharField(pgettext_lazy("field", "kind"), max_length=8, choices=Kind, default=Kind.TEXT)
    choices = models.TextField(_("list"), blank=True, max_length=2000, help_text=_("One choice a line, for “one of a list”."))
    editor = models.CharField(_("who may change it"), max_length=4, choices=Editor, default=Editor.SELF)
    shown = models.BooleanField(_("shown to colleagues"), default=True, help_text=_("Otherwise only the person and those who may change it see it."))
    required = models.BooleanField(_("asked for"), default=False, help_text=_("The person is gently reminded of it while it is empty; nobody else is told."))
    order = models.PositiveSmallIntegerField(_("order"), default=100)

    objects = ProfileFieldQuerySet.as_manager()

    class Meta:
        verbose_name = _("profile field")
        verbose_name_plural = _("profile fields")
        ordering = ["order", "label"]

    def __str__(self) -> str:
        return self.label

    @property
    def options(self) -> list[str]:
        return [line.strip() for line in self.choices.splitlines() if line.strip()]

    @property
    def name(self) -> str:
        """What it is called in forms and in the history."""
        return f"field_{self.pk}"


class ProfileValue(models.Model):
    """What one person answers, as text: a date in ISO form, "yes" or "no". An empty answer is no row."""

    field = models.ForeignKey(ProfileField, on_delete=models.CASCADE, related_name="values", verbose_name=_("field"))
    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="values", verbose_name=_("agent"))
    value = models.TextField(_("answer"), max_length=2000)

    objects = ProfileValueQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["field__order", "field__label"]
        constraints = [models.UniqueConstraint(fields=["field", "agent"], name="people_answer_once")]

    def __str__(self) -> str:
        return self.words

    @property
    def words(self) -> str:
        """The answer as people read it."""
        if self.field.kind == ProfileField.Kind.YES_NO:
            return str({"yes": _("yes"), "no": _("no")}.get(self.value, ""))
        if self.field.kind == ProfileField.Kind.DATE and (day := parse_date(self.value)):
            return spell_day(day, "j F Y")
        return self.value


def portrait_path(_portrait: "Portrait", _filename: str) -> str:
    """A name nobody can guess and that says nothing of the person."""
    return f"portraits/{secrets.token_urlsafe(18)}.jpg"


class Portrait(models.Model):
    """The photograph that a person agreed to show to colleagues. The row and the file go together when they change their mind."""

    agent = models.OneToOneField(Agent, on_delete=models.CASCADE, related_name="portrait", verbose_name=_("agent"))
    file = models.FileField(_("file"), upload_to=portrait_path)
    agreed_at = models.DateTimeField(_("agreed on"), default=timezone.now)

    objects = PortraitQuerySet.as_manager()

    class Meta:
        verbose_name = _("photograph")
        verbose_name_plural = _("photographs")
        indexes = [models.Index(fields=["file"], name="people_portrait_file")]

    def __str__(self) -> str:
        return str(self.agent)

    @property
    def media_type(self) -> str:
        return "image/jpeg"


class ProfileChange(models.Model):
    """What one line of a profile said before and says now, for the person and HR. Kept some months, erased with the person.

    The journal (`PersonChange`) says that something changed, for ever; this says what, for a while.
    """

    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="profile_changes", verbose_name=_("agent"))
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="profile_changes_made", verbose_name=_("done by"))
    field = models.CharField(_("field"), max_length=40)
    old = models.TextField(_("before"), blank=True)
    new = models.TextField(_("after"), blank=True)
    at = models.DateTimeField(_("at"), default=timezone.now, db_index=True)

    objects = ProfileChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of a profile")
        verbose_name_plural = _("changes of profiles")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.field

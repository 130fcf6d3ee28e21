"""Words kept for the desk: models of holding replies, acronyms written out, thanks passed on."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from referents.models.enquiries import Channel
from referents.querysets import HoldingModelQuerySet, ThankYouQuerySet

USER = settings.AUTH_USER_MODEL


class HoldingModel(models.Model):
    """A holding reply ready to be filled in. `channels` empty means every channel; `slug` is the key of a shipped one."""

    class Tone(models.TextChoices):
        SIMPLE = "simple", _("simple")
        OFFICIAL = "official", _("official")
        WARM = "warm", _("warm")

    slug = models.SlugField(_("slug"), max_length=60, null=True, unique=True, editable=False)  # noqa: DJ001  # unique: a local one has none
    name = models.CharField(_("name"), max_length=80)
    channels = models.JSONField(_("channels"), default=list, blank=True)
    tone = models.CharField(_("tone"), max_length=10, choices=Tone, default=Tone.SIMPLE)
    text = models.TextField(_("text"), help_text=_("{hour} becomes the hour promised, {subject} the subject, {service} the department."))
    owner = models.ForeignKey(USER, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("owner"))
    active = models.BooleanField(_("in use"), default=True)

    objects = HoldingModelQuerySet.as_manager()
    last_used: bool  # with `for_desk()` only

    class Meta:
        verbose_name = _("model of holding reply")
        verbose_name_plural = _("models of holding replies")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def suits(self, channel: str) -> bool:
        """Whether the model may be used on this channel."""
        return not self.channels or channel in self.channels


class HoldingChoice(models.Model):
    """The model a person used last on a channel: it is offered first to them."""

    user = models.ForeignKey(USER, on_delete=models.CASCADE, related_name="+", verbose_name=_("person"))
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    model = models.ForeignKey(HoldingModel, on_delete=models.CASCADE, related_name="choices", verbose_name=_("model"))

    class Meta:
        verbose_name = _("choice of model")
        verbose_name_plural = _("choices of models")
        constraints = [models.UniqueConstraint(fields=["user", "channel"], name="referents_holding_choice_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.channel}"


class Acronym(models.Model):
    """Letters that mean something to us and nothing to a citizen, with what they stand for; or letters everybody knows."""

    letters = models.CharField(_("acronym"), max_length=20, unique=True)
    meaning = models.CharField(_("in full"), max_length=160, blank=True)
    known = models.BooleanField(_("everybody knows it"), default=False)

    class Meta:
        verbose_name = _("acronym")
        verbose_name_plural = _("acronyms")
        ordering = ["letters"]

    def __str__(self) -> str:
        return self.letters


class ThankYou(models.Model):
    """Thanks the desk passes on to everyone who helped with a reply, with a word of its own."""

    enquiry = models.ForeignKey("referents.Enquiry", on_delete=models.CASCADE, related_name="thank_yous", verbose_name=_("question"))
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", verbose_name=_("passed on by"))
    word = models.CharField(_("word"), max_length=280)
    at = models.DateTimeField(_("at"))

    objects = ThankYouQuerySet.as_manager()

    class Meta:
        verbose_name = _("thanks passed on")
        verbose_name_plural = _("thanks passed on")
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["enquiry", "by"], name="referents_thanks_once")]

    def __str__(self) -> str:
        return self.word[:60]

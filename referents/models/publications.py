"""What left, where, under whose right, and whether it arrived."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

USER = settings.AUTH_USER_MODEL


class Publication(models.Model):
    """One text to one destination: an official account, or the citizen's e-mail address. The idempotency key is the defence against twice."""

    class Kind(models.TextChoices):
        HOLDING = "holding", _("holding reply")
        ANSWER = "answer", _("answer")
        QUESTION = "question", _("question to the citizen")
        REDIRECT = "redirect", _("where to go instead")
        CORRECTION = "correction", _("correction")

    class Mode(models.TextChoices):
        MANUAL = "manual", _("posted by hand")
        EMAIL = "email", _("e-mail")

    class State(models.TextChoices):
        PENDING = "pending", _("to be posted")
        SENDING = "sending", _("being sent")
        UNCERTAIN = "uncertain", _("to check")
        FAILED = "failed", _("failed")
        DONE = "done", _("published")

    enquiry = models.ForeignKey("referents.Enquiry", on_delete=models.CASCADE, related_name="publications", verbose_name=_("question"))
    cycle = models.PositiveSmallIntegerField(_("cycle"), default=1)
    draft = models.ForeignKey("referents.Draft", on_delete=models.PROTECT, null=True, blank=True, related_name="publications", verbose_name=_("wording"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    mode = models.CharField(_("mode"), max_length=6, choices=Mode)
    account = models.ForeignKey(
        "referents.OfficialAccount", on_delete=models.PROTECT, null=True, blank=True, related_name="publications", verbose_name=_("account")
    )
    text = models.TextField(_("text as it left"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    key = models.CharField(_("idempotency key"), max_length=80, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PENDING)
    attempt = models.PositiveSmallIntegerField(_("attempt"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt at"), null=True, blank=True, db_index=True)
    last_error = models.CharField(_("last error"), max_length=200, blank=True)
    external_id = models.CharField(_("identifier on the network"), max_length=255, blank=True)
    permalink = models.URLField(_("address"), max_length=500, blank=True)
    mandate = models.ForeignKey("referents.Mandate", on_delete=models.PROTECT, null=True, blank=True, related_name="publications", verbose_name=_("mission"))
    charter_version = models.ForeignKey(
        "referents.CharterVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="publications", verbose_name=_("charter version")
    )
    actor = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="publications", verbose_name=_("published by"))
    promised_at = models.DateTimeField(_("hour promised"), null=True, blank=True)
    scheduled_at = models.DateTimeField(_("scheduled for"), null=True, blank=True, db_index=True)
    created_at = models.DateTimeField(_("created at"))
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(kind="answer") | Q(draft__isnull=False), name="referents_answer_has_draft"),
        ]

    def __str__(self) -> str:
        return f"{self.enquiry_id} {self.kind} {self.state}"

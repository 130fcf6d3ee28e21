"""People outside who know, and the links by which somebody answers one question without an account."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from referents.querysets import AnswerLinkQuerySet, OutsideContactQuerySet

USER = settings.AUTH_USER_MODEL


class OutsideContact(models.Model):
    """Somebody of another body whom the desk may ask. Kept at the desk, shown nowhere else but beside what they answered."""

    name = models.CharField(_("name"), max_length=120)
    organisation = models.CharField(_("body"), max_length=160)
    body = models.ForeignKey(
        "referents.OutsideBody",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="contacts",
        verbose_name=_("competent body"),
        help_text=_("The contact is then proposed on every subject of this body."),
    )
    email = models.EmailField(_("e-mail address"), unique=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    topics = models.ManyToManyField("referents.Topic", related_name="contacts", blank=True, verbose_name=_("subjects"))
    active = models.BooleanField(_("may be asked"), default=True)
    added_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", verbose_name=_("added by"))
    added_at = models.DateTimeField(_("added on"))

    objects = OutsideContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("outside contact")
        verbose_name_plural = _("outside contacts")
        ordering = ["organisation", "name"]

    def __str__(self) -> str:
        return f"{self.name} ({self.organisation})"


class AnswerLink(models.Model):
    """One person, one question, one way in without an account. The token itself is kept nowhere: only its digest, and the random
    `nonce` from which, with the host's secret key, the mail that leaves later makes it again. Asking anew turns the old token away.

    `key` names the mail: its Message-ID stays the same whatever the number of attempts.
    """

    class Mail(models.TextChoices):
        PENDING = "pending", _("to be sent")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("did not leave")

    class Outcome(models.TextChoices):
        NONE = "", _("no answer yet")
        ANSWERED = "answered", _("answered")
        NOT_MINE = "not_mine", _("not the right person")
        DONT_KNOW = "dont_know", _("does not know")

    enquiry = models.ForeignKey("referents.Enquiry", on_delete=models.CASCADE, related_name="links", verbose_name=_("question"))
    user = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="answer_links", verbose_name=_("person"))
    contact = models.ForeignKey(OutsideContact, on_delete=models.PROTECT, null=True, blank=True, related_name="links", verbose_name=_("outside contact"))
    asked_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("asked by"))
    note = models.CharField(_("what is asked"), max_length=280, blank=True)
    cycle = models.PositiveSmallIntegerField(_("cycle"), default=1)
    nonce = models.CharField(_("nonce"), max_length=64)
    token_sha256 = models.CharField(_("SHA-256 of the token"), max_length=64, unique=True)
    key = models.UUIDField(_("key"), default=uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(_("made at"))
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, default=Outcome.NONE, blank=True)
    outcome_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    mail = models.CharField(_("mail"), max_length=8, choices=Mail, default=Mail.PENDING)
    attempt = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField(_("to be sent at"), null=True, blank=True, db_index=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)

    objects = AnswerLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link to answer")
        verbose_name_plural = _("links to answer")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["enquiry", "user"], name="referents_link_once_a_person"),
            models.UniqueConstraint(fields=["enquiry", "contact"], name="referents_link_once_a_contact"),
            models.CheckConstraint(
                condition=Q(user__isnull=False, contact__isnull=True) | Q(user__isnull=True, contact__isnull=False), name="referents_link_one_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enquiry_id} → {self.user_id or self.contact_id}"

"""Charters, their numbered versions, and signatures with evidence."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from referents.querysets import CharterSignatureQuerySet


class Charter(models.Model):
    """A commitment people sign. The publishing charter opens the right to publish; the network charter, the right to post."""

    class Audience(models.TextChoices):
        NETWORK = "network", _("use of the network")
        PUBLISHING = "publishing", _("publishing in the authority's name")

    slug = models.SlugField(_("slug"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    audience = models.CharField(_("audience"), max_length=12, choices=Audience, unique=True)
    valid_months = models.PositiveSmallIntegerField(_("months a signature stays valid"), default=24)

    class Meta:
        verbose_name = _("charter")
        verbose_name_plural = _("charters")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class CharterVersion(models.Model):
    """One numbered text. Published versions never change: the hash is the proof."""

    charter = models.ForeignKey(Charter, on_delete=models.PROTECT, related_name="versions", verbose_name=_("charter"))
    number = models.PositiveSmallIntegerField(_("number"))
    text = models.TextField(_("text"))
    changes = models.TextField(_("what changes, in short"), blank=True)
    sha256 = models.CharField(_("SHA-256 of the text"), max_length=64, editable=False)
    effective_at = models.DateTimeField(_("takes effect on"))
    published_at = models.DateTimeField(_("published on"), editable=False)
    must_sign_by = models.DateField(_("to sign before the end of"))
    immediate = models.BooleanField(_("the previous signature stops at once"), default=False)
    immediate_reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("charter version")
        verbose_name_plural = _("charter versions")
        ordering = ["charter", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["charter", "number"], name="referents_charter_version"),
            models.CheckConstraint(condition=Q(immediate=False) | ~Q(immediate_reason=""), name="referents_charter_immediate_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.charter} {self.number}"


class CharterSignature(models.Model):
    """Evidence of one answer to one version: its hash, the words shown, the time, a receipt number. Answers are added, never changed:
    changing one's mind is a further row, and the one of highest `rank` stands."""

    class Verdict(models.TextChoices):
        SIGNED = "signed", _("signed")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrawn")

    version = models.ForeignKey(CharterVersion, on_delete=models.PROTECT, related_name="signatures", verbose_name=_("version"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="charter_signatures", verbose_name=_("person"))
    rank = models.PositiveSmallIntegerField(_("rank among the answers of this person"), default=1)
    verdict = models.CharField(_("verdict"), max_length=9, choices=Verdict)
    sha256 = models.CharField(_("SHA-256 of the text signed"), max_length=64)
    words_shown = models.TextField(_("words shown beside the button"))
    signed_at = models.DateTimeField(_("on"))
    expires_on = models.DateField(_("valid until"))
    receipt = models.CharField(_("receipt"), max_length=40, unique=True)

    objects = CharterSignatureQuerySet.as_manager()

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering = ["-signed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "user", "rank"], name="referents_signature_once"),
            models.CheckConstraint(condition=~Q(rank=1, verdict="withdrawn"), name="referents_signature_withdrawn_after"),
        ]

    def __str__(self) -> str:
        return self.receipt


class CharterReminder(models.Model):
    """A version was recalled to those who had not answered it. Told to all of them at once; nobody is named here."""

    class Occasion(models.TextChoices):
        PUBLISHED = "published", _("publication")
        OPENING = "opening", _("the day it takes effect")
        LAST_WEEK = "last_week", _("a week before the last day")
        ASKED = "asked", _("asked for by somebody")

    version = models.ForeignKey(CharterVersion, on_delete=models.CASCADE, related_name="reminders", verbose_name=_("version"))
    occasion = models.CharField(_("occasion"), max_length=10, choices=Occasion)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("done by"))
    told = models.PositiveIntegerField(_("people told"), default=0)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("reminder of a charter")
        verbose_name_plural = _("reminders of charters")
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["version", "occasion"], condition=~Q(occasion="asked"), name="referents_reminder_once")]

    def __str__(self) -> str:
        return f"{self.version} {self.occasion}"

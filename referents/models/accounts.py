"""The register of official accounts: losing one when an agent leaves is the common accident."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from referents.conf import department_model


class OfficialAccount(models.Model):
    """An account that speaks in the authority's name on one network."""

    class Platform(models.TextChoices):
        FACEBOOK = "facebook", "Facebook"
        INSTAGRAM = "instagram", "Instagram"
        X = "x", "X"
        MASTODON = "mastodon", "Mastodon"
        BLUESKY = "bluesky", "Bluesky"
        LINKEDIN = "linkedin", "LinkedIn"
        YOUTUBE = "youtube", "YouTube"
        WEBSITE = "website", _("website")

    class State(models.TextChoices):
        DRAFT = "draft", _("in preparation")
        LIVE = "live", pgettext_lazy("account", "live")
        SUSPENDED = "suspended", pgettext_lazy("account", "suspended")
        CLOSED = "closed", pgettext_lazy("account", "closed")

    platform = models.CharField(_("network"), max_length=12, choices=Platform)
    identity = models.CharField(_("identity on the network"), max_length=160, help_text=_("Lower case, without @ nor address."))
    label = models.CharField(_("name shown"), max_length=120)
    address = models.URLField(_("address"), blank=True)
    department = models.ForeignKey(department_model(), on_delete=models.PROTECT, related_name="accounts", verbose_name=_("owner department"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    recovery = models.CharField(_("who can recover it"), max_length=160, blank=True)
    last_post_on = models.DateField(_("last post"), null=True, blank=True)
    verified_on = models.DateField(_("checked on"), null=True, blank=True)
    closes_on = models.DateField(_("end of life"), null=True, blank=True)
    max_length = models.PositiveIntegerField(_("longest text"), default=2000)

    class Meta:
        verbose_name = _("official account")
        verbose_name_plural = _("official accounts")
        ordering = ["platform", "label"]
        constraints = [models.UniqueConstraint(fields=["platform", "identity"], name="referents_account_once")]

    def __str__(self) -> str:
        return f"{self.label} ({self.get_platform_display()})"


class Custody(models.Model):
    """Who holds the keys of an account."""

    class Role(models.TextChoices):
        HOLDER = "holder", _("holder")
        DEPUTY = "deputy", _("deputy")

    account = models.ForeignKey(OfficialAccount, on_delete=models.CASCADE, related_name="custodies", verbose_name=_("account"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="custodies", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=8, choices=Role)
    two_factor = models.BooleanField(_("two-factor on"), default=False)
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("custody")
        verbose_name_plural = _("custodies")
        constraints = [models.UniqueConstraint(fields=["account", "user"], name="referents_custody_once")]

    def __str__(self) -> str:
        return f"{self.account} · {self.user}"

"""What was done to a group, and the addresses it had."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rse.communities.models.communities import Community
from rse.communities.querysets import CommunityChangeQuerySet


class CommunityChange(models.Model):
    """The journal of a group: who decided what about which right. Ids and codes only, never personal text."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="changes", verbose_name=_("group"))
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=pgettext_lazy("group", "done by"))
    subject = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=pgettext_lazy("group", "about"))
    code = models.CharField(_("action"), max_length=40)
    detail = models.JSONField(_("detail"), default=dict)
    at = models.DateTimeField(_("at"), default=timezone.now)

    objects = CommunityChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of a group")
        verbose_name_plural = _("changes of groups")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["community", "-at", "-id"], name="communities_change_recent")]

    def __str__(self) -> str:
        return self.code


class FormerAddress(models.Model):
    """An address the group had before it was renamed: old links still lead to it, for those who may know that it exists."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="former_addresses", verbose_name=_("group"))
    slug = models.SlugField(_("address"), max_length=90)
    until = models.DateTimeField(pgettext_lazy("group", "until"), default=timezone.now)

    class Meta:
        verbose_name = _("former address of a group")
        verbose_name_plural = _("former addresses of groups")
        constraints = [models.UniqueConstraint(fields=["community", "slug"], name="communities_former_once")]

    def __str__(self) -> str:
        return self.slug

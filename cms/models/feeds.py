"""Reading the news of the intranet elsewhere."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.querysets import NewsFeedQuerySet


class NewsFeed(models.Model):
    """One person's subscription to the news from a feed reader. The address is signed, never stored: renewing `nonce` ends the one before."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="news_feed", verbose_name=_("person"))
    nonce = models.CharField(_("nonce"), max_length=40)
    made_at = models.DateTimeField(_("made at"), default=timezone.now)

    objects = NewsFeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription to the news")
        verbose_name_plural = _("subscriptions to the news")

    def __str__(self) -> str:
        return str(self.user_id)

"""What a person follows in the feed, and until where they have read it."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rse.feed.models.posts import Hashtag


class FollowedTag(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="followed_tags", verbose_name=_("person"))
    tag = models.ForeignKey(Hashtag, on_delete=models.CASCADE, related_name="followers", verbose_name=_("hashtag"))
    since = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        verbose_name = _("followed hashtag")
        verbose_name_plural = _("followed hashtags")
        constraints = [models.UniqueConstraint(fields=["user", "tag"], name="feed_tag_followed_once")]

    def __str__(self) -> str:
        return f"{self.user_id} → {self.tag_id}"


class Visit(models.Model):
    """When a person last opened the feed, so that what is new is marked for them. Nobody else is ever shown it."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="feed_visit", verbose_name=_("person"))
    at = models.DateTimeField(_("at"), default=timezone.now)
    previous = models.DateTimeField(_("the visit before"), null=True, blank=True)

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")

    def __str__(self) -> str:
        return str(self.user_id)

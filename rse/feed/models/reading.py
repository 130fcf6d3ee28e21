"""Must-reads that were acknowledged, and posts put aside for later."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rse.feed.models.posts import Post
from rse.feed.querysets import OnesOwnQuerySet


class Acknowledgement(models.Model):
    """« J’ai lu ». Whoever follows up a must-read sees who has still to read it, never at what hour the others did."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="acknowledgements", verbose_name=_("post"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="acknowledgements", verbose_name=_("person"))
    at = models.DateTimeField(_("at"), default=timezone.now)

    objects = OnesOwnQuerySet.as_manager()

    class Meta:
        verbose_name = _("acknowledgement")
        verbose_name_plural = _("acknowledgements")
        constraints = [models.UniqueConstraint(fields=["post", "user"], name="feed_acknowledged_once")]

    def __str__(self) -> str:
        return f"{self.post_id} by {self.user_id}"


class SavedPost(models.Model):
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="saved", verbose_name=_("post"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_posts", verbose_name=_("person"))
    at = models.DateTimeField(_("at"), default=timezone.now)

    objects = OnesOwnQuerySet.as_manager()

    class Meta:
        verbose_name = _("post put aside")
        verbose_name_plural = _("posts put aside")
        constraints = [models.UniqueConstraint(fields=["post", "user"], name="feed_saved_once")]
        indexes = [models.Index(fields=["user", "-at"], name="feed_saved_by_user")]

    def __str__(self) -> str:
        return f"{self.post_id} by {self.user_id}"

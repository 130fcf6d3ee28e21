"""Reactions: a small set that administrators choose, one of each per person."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rse.feed.models.comments import Comment
from rse.feed.models.posts import Post


class ReactionKind(models.Model):
    """One word of the set. Retired ones stay under what they were given to and are no longer offered."""

    code = models.SlugField(_("code"), max_length=20, unique=True)
    label = models.CharField(_("word"), max_length=30)
    symbol = models.CharField(_("symbol"), max_length=8, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    offered = models.BooleanField(_("offered"), default=True)

    class Meta:
        verbose_name = _("reaction of the set")
        verbose_name_plural = _("set of reactions")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.label


class Reaction(models.Model):
    """One person's reaction to a post or to a comment. Twice is once: the database says so."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reactions", verbose_name=_("person"))
    kind = models.ForeignKey(ReactionKind, on_delete=models.PROTECT, related_name="reactions", verbose_name=_("reaction"))
    post = models.ForeignKey(Post, on_delete=models.CASCADE, null=True, blank=True, related_name="reactions", verbose_name=_("post"))
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, null=True, blank=True, related_name="reactions", verbose_name=_("comment"))
    created_at = models.DateTimeField(_("given at"), default=timezone.now)

    class Meta:
        verbose_name = _("reaction")
        verbose_name_plural = _("reactions")
        constraints = [
            models.CheckConstraint(condition=Q(post=None, comment__isnull=False) | Q(post__isnull=False, comment=None), name="feed_reaction_to_one"),
            models.UniqueConstraint(fields=["post", "user", "kind"], condition=Q(comment=None), name="feed_post_reaction_once"),
            models.UniqueConstraint(fields=["comment", "user", "kind"], condition=Q(post=None), name="feed_comment_reaction_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind_id} by {self.user_id}"

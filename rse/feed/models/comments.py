"""Comments: one level of answers, like a conversation at a table."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from rse.feed.models.posts import Post
from rse.feed.querysets import CommentQuerySet


class Comment(index.Indexed, models.Model):
    """Said under a post; `parent` is the comment it answers, itself never an answer. Deleted ones keep their place, without words."""

    class State(models.TextChoices):
        PUBLISHED = "published", _("sent")
        HIDDEN = "hidden", _("hidden by a moderator")
        DELETED = "deleted", _("deleted")

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="comments", verbose_name=_("post"))
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="answers", verbose_name=_("in answer to"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="comments", verbose_name=_("author"))
    body = models.TextField(_("text"), blank=True)
    text = models.TextField(_("words"), blank=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PUBLISHED)
    token = models.CharField(_("token of the form"), max_length=40)
    created_at = models.DateTimeField(_("sent at"), default=timezone.now)
    edited_at = models.DateTimeField(_("edited at"), null=True, blank=True)
    deleted_at = models.DateTimeField(_("deleted at"), null=True, blank=True)
    reaction_counts = models.JSONField(_("reactions"), default=dict, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    objects = CommentQuerySet.as_manager()

    search_fields = [index.SearchField("text")]
    search_auto_update = False  # as posts

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        constraints = [models.UniqueConstraint(fields=["author", "token"], name="feed_comment_once")]
        indexes = [models.Index(fields=["post", "created_at", "id"], name="feed_comment_in_order")]

    def __str__(self) -> str:
        return self.text[:60]

    @classmethod
    def get_indexed_objects(cls) -> "models.QuerySet[Comment]":
        """What was sent and still stands."""
        return cls._default_manager.filter(state=cls.State.PUBLISHED)


class CommentVersion(models.Model):
    """What a comment said before an edit."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="versions", verbose_name=_("comment"))
    number = models.PositiveIntegerField(_("number"))
    body = models.TextField(_("text"), blank=True)
    replaced_at = models.DateTimeField(_("replaced at"), default=timezone.now)

    class Meta:
        verbose_name = _("earlier version of a comment")
        verbose_name_plural = _("earlier versions of comments")
        ordering = ["comment", "-number"]
        constraints = [models.UniqueConstraint(fields=["comment", "number"], name="feed_comment_version_once")]

    def __str__(self) -> str:
        return f"{self.comment_id} v{self.number}"

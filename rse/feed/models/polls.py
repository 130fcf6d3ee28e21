"""Polls: a question, a few choices, an hour at which it closes."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rse.feed.models.posts import Post
from rse.feed.querysets import OfPostQuerySet, VoteQuerySet


class Poll(models.Model):
    """The poll of a post. `anonymous`: nobody, administrators included, is shown who chose what."""

    post = models.OneToOneField(Post, on_delete=models.CASCADE, primary_key=True, related_name="poll", verbose_name=_("post"))
    closes_at = models.DateTimeField(_("closes at"))
    anonymous = models.BooleanField(_("anonymous"), default=True)
    several = models.BooleanField(_("several choices"), default=False)
    results_when_closed = models.BooleanField(_("results once it is closed"), default=False)
    voter_count = models.PositiveIntegerField(_("people who voted"), default=0, editable=False)
    result_told_at = models.DateTimeField(_("result told at"), null=True, blank=True, editable=False)

    objects = OfPostQuerySet.as_manager()

    class Meta:
        verbose_name = _("poll")
        verbose_name_plural = _("polls")
        indexes = [models.Index(fields=["closes_at"], condition=Q(result_told_at=None), name="feed_poll_to_close")]

    def __str__(self) -> str:
        return f"poll {self.pk}"

    def is_over(self, at: datetime) -> bool:
        return self.closes_at <= at

    def shows_results(self, at: datetime) -> bool:
        """To everybody who reads the post, voters or not."""
        return self.is_over(at) or not self.results_when_closed


class PollOption(models.Model):
    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="options", verbose_name=_("poll"))
    label = models.CharField(_("choice"), max_length=120)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    vote_count = models.PositiveIntegerField(_("votes"), default=0, editable=False)

    class Meta:
        verbose_name = _("choice")
        verbose_name_plural = _("choices")
        ordering = ["poll", "order", "pk"]

    def __str__(self) -> str:
        return self.label


class Vote(models.Model):
    option = models.ForeignKey(PollOption, on_delete=models.CASCADE, related_name="votes", verbose_name=_("choice"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="votes", verbose_name=_("person"))
    at = models.DateTimeField(_("at"), default=timezone.now)

    objects = VoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        constraints = [models.UniqueConstraint(fields=["option", "user"], name="feed_vote_once")]

    def __str__(self) -> str:
        return f"{self.option_id} by {self.user_id}"

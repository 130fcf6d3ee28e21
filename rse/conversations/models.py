"""Words between a few people: who is in a conversation, and what is said there, line by line."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rse.conversations.querysets import ConversationQuerySet, LineQuerySet, ParticipantQuerySet


class Conversation(models.Model):
    """Two to twelve people. `pair` is "12:57" while it is between two people only, so that the same two have one; empty in a small group.

    `last_line` is the id of its latest line: what is new to somebody is found without counting lines.
    """

    name = models.CharField(_("name"), max_length=80, blank=True)
    pair = models.CharField(_("the two people"), max_length=41, null=True, blank=True, unique=True, editable=False)  # noqa: DJ001 - unique, so NULL in a group
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="conversations_begun", verbose_name=_("begun by"))
    created_at = models.DateTimeField(_("begun at"), default=timezone.now)
    token = models.CharField(_("token of the form"), max_length=40, help_text=_("Makes a double click one conversation."))
    last_line = models.BigIntegerField(_("latest line"), default=0, editable=False)
    last_line_at = models.DateTimeField(_("latest line at"), default=timezone.now, editable=False)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")
        constraints = [models.UniqueConstraint(fields=["created_by", "token"], name="conversations_begun_once")]
        indexes = [models.Index(fields=["-last_line_at", "-id"], name="conversations_latest")]

    def __str__(self) -> str:
        return self.name or f"conversation {self.pk}"

    @property
    def is_direct(self) -> bool:
        return self.pair is not None


class Participant(models.Model):
    """Somebody's place in a conversation. `last_read` counts one's own unread lines and is shown to nobody else: the tool never watches."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="participants", verbose_name=_("conversation"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="conversation_places", verbose_name=_("person"))
    joined_at = models.DateTimeField(_("in it since"), default=timezone.now)
    reads_after = models.BigIntegerField(_("reads what follows this line"), default=0)
    left_at = models.DateTimeField(_("left the conversation at"), null=True, blank=True)
    muted_until = models.DateTimeField(_("silent until"), null=True, blank=True)
    last_read = models.BigIntegerField(_("last line read"), default=0)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        constraints = [models.UniqueConstraint(fields=["conversation", "user"], name="conversations_once_in")]
        indexes = [models.Index(fields=["user", "conversation"], condition=Q(left_at=None), name="conversations_seats")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.conversation_id}"


class Line(models.Model):
    """One message, or what is told to all: somebody was added, somebody left. `text` is plain text, made HTML where it is shown.

    Deleted in two stages: its words are hidden at once, and erased for ever after a month.
    """

    class Kind(models.TextChoices):
        WORDS = "words", _("message")
        ADDED = "added", _("somebody was added")
        LEFT = "left", _("somebody left")
        NAMED = "named", _("the conversation was named")

    class State(models.TextChoices):
        SENT = "sent", _("sent")
        HIDDEN = "hidden", _("hidden by a moderator")
        DELETED = "deleted", _("deleted")

    MAX_LENGTH = 5000

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="lines", verbose_name=_("conversation"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="conversation_lines", verbose_name=_("author"))
    kind = models.CharField(pgettext_lazy("line", "kind"), max_length=6, choices=Kind, default=Kind.WORDS)
    about = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("whom it is about"))
    text = models.TextField(_("text"), max_length=MAX_LENGTH, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.SENT)
    token = models.CharField(_("token of the form"), max_length=40, help_text=_("Makes a double click one message."))
    created_at = models.DateTimeField(_("sent at"), default=timezone.now)
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now, help_text=_("Whatever the change: open pages fetch it again."))
    edited_at = models.DateTimeField(_("edited at"), null=True, blank=True)
    deleted_at = models.DateTimeField(_("deleted at"), null=True, blank=True)
    removed = models.BooleanField(_("removed by a moderator"), default=False, editable=False)
    erased_at = models.DateTimeField(_("erased at"), null=True, blank=True)

    objects = LineQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            models.UniqueConstraint(fields=["conversation", "author", "token"], name="conversations_said_once"),
            models.CheckConstraint(condition=~Q(state="deleted") | Q(deleted_at__isnull=False), name="conversations_deleted_has_hour"),
        ]
        indexes = [
            models.Index(fields=["conversation", "id"], name="conversations_lines"),
            models.Index(fields=["deleted_at"], condition=Q(state="deleted", erased_at=None), name="conversations_to_erase"),
        ]

    def __str__(self) -> str:
        return self.text[:60] or self.kind

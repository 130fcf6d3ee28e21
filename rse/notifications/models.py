"""Who was told what, in which order, and what left by e-mail."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rse.notifications.querysets import DeliveryQuerySet, InboxQuerySet, NotificationQuerySet


class Inbox(models.Model):
    """One per recipient: the counter of sequences, taken under a row lock, and the choice to be told by e-mail."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="inbox", verbose_name=_("account"))
    last_seq = models.PositiveBigIntegerField(_("last sequence"), default=0)
    by_email = models.BooleanField(_("also by e-mail, during my working hours"), default=True)

    objects = InboxQuerySet.as_manager()

    class Meta:
        verbose_name = _("inbox")
        verbose_name_plural = _("inboxes")

    def __str__(self) -> str:
        return str(self.user)


class Notification(models.Model):
    """One thing told to one person. The sentence is built from `kind` and `params` when it is read, in the reader's language."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications", verbose_name=_("recipient"))
    seq = models.PositiveBigIntegerField(_("sequence"))
    kind = models.CharField(_("kind"), max_length=60)
    key = models.CharField(_("key"), max_length=160)
    url = models.CharField(_("address"), max_length=400)
    params = models.JSONField(_("words of the sentence"), default=dict)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("done by"))
    urgent = models.BooleanField(_("urgent"), default=False)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        constraints = [
            models.UniqueConstraint(fields=["recipient", "key"], name="notifications_once"),
            models.UniqueConstraint(fields=["recipient", "seq"], name="notifications_seq"),
        ]
        indexes = [models.Index(fields=["recipient"], condition=Q(read_at=None), name="notifications_unread")]

    def __str__(self) -> str:
        return f"{self.kind} {self.recipient_id}/{self.seq}"


class Delivery(models.Model):
    """One message outside the site for one notification. Claimed before it is sent: two workers never send it both."""

    class Channel(models.TextChoices):
        EMAIL = "email", _("e-mail")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        CANCELLED = "cancelled", _("no longer needed")

    notification = models.ForeignKey(Notification, on_delete=models.CASCADE, related_name="deliveries", verbose_name=_("notification"))
    channel = models.CharField(_("channel"), max_length=8, choices=Channel, default=Channel.EMAIL)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    message_id = models.CharField(_("Message-ID"), max_length=200)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    due_at = models.DateTimeField(_("due at"))
    claimed_at = models.DateTimeField(_("claimed at"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    last_error = models.TextField(_("last error"), blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [models.UniqueConstraint(fields=["notification", "channel"], name="notifications_delivery_once")]
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(state="waiting"), name="notifications_waiting"),
            models.Index(fields=["claimed_at"], condition=Q(state="sending"), name="notifications_sending"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.message_id}"

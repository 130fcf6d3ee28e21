"""Who was told what, in which order, and what left by e-mail."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rse.notifications.querysets import DigestQuerySet, NotificationQuerySet, OutgoingQuerySet, OwnQuerySet


class Channel(models.TextChoices):
    """The ways of telling a person: on the site, outside it, or gathered in the digest."""

    BELL = "bell", _("on the site")
    EMAIL = "email", _("by e-mail")
    PUSH = "push", _("on my telephone")
    DIGEST = "digest", _("in the digest")


class Inbox(models.Model):
    """One per recipient: the counter of sequences, taken under a row lock, and the choices that hold for everything."""

    class Rhythm(models.TextChoices):
        DEFAULT = "", _("As recommended: every week for whoever has an e-mail address")
        NONE = "none", _("No digest")
        DAILY = "daily", _("Every working day")
        WEEKLY = "weekly", _("Every week")

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="inbox", verbose_name=_("account"))
    last_seq = models.PositiveBigIntegerField(_("last sequence"), default=0)
    digest = models.CharField(_("digest"), max_length=6, choices=Rhythm, default=Rhythm.DEFAULT, blank=True)
    digest_day = models.DateField(_("last digest considered on"), null=True, blank=True, editable=False)
    quotes = models.BooleanField(_("words of open places in e-mails"), default=True)
    quiet_until = models.DateTimeField(_("do not disturb until"), null=True, blank=True)

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = _("inbox")
        verbose_name_plural = _("inboxes")

    def __str__(self) -> str:
        return str(self.user)


class Notification(models.Model):
    """One thing told to one person. The sentence is built from `kind` and `params` when it is read, in the reader's language.

    `scope` says where it happened ("communities.community:12"), `about` what it is about ("feed.post:7"). Events of one `group` share a row
    while it is unread; `actors` counts who is behind it, once each. A `silent` row is told elsewhere and stays out of the bell.
    """

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications", verbose_name=_("recipient"))
    seq = models.PositiveBigIntegerField(_("sequence"))
    kind = models.CharField(_("kind"), max_length=60)
    key = models.CharField(_("key"), max_length=160)
    url = models.CharField(_("address"), max_length=400)
    params = models.JSONField(_("words of the sentence"), default=dict)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("done by"))
    urgent = models.BooleanField(_("urgent"), default=False)
    scope = models.CharField(_("place"), max_length=80, blank=True)
    about = models.CharField(_("object"), max_length=80, blank=True)
    group = models.CharField(_("group of events"), max_length=160, blank=True)
    actors = models.PositiveIntegerField(_("people behind it"), default=1)
    silent = models.BooleanField(_("out of the bell"), default=False)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        constraints = [
            models.UniqueConstraint(fields=["recipient", "key"], name="notifications_once"),
            models.UniqueConstraint(fields=["recipient", "seq"], name="notifications_seq"),
            models.UniqueConstraint(fields=["recipient", "group"], condition=Q(read_at=None) & ~Q(group=""), name="notifications_group_once"),
        ]
        indexes = [models.Index(fields=["recipient"], condition=Q(read_at=None), name="notifications_unread")]

    def __str__(self) -> str:
        return f"{self.kind} {self.recipient_id}/{self.seq}"


class Voice(models.Model):
    """One event of a group: its key is never told twice, its actor is counted once."""

    notification = models.ForeignKey(Notification, on_delete=models.CASCADE, related_name="voices", verbose_name=_("notification"))
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("recipient"))
    key = models.CharField(_("key"), max_length=160)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("done by"))
    params = models.JSONField(_("words of the sentence"), default=dict)

    class Meta:
        verbose_name = _("event of a group")
        verbose_name_plural = _("events of a group")
        constraints = [models.UniqueConstraint(fields=["recipient", "key"], name="notifications_voice_once")]

    def __str__(self) -> str:
        return self.key


class Outgoing(models.Model):
    """What leaves the site. Claimed before it is sent: two workers never send it both."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        CANCELLED = "cancelled", _("no longer needed")
        REFUSED = "refused", _("refused for good")

    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    message_id = models.CharField(_("Message-ID"), max_length=200)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    due_at = models.DateTimeField(_("due at"))
    claimed_at = models.DateTimeField(_("claimed at"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    last_error = models.TextField(_("last error"), blank=True)

    class Meta:
        abstract = True


class Delivery(Outgoing):
    """One message outside the site for one notification."""

    Channel = Channel

    notification = models.ForeignKey(Notification, on_delete=models.CASCADE, related_name="deliveries", verbose_name=_("notification"))
    channel = models.CharField(
        _("channel"), max_length=8, choices=[(Channel.EMAIL.value, Channel.EMAIL.label), (Channel.PUSH.value, Channel.PUSH.label)], default=Channel.EMAIL
    )

    objects = OutgoingQuerySet.as_manager()

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


class Digest(Outgoing):
    """One gathering of what a person has not seen, for one day. It is written when it leaves, from what they may read then."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="digests", verbose_name=_("account"))
    day = models.DateField(_("day"))
    since = models.DateTimeField(_("what happened since"))

    objects = DigestQuerySet.as_manager()

    class Meta:
        verbose_name = _("digest")
        verbose_name_plural = _("digests")
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="notifications_digest_once")]
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(state="waiting"), name="notifications_digest_waiting"),
            models.Index(fields=["claimed_at"], condition=Q(state="sending"), name="notifications_digest_sending"),
        ]

    def __str__(self) -> str:
        return self.message_id


class Preference(models.Model):
    """A wish of one person for one channel; no row means "as decided above".

    `subject` is "" (everything), "category:groups" or "kind:feed.mention"; `scope` is "" (everywhere) or one place.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notification_preferences", verbose_name=_("account"))
    scope = models.CharField(_("place"), max_length=80, blank=True)
    subject = models.CharField(_("about"), max_length=80, blank=True)
    channel = models.CharField(_("channel"), max_length=8, choices=Channel)
    wanted = models.BooleanField(_("wanted"))

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = _("preference")
        verbose_name_plural = _("preferences")
        constraints = [models.UniqueConstraint(fields=["user", "scope", "subject", "channel"], name="notifications_preference_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.scope} {self.subject} {self.channel}"


class ScopeChoice(models.Model):
    """How much one person wants to hear of one place; `muted_until` silences it for a time and then counts no more."""

    class Level(models.TextChoices):
        ALL = "all", _("Everything")
        ADDRESSED = "addressed", _("Only what is addressed to me")
        NONE = "none", _("Nothing")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("account"))
    scope = models.CharField(_("place"), max_length=80)
    level = models.CharField(_("what I am told"), max_length=10, choices=Level, default=Level.ALL)
    muted_until = models.DateTimeField(_("silent until"), null=True, blank=True)

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = _("choice for a place")
        verbose_name_plural = _("choices for places")
        constraints = [models.UniqueConstraint(fields=["user", "scope"], name="notifications_scope_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.scope} {self.level}"


class Subscription(models.Model):
    """One browser that accepts web push. The endpoint and its keys come from the browser and are shown to nobody."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="push_subscriptions", verbose_name=_("account"))
    endpoint = models.URLField(_("address at the push service"), max_length=1000)
    digest = models.CharField(_("SHA-256 of the address"), max_length=64, unique=True)
    p256dh = models.CharField(_("public key of the browser"), max_length=200)
    auth = models.CharField(_("secret shared with the browser"), max_length=60)
    label = models.CharField(_("browser"), max_length=80, blank=True)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = _("browser that accepts push")
        verbose_name_plural = _("browsers that accept push")

    def __str__(self) -> str:
        return self.label or self.digest[:8]


class PushKey(models.Model):
    """The VAPID key pair of this site; the private half is encrypted with the SECRET_KEY."""

    private = models.TextField(_("private key, encrypted"))
    public = models.CharField(_("public key"), max_length=120)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)

    class Meta:
        verbose_name = _("push key")
        verbose_name_plural = _("push keys")

    def __str__(self) -> str:
        return self.public


class UrgentSending(models.Model):
    """The journal of what left outside working hours: who decided it, why, and how many were told. Codes and ids, and the reason."""

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("done by"))
    kind = models.CharField(_("kind"), max_length=60)
    key = models.CharField(_("key"), max_length=160)
    reason = models.CharField(_("reason"), max_length=300)
    told = models.PositiveIntegerField(_("people told"))
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("urgent sending")
        verbose_name_plural = _("urgent sendings")
        ordering = ["-at", "-pk"]
        default_permissions = ()
        permissions = [("send_urgent", _("Can tell people outside their working hours"))]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class ReceivedReply(models.Model):
    """A reply by e-mail that was taken, by its Message-ID: received twice, it speaks once."""

    message_id = models.CharField(_("Message-ID"), max_length=300, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("account"))
    about = models.CharField(_("object"), max_length=80)
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("reply by e-mail")
        verbose_name_plural = _("replies by e-mail")

    def __str__(self) -> str:
        return self.message_id

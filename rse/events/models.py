"""What takes place, where and when, and who comes. The post above an event decides who sees it, and holds its comments and reactions."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rse.events.querysets import CalendarFeedQuerySet, EventQuerySet, OrganiserQuerySet, RegistrationQuerySet
from rse.feed.models import Post


class Event(models.Model):
    """Title and description are those of the post. `ends_at` is the first moment when it is over; an event of whole days goes from midnight to
    midnight of the organisation. `sequence` grows with every change of hour or place, for calendars. Counters are written under the row lock.
    """

    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="event", verbose_name=_("post"))
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    all_day = models.BooleanField(_("whole days"), default=False)
    place = models.CharField(_("place"), max_length=160, blank=True)
    video_url = models.URLField(_("video link"), max_length=400, blank=True)
    takes_registrations = models.BooleanField(_("people register"), default=True)
    capacity = models.PositiveIntegerField(_("places"), null=True, blank=True, help_text=_("Empty: no limit."))
    closes_at = models.DateTimeField(_("registration closes at"), null=True, blank=True)
    has_waiting_list = models.BooleanField(_("waiting list"), default=True)
    registered_count = models.PositiveIntegerField(_("registered"), default=0, editable=False)
    waiting_count = models.PositiveIntegerField(_("waiting"), default=0, editable=False)
    sequence = models.PositiveIntegerField(pgettext_lazy("calendar", "sequence"), default=0, editable=False)
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now)
    cancelled_at = models.DateTimeField(pgettext_lazy("agenda", "cancelled at"), null=True, blank=True)
    cancel_reason = models.CharField(_("why it is cancelled"), max_length=300, blank=True)
    day_told_at = models.DateTimeField(_("day before told at"), null=True, blank=True, editable=False)
    hour_told_at = models.DateTimeField(_("hour before told at"), null=True, blank=True, editable=False)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("agenda", "event")
        verbose_name_plural = pgettext_lazy("agenda", "events")
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="events_ends_after_start"),
            models.CheckConstraint(condition=Q(capacity=None) | Q(registered_count__lte=F("capacity")), name="events_never_too_many"),
        ]
        indexes = [
            models.Index(fields=["starts_at", "id"], name="events_agenda"),
            models.Index(fields=["starts_at"], condition=Q(day_told_at=None, cancelled_at=None), name="events_day_to_tell"),
            models.Index(fields=["starts_at"], condition=Q(hour_told_at=None, cancelled_at=None), name="events_hour_to_tell"),
        ]

    def __str__(self) -> str:
        return self.post.title

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def places_left(self) -> int | None:
        """None without a limit."""
        return None if self.capacity is None else max(self.capacity - self.registered_count, 0)


class Organiser(models.Model):
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="organisers", verbose_name=pgettext_lazy("agenda", "event"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="events_organised", verbose_name=_("person"))

    objects = OrganiserQuerySet.as_manager()

    class Meta:
        verbose_name = _("organiser")
        verbose_name_plural = _("organisers")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["event", "user"], name="events_organiser_once")]

    def __str__(self) -> str:
        return f"{self.user_id} organises {self.event_id}"


class Registration(models.Model):
    """One person and one event, once: coming, waiting for a place, or no longer. Whoever comes back goes to the end of the list."""

    class State(models.TextChoices):
        REGISTERED = "registered", _("registered")
        WAITING = "waiting", _("on the waiting list")
        CANCELLED = "cancelled", _("no longer coming")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="registrations", verbose_name=pgettext_lazy("agenda", "event"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="event_registrations", verbose_name=_("person"))
    state = models.CharField(_("state"), max_length=10, choices=State)
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        constraints = [models.UniqueConstraint(fields=["event", "user"], name="events_registered_once")]
        indexes = [
            models.Index(fields=["event", "asked_at", "id"], condition=Q(state="waiting"), name="events_waiting_list"),
            models.Index(fields=["user", "event"], condition=Q(state__in=["registered", "waiting"]), name="events_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} at {self.event_id}: {self.state}"


class CalendarFeed(models.Model):
    """One person's subscription from their own calendar. The address is signed, never stored: renewing `nonce` ends the one before."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="calendar_feed", verbose_name=_("person"))
    nonce = models.CharField(_("nonce"), max_length=40)
    made_at = models.DateTimeField(_("made at"), default=timezone.now)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar subscription")
        verbose_name_plural = _("calendar subscriptions")

    def __str__(self) -> str:
        return str(self.user_id)

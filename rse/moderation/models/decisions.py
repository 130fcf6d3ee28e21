"""What moderators decided: about an object, or a measure of moderation for a person. Always with a reason; never a sanction."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rse.communities.models import Community
from rse.moderation.models.cases import Case
from rse.moderation.querysets import AppealQuerySet, DecisionQuerySet


class Decision(models.Model):
    """One decision. `person` is whom it concerns and who is told: None when nothing was wrong. `words` is the reason they read.

    `until` and `ended_at` belong to pauses: what is refused is read from the hours, the sweep only writes down that the time is over.
    """

    class Kind(models.TextChoices):
        NOTHING = "nothing", _("Nothing wrong")
        HIDE = "hide", _("Hidden")
        LOCK = "lock", _("Comments closed")
        REMOVE = "remove", _("Removed")
        RESTORE = "restore", _("Put back")
        WARNING = "warning", _("Warning")
        GROUP_PAUSE = "group_pause", _("Does not write in the group")
        NETWORK_PAUSE = "network_pause", _("Does not write in the network")

    class End(models.TextChoices):
        EXPIRED = "expired", _("its time is over")
        LIFTED = "lifted", _("a moderator ended it")
        OVERTURNED = "overturned", _("cancelled after an appeal")

    ABOUT_OBJECT = frozenset({Kind.NOTHING, Kind.HIDE, Kind.LOCK, Kind.REMOVE, Kind.RESTORE})
    MEASURES = frozenset({Kind.WARNING, Kind.GROUP_PAUSE, Kind.NETWORK_PAUSE})
    PAUSES = frozenset({Kind.GROUP_PAUSE, Kind.NETWORK_PAUSE})

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="decisions", verbose_name=_("reported object"))
    kind = models.CharField(_("decision"), max_length=14, choices=Kind)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions_about", verbose_name=_("person concerned")
    )
    community = models.ForeignKey(Community, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("group"))
    words = models.TextField(_("reason told to the person"), max_length=2000, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="decisions_made", verbose_name=_("decided by"))
    decided_at = models.DateTimeField(_("decided at"), default=timezone.now)
    token = models.CharField(_("token of the form"), max_length=40, help_text=_("Makes a double click one decision."))
    until = models.DateTimeField(_("until"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    end = models.CharField(_("how it ended"), max_length=10, choices=End, blank=True)
    reply_until = models.DateTimeField(_("can be answered until"), null=True, blank=True)
    reply = models.TextField(_("answer of the person"), max_length=2000, blank=True)
    replied_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    set_aside = models.BooleanField(_("the person no longer needs the card"), default=False)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision of moderation")
        verbose_name_plural = _("decisions of moderation")
        ordering = ["-decided_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["decided_by", "token"], name="moderation_decision_once"),
            models.CheckConstraint(condition=Q(kind="nothing") | ~Q(words=""), name="moderation_decision_has_a_reason"),
            models.CheckConstraint(condition=~Q(kind__in=["group_pause", "network_pause"]) | Q(until__isnull=False), name="moderation_pause_has_an_end"),
            models.CheckConstraint(condition=~Q(kind="group_pause") | Q(community__isnull=False), name="moderation_group_pause_in_a_group"),
            models.CheckConstraint(condition=Q(ended_at=None, end="") | (Q(ended_at__isnull=False) & ~Q(end="")), name="moderation_end_whole"),
        ]
        indexes = [models.Index(fields=["person", "until"], condition=Q(ended_at=None), name="moderation_running")]

    def __str__(self) -> str:
        return f"{self.kind} ({self.case_id})"

    @property
    def is_measure(self) -> bool:
        return self.kind in self.MEASURES

    @property
    def is_pause(self) -> bool:
        return self.kind in self.PAUSES

    @property
    def is_running(self) -> bool:
        """A pause that refuses today."""
        return self.is_pause and self.ended_at is None and self.until is not None and self.until > timezone.now()


class Appeal(models.Model):
    """The person asks that somebody else look again. Never judged by who decided: the database says so."""

    class State(models.TextChoices):
        ASKED = "asked", _("to look at again")
        UPHELD = "upheld", _("the decision stands")
        OVERTURNED = "overturned", _("the decision is cancelled")

    decision = models.OneToOneField(Decision, on_delete=models.CASCADE, related_name="appeal", verbose_name=_("decision"))
    against = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("decided by"))
    words = models.TextField(_("why"), max_length=2000)
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ASKED)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="appeals_judged", verbose_name=_("judged by")
    )
    judged_at = models.DateTimeField(_("judged at"), null=True, blank=True)
    answer = models.TextField(_("answer to the person"), max_length=2000, blank=True)

    objects = AppealQuerySet.as_manager()

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(judged_by=None) | ~Q(judged_by=F("against")), name="moderation_appeal_by_another"),
            models.CheckConstraint(
                condition=Q(state="asked", judged_by=None, judged_at=None) | (~Q(state="asked") & Q(judged_by__isnull=False, judged_at__isnull=False)),
                name="moderation_appeal_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id} ({self.state})"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.ASKED

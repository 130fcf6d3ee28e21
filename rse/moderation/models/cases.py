"""What was reported: one case an object, however many people reported it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rse.communities.models import Community
from rse.moderation.querysets import CaseQuerySet, ReportQuerySet


class Reason(models.Model):
    """One line of the list a person chooses from. Retired ones stay under the reports that used them."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    label = models.CharField(_("reason"), max_length=80)
    help = models.CharField(_("in other words"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    offered = models.BooleanField(_("offered"), default=True)

    class Meta:
        verbose_name = _("reason to report")
        verbose_name_plural = _("reasons to report")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.label


class Case(models.Model):
    """An object that was reported, until it is judged. `words` is what it said at the first report: an edit does not hide it.

    `community` is where it stood then (None: the network, or a private conversation); `author` whose words they are.
    """

    class State(models.TextChoices):
        OPEN = "open", _("to judge")
        CLOSED = "closed", _("judged")

    label = models.CharField(_("kind of object"), max_length=60)
    object_pk = models.BigIntegerField(_("object"))
    community = models.ForeignKey(Community, on_delete=models.PROTECT, null=True, blank=True, related_name="cases", verbose_name=_("group"))
    private = models.BooleanField(_("private message"), default=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="cases_about", verbose_name=_("author"))
    words = models.TextField(_("words at the first report"), blank=True)
    state = models.CharField(_("state"), max_length=6, choices=State, default=State.OPEN)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="cases_claimed", verbose_name=_("taken by")
    )
    claimed_at = models.DateTimeField(_("taken at"), null=True, blank=True)
    opened_at = models.DateTimeField(_("first reported at"), default=timezone.now)
    closed_at = models.DateTimeField(_("judged at"), null=True, blank=True)
    report_count = models.PositiveIntegerField(_("reports"), default=0, editable=False)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("reported object")
        verbose_name_plural = _("reported objects")
        permissions = [("moderate_network", _("Can moderate what is said to everybody"))]
        constraints = [
            models.UniqueConstraint(fields=["label", "object_pk"], condition=Q(state="open"), name="moderation_one_open_case"),
            models.CheckConstraint(condition=Q(state="open", closed_at=None) | Q(state="closed", closed_at__isnull=False), name="moderation_case_closed_whole"),
            models.CheckConstraint(
                condition=Q(claimed_by=None, claimed_at=None) | Q(claimed_by__isnull=False, claimed_at__isnull=False), name="moderation_case_claim_whole"
            ),
        ]
        indexes = [
            models.Index(fields=["opened_at", "id"], condition=Q(state="open"), name="moderation_waiting"),
            models.Index(fields=["community", "state"], name="moderation_case_in_community"),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.object_pk}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN


class Report(models.Model):
    """One person's report. Once per person and object; the author never learns who reported, and moderators are not told either."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reports", verbose_name=_("reported object"))
    label = models.CharField(_("kind of object"), max_length=60)
    object_pk = models.BigIntegerField(_("object"))
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reports", verbose_name=_("reported by"))
    reason = models.ForeignKey(Reason, on_delete=models.PROTECT, related_name="reports", verbose_name=_("reason"))
    words = models.TextField(_("what moderators should know"), max_length=1000, blank=True)
    at = models.DateTimeField(_("reported at"), default=timezone.now)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("to moderators", "report")
        verbose_name_plural = _("reports")
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["reporter", "label", "object_pk"], name="moderation_reported_once")]

    def __str__(self) -> str:
        return f"{self.label} {self.object_pk} ({self.reason_id})"

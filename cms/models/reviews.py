"""What is kept of how pages are published: reviews, publications, checks after the fact, and the journal of it all."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Page, Revision, TaskState

USER = settings.AUTH_USER_MODEL


class Review(TaskState):
    """One pass of a page through delegated publishing: approved at once on a mission and a signed charter, or waiting for somebody's eyes.

    `reasons` are codes (`cms.rights.REASONS`); empty exactly when the page left on the author's own right, whose grounds are then kept.
    """

    reasons = models.JSONField(_("why it is read first"), default=list, blank=True)
    mandate = models.ForeignKey("referents.Mandate", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("mission"))
    charter_version = models.ForeignKey(
        "referents.CharterVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("charter version")
    )
    asked: "models.ManyToManyField[Any, Any]" = models.ManyToManyField(USER, blank=True, related_name="+", verbose_name=pgettext_lazy("people", "asked"))
    due_at = models.DateTimeField(pgettext_lazy("review", "to be read before"), null=True, blank=True, db_index=True)
    claimed_by = models.ForeignKey(USER, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("being read by"))
    claimed_at = models.DateTimeField(_("being read since"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("recalled on"), null=True, blank=True)
    deputy_asked_at = models.DateTimeField(_("deputies asked on"), null=True, blank=True)

    class Meta:
        verbose_name = _("review of a page")
        verbose_name_plural = _("reviews of pages")


class ReviewComment(models.Model):
    """A word beside a review. People named in it with an @ are told."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="comments", verbose_name=_("review"))
    author = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", verbose_name=_("author"))
    text = models.TextField(_("text"), max_length=2000)
    mentioned: "models.ManyToManyField[Any, Any]" = models.ManyToManyField(  # Any: the account model is named by a setting
        USER, blank=True, related_name="+", verbose_name=_("people named")
    )
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("comment of a review")
        verbose_name_plural = _("comments of reviews")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]


class Publication(models.Model):
    """A revision that went live through delegated publishing, and on what ground: the author's right, or somebody's approval."""

    class Ground(models.TextChoices):
        STANDING = "standing", _("on the signed charter")
        APPROVED = "approved", _("read by somebody else")

    page = models.ForeignKey(Page, on_delete=models.SET_NULL, null=True, related_name="publications", verbose_name=_("page"))
    revision = models.ForeignKey(Revision, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("version"))
    review = models.OneToOneField(Review, on_delete=models.SET_NULL, null=True, related_name="publication", verbose_name=_("review"))
    ground = models.CharField(_("ground"), max_length=8, choices=Ground)
    author = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", verbose_name=_("author"))
    mandate = models.ForeignKey("referents.Mandate", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("mission"))
    charter_version = models.ForeignKey(
        "referents.CharterVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("charter version")
    )
    live_before = models.ForeignKey(Revision, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("version live before"))
    at = models.DateTimeField(_("at"), db_index=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("withdrawn by"))

    class Meta:
        verbose_name = _("publication of a page")
        verbose_name_plural = _("publications of pages")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ground="approved") | Q(ground="standing", mandate__isnull=False, charter_version__isnull=False), name="cms_publication_grounds"
            )
        ]

    def __str__(self) -> str:
        return f"{self.page_id} {self.ground}"


class SampleCheck(models.Model):
    """A page drawn at random, among those that left on a signed charter, to be read after the fact. It judges the text, nobody."""

    class Verdict(models.TextChoices):
        WAITING = "", _("to be read")
        FINE = "fine", _("nothing to say")
        CORRECT = "correct", _("to be corrected")

    publication = models.OneToOneField(Publication, on_delete=models.CASCADE, related_name="sample", verbose_name=_("publication"))
    verdict = models.CharField(_("verdict"), max_length=8, choices=Verdict, default=Verdict.WAITING, blank=True)
    note = models.CharField(_("what to correct"), max_length=500, blank=True)
    reader = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("read by"))
    drawn_at = models.DateTimeField(_("drawn on"))
    read_at = models.DateTimeField(pgettext_lazy("page", "read on"), null=True, blank=True)

    class Meta:
        verbose_name = _("reading after the fact")
        verbose_name_plural = _("readings after the fact")
        ordering = ["drawn_at", "pk"]

    def __str__(self) -> str:
        return f"{self.publication_id} {self.verdict}"


class PageMove(models.Model):
    """The journal of one page, chained by hash: who did what on which version, under which mission and charter version. Ids and codes only."""

    page = models.ForeignKey(Page, on_delete=models.SET_NULL, null=True, related_name="moves", verbose_name=_("page"))
    page_key = models.PositiveBigIntegerField(_("number of the page"))
    number = models.PositiveIntegerField(_("number"))
    code = models.CharField(_("action"), max_length=16)
    actor = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("done by"))
    revision_key = models.PositiveBigIntegerField(_("number of the version"), null=True)
    mandate = models.ForeignKey("referents.Mandate", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("mission"))
    charter_version = models.ForeignKey("referents.CharterVersion", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("charter version"))
    detail = models.JSONField(_("detail"), default=dict)
    at = models.DateTimeField(_("at"))
    previous_hash = models.CharField(max_length=64, blank=True, editable=False)
    hash = models.CharField(max_length=64, editable=False)

    class Meta:
        verbose_name = _("move of a page")
        verbose_name_plural = _("moves of pages")
        ordering = ["page_key", "number"]
        constraints = [models.UniqueConstraint(fields=["page_key", "number"], name="cms_move_number")]

    def __str__(self) -> str:
        return f"{self.page_key}/{self.number} {self.code}"


class TruthReminder(models.Model):
    """A step of « Toujours vrai ? » that was told, once for the day until which the page was true."""

    class Step(models.TextChoices):
        SOON = "soon", _("two weeks before")
        DUE = "due", _("on the day")
        ESCALATED = "escalated", _("two weeks after, to the head")
        ARCHIVED = "archived", _("a month after, archived")

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="truth_reminders", verbose_name=_("page"))
    true_until = models.DateField(_("true until"))
    step = models.CharField(_("step"), max_length=10, choices=Step)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("reminder that a page should be read again")
        verbose_name_plural = _("reminders that a page should be read again")
        constraints = [models.UniqueConstraint(fields=["page", "true_until", "step"], name="cms_reminder_once")]

    def __str__(self) -> str:
        return f"{self.page_id} {self.step}"


class PageFault(models.Model):
    """Something wrong found in a live page, written anew by each check: a link that leads nowhere, an image without its words."""

    class Kind(models.TextChoices):
        LINK = "link", _("broken link")
        PICTURE = "picture", _("image without alternative text")

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="faults", verbose_name=_("page"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    detail = models.CharField(_("detail"), max_length=300)
    found_at = models.DateTimeField(_("found on"))

    class Meta:
        verbose_name = _("fault of a page")
        verbose_name_plural = _("faults of pages")
        ordering = ["page", "kind", "pk"]
        indexes = [models.Index(fields=["kind", "page"], name="cms_fault_kind")]

    def __str__(self) -> str:
        return f"{self.page_id} {self.kind}"

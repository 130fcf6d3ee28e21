"""An idea box: a subject, who answers, within how many days."""

from datetime import date

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rse.communities.models import Community
from rse.ideas.querysets import CategoryQuerySet, IdeaBoxQuerySet
from rse.people.models import Department, Organisation


class IdeaBox(models.Model):
    """Open to everybody, or to the readers of one group. One person answers, or whoever heads a department."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="idea_boxes", verbose_name=_("organisation"))
    community = models.ForeignKey(Community, on_delete=models.PROTECT, null=True, blank=True, related_name="idea_boxes", verbose_name=_("group"))
    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("address"), max_length=90, unique=True)
    purpose = models.TextField(_("what it is for"), max_length=1000, blank=True)
    answerer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="idea_boxes_answered", verbose_name=_("who answers")
    )
    department = models.ForeignKey(Department, on_delete=models.PROTECT, null=True, blank=True, related_name="idea_boxes", verbose_name=_("whose head answers"))
    answer_days = models.PositiveSmallIntegerField(_("answered within (days)"), default=30, validators=[MinValueValidator(1), MaxValueValidator(365)])
    opens_on = models.DateField(_("open from"), default=timezone.localdate)
    closes_on = models.DateField(_("last day"), null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("created by"))
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    objects = IdeaBoxQuerySet.as_manager()

    class Meta:
        verbose_name = _("idea box")
        verbose_name_plural = _("idea boxes")
        ordering = ["-opens_on", "name", "pk"]
        permissions = [("manage_boxes", _("Can open and change idea boxes, and merge ideas"))]
        constraints = [
            models.CheckConstraint(
                condition=Q(answerer=None, department__isnull=False) | Q(answerer__isnull=False, department=None), name="ideas_box_one_answers"
            ),
            models.CheckConstraint(condition=Q(closes_on=None) | Q(closes_on__gte=F("opens_on")), name="ideas_box_days_in_order"),
        ]

    def __str__(self) -> str:
        return self.name

    def is_open(self, on: date) -> bool:
        return self.opens_on <= on and (self.closes_on is None or on <= self.closes_on)


class Category(models.Model):
    """A subject within a box. Retired ones stay under the ideas that bear them and are no longer offered."""

    box = models.ForeignKey(IdeaBox, on_delete=models.CASCADE, related_name="categories", verbose_name=_("idea box"))
    name = models.CharField(_("name"), max_length=60)
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    offered = models.BooleanField(_("offered"), default=True)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["box", "name"], name="ideas_category_once")]

    def __str__(self) -> str:
        return self.name

"""The staff canteen: what is served, week by week."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Orderable

from cms.models.base import BodyPage, IntranetPage


class CanteenPage(BodyPage):
    """The canteen: where, when, how much, and the menu of this week."""

    place = models.CharField(_("where"), max_length=200, blank=True)
    hours = models.CharField(_("opening hours"), max_length=200, blank=True)

    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.CanteenWeekPage"]
    max_count = 1
    template = "cms/canteen.html"
    content_panels = [*IntranetPage.content_panels, FieldPanel("intro"), FieldPanel("place"), FieldPanel("hours"), FieldPanel("body")]

    class Meta:
        verbose_name = _("canteen")
        verbose_name_plural = _("canteens")


class CanteenWeekPage(IntranetPage):
    """The menu of one week; `monday` is its first day."""

    monday = models.DateField(_("Monday"), help_text=_("The first day of the week."))
    note = models.CharField(_("word of the kitchen"), max_length=300, blank=True)

    parent_page_types = ["cms.CanteenPage"]
    subpage_types: list[str] = []
    template = "cms/canteen_week.html"
    content_panels = [*IntranetPage.content_panels, FieldPanel("monday"), FieldPanel("note"), InlinePanel("days", label=_("Day"), max_num=5)]

    class Meta:
        verbose_name = _("menu of the week")
        verbose_name_plural = _("menus of the week")
        indexes = [models.Index(fields=["-monday"], name="cms_week_latest")]

    def clean(self) -> None:
        super().clean()
        if self.monday and self.monday.weekday() != 0:
            raise ValidationError({"monday": _("This day is not a Monday.")})


class CanteenDay(Orderable):
    """What is served one day."""

    week = ParentalKey(CanteenWeekPage, on_delete=models.CASCADE, related_name="days", verbose_name=_("week"))
    day = models.DateField(_("day"))
    starter = models.CharField(_("starter"), max_length=160, blank=True)
    main = models.CharField(_("main dish"), max_length=160)
    vegetarian = models.CharField(_("dish without meat"), max_length=160, blank=True)
    dessert = models.CharField(_("dessert"), max_length=160, blank=True)

    panels = [FieldPanel(name) for name in ("day", "starter", "main", "vegetarian", "dessert")]

    class Meta(Orderable.Meta):
        verbose_name = _("day of the canteen")
        verbose_name_plural = _("days of the canteen")
        indexes = [models.Index(fields=["day"], name="cms_canteen_day")]

    def __str__(self) -> str:
        return f"{self.day}: {self.main}"

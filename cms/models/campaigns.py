"""A campaign: something the whole town hall does for a while."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from cms.models.base import BodyPage, IntranetPage
from rse.core.models import Image


class CampaignPage(BodyPage):
    """What one is asked, between two dates, with one thing to do."""

    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    image = models.ForeignKey(Image, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("image"))
    image_alt = models.CharField(
        _("alternative text"), max_length=200, blank=True, help_text=_("What the image shows, for those who cannot see it; empty when it only decorates.")
    )
    action_label = models.CharField(_("what to do"), max_length=60, blank=True, help_text=_("The words of the button."))
    action_page = models.ForeignKey(
        "wagtailcore.Page", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("page of the button")
    )

    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.ArticlePage", "cms.FormPage"]
    template = "cms/campaign.html"
    content_panels = [
        *IntranetPage.content_panels,
        FieldPanel("intro"),
        FieldPanel("starts_on"),
        FieldPanel("ends_on"),
        FieldPanel("image"),
        FieldPanel("image_alt"),
        FieldPanel("action_label"),
        FieldPanel("action_page"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("campaign page")
        verbose_name_plural = _("campaign pages")

    def clean(self) -> None:
        super().clean()
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("The campaign ends before it starts.")})

"""The newsletter: issues that stay readable on the web."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from cms.models.base import BodyPage, IntranetPage


class NewsletterIndexPage(IntranetPage):
    """All the issues, newest first."""

    intro = models.CharField(_("in one sentence"), max_length=300, blank=True)

    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.NewsletterPage"]
    max_count = 1
    template = "cms/newsletter_index.html"
    content_panels = [*IntranetPage.content_panels, FieldPanel("intro")]

    class Meta:
        verbose_name = _("list of newsletters")
        verbose_name_plural = _("lists of newsletters")


class NewsletterPage(BodyPage):
    """One issue."""

    number = models.PositiveIntegerField(_("number"), default=1)
    date = models.DateField(_("date"), default=timezone.localdate)

    parent_page_types = ["cms.NewsletterIndexPage"]
    subpage_types: list[str] = []
    template = "cms/newsletter.html"
    content_panels = [*IntranetPage.content_panels, FieldPanel("number"), FieldPanel("date"), FieldPanel("intro"), FieldPanel("body")]

    class Meta:
        verbose_name = _("newsletter issue")
        verbose_name_plural = _("newsletter issues")

"""The knowledge base: how things are done here, who to ask, until when it is true."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, PageChooserPanel
from wagtail.models import Orderable
from wagtail.search import index

from cms.blocks import StepsStreamBlock
from cms.fields import BlocksField
from cms.models.base import BodyPage, IntranetPage


class GuideIndexPage(IntranetPage):
    """All the guides, by theme."""

    intro = models.CharField(_("in one sentence"), max_length=300, blank=True)

    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.GuidePage"]
    max_count = 1
    template = "cms/guide_index.html"
    content_panels = [*IntranetPage.content_panels, FieldPanel("intro")]

    class Meta:
        verbose_name = _("list of guides")
        verbose_name_plural = _("lists of guides")


class GuidePage(BodyPage):
    """One thing to do: for whom, how long, step by step."""

    class Theme(models.TextChoices):
        ARRIVING = "arriving", _("Arriving and leaving")
        TIME = "time", _("Time and leave")
        CAREER = "career", _("Career and pay")
        TOOLS = "tools", _("Computer and telephone")
        PLACES = "places", _("Places, rooms and vehicles")
        BUYING = "buying", _("Buying and paying")
        PUBLIC = "public", _("Receiving the public")
        SAFETY = "safety", _("Health and safety")
        WRITING = "writing", _("Deciding and writing")

    theme = models.CharField(_("theme"), max_length=10, choices=Theme, default=Theme.TOOLS)
    for_whom = models.CharField(_("for whom"), max_length=160, blank=True)
    takes = models.CharField(_("how long it takes"), max_length=80, blank=True)
    steps = BlocksField(StepsStreamBlock(), blank=True, verbose_name=_("steps"))

    parent_page_types = ["cms.GuideIndexPage", "cms.PortalPage"]
    subpage_types: list[str] = []
    template = "cms/guide.html"
    content_panels = [
        *IntranetPage.content_panels,
        FieldPanel("theme"),
        FieldPanel("intro"),
        FieldPanel("for_whom"),
        FieldPanel("takes"),
        FieldPanel("steps"),
        FieldPanel("body"),
        InlinePanel("related_pages", label=_("Page to read too"), max_num=6),
    ]
    search_fields = [*BodyPage.search_fields, index.SearchField("steps"), index.FilterField("theme")]

    class Meta:
        verbose_name = _("guide")
        verbose_name_plural = _("guides")


class RelatedPage(Orderable):
    """Another page that readers of a guide need."""

    guide = ParentalKey(GuidePage, on_delete=models.CASCADE, related_name="related_pages", verbose_name=_("guide"))
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+", verbose_name=_("page"))

    panels = [PageChooserPanel("page")]

    class Meta(Orderable.Meta):
        verbose_name = _("page to read too")
        verbose_name_plural = _("pages to read too")

    def __str__(self) -> str:
        return str(self.page)

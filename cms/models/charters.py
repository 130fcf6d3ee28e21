"""A charter explained: the text in force comes from the register of charters, never from the page."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from cms.models.base import BodyPage, IntranetPage
from referents.models import Charter


class CharterPage(BodyPage):
    """Why a charter, what it changes, and the way to the version that is signed."""

    charter = models.ForeignKey(Charter, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("charter"))

    parent_page_types = ["cms.HomePage"]
    subpage_types: list[str] = []
    template = "cms/charter.html"
    content_panels = [*IntranetPage.content_panels, FieldPanel("charter"), FieldPanel("intro"), FieldPanel("body")]

    class Meta:
        verbose_name = _("charter page")
        verbose_name_plural = _("charter pages")

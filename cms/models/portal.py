"""The portal of a department: made from the department itself, so that a reorganisation changes it and never breaks it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from cms.models.base import BodyPage, IntranetPage
from rse.people.models import Department


class PortalIndexPage(IntranetPage):
    """All the portals, in the order of the organisation chart."""

    intro = models.CharField(_("in one sentence"), max_length=300, blank=True)

    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.PortalPage"]
    max_count = 1
    template = "cms/portal_index.html"
    content_panels = [*IntranetPage.content_panels, FieldPanel("intro")]

    class Meta:
        verbose_name = _("list of departments")
        verbose_name_plural = _("lists of departments")


class PortalPage(BodyPage):
    """One department: its words are here, everything else (team, referents, accounts, events, guides, documents) is computed from `of`."""

    of = models.OneToOneField(Department, on_delete=models.SET_NULL, null=True, related_name="portal", verbose_name=_("department shown"))
    telephone = models.CharField(_("telephone"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    place = models.CharField(_("where"), max_length=200, blank=True)
    hours = models.CharField(_("opening hours"), max_length=200, blank=True)
    collection = models.ForeignKey(
        "wagtailcore.Collection", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("collection of documents")
    )

    parent_page_types = ["cms.PortalIndexPage"]
    subpage_types = ["cms.GuidePage", "cms.ArticlePage"]
    template = "cms/portal.html"
    read_with = (*IntranetPage.read_with, "collection", "of__head__agent")
    content_panels = [
        *IntranetPage.content_panels,
        FieldPanel("of"),
        FieldPanel("intro"),
        FieldPanel("telephone"),
        FieldPanel("email"),
        FieldPanel("place"),
        FieldPanel("hours"),
        FieldPanel("collection"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("portal of a department")
        verbose_name_plural = _("portals of departments")

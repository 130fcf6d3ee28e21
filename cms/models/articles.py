"""Articles, legal texts and the map of the site."""

from django.utils.translation import gettext_lazy as _

from cms.models.base import BodyPage, IntranetPage


class ArticlePage(BodyPage):
    """A page that explains something, below any other."""

    parent_page_types = ["cms.HomePage", "cms.PortalPage", "cms.ArticlePage", "cms.CampaignPage"]
    subpage_types = ["cms.ArticlePage"]
    template = "cms/article.html"

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")


class LegalPage(BodyPage):
    """A text of rules: internal regulations, personal data, archives. The declarations of the tool itself are not pages."""

    parent_page_types = ["cms.HomePage"]
    subpage_types: list[str] = []
    template = "cms/article.html"

    class Meta:
        verbose_name = _("legal page")
        verbose_name_plural = _("legal pages")


class SiteMapPage(IntranetPage):
    """Every page the reader may see, as a tree."""

    parent_page_types = ["cms.HomePage"]
    subpage_types: list[str] = []
    max_count = 1
    template = "cms/site_map.html"

    class Meta:
        verbose_name = _("map of the site")
        verbose_name_plural = _("maps of the site")

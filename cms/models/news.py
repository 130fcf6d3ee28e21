"""News: dated, in a category, sometimes pinned, said in the name of a department, talked about in the feed."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from cms.models.base import BodyPage, IntranetPage
from rse.core.models import Image
from rse.feed.models import Post


class NewsCategory(models.Model):
    """A word under which news are found. `order` is that of the filters."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    slug = models.SlugField(_("slug"), max_length=60, unique=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    panels = [FieldPanel("name"), FieldPanel("slug"), FieldPanel("order")]

    class Meta:
        verbose_name = _("category of news")
        verbose_name_plural = _("categories of news")
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class NewsIndexPage(IntranetPage):
    """All the news, newest first, those pinned above."""

    intro = models.CharField(_("in one sentence"), max_length=300, blank=True)

    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.NewsPage"]
    max_count = 1
    template = "cms/news_index.html"
    content_panels = [*IntranetPage.content_panels, FieldPanel("intro")]

    class Meta:
        verbose_name = _("list of news")
        verbose_name_plural = _("lists of news")


class NewsPage(BodyPage):
    """One piece of news. `post` is its thread in the feed: nothing is said there before the page is live."""

    date = models.DateField(_("date"), default=timezone.localdate)
    category = models.ForeignKey(NewsCategory, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("category"))
    in_the_name_of_department = models.BooleanField(
        _("in the name of the department"), default=True, help_text=_("The department is shown as author; otherwise the owner of the page is.")
    )
    pinned_until = models.DateField(_("pinned until"), null=True, blank=True)
    image = models.ForeignKey(Image, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("image"))
    image_alt = models.CharField(
        _("alternative text"), max_length=200, blank=True, help_text=_("What the image shows, for those who cannot see it; empty when it only decorates.")
    )
    comments_open = models.BooleanField(_("open to comments"), default=True)
    post = models.OneToOneField(Post, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="news_page", verbose_name=_("thread"))

    parent_page_types = ["cms.NewsIndexPage"]
    subpage_types: list[str] = []
    template = "cms/news.html"
    read_with = (*IntranetPage.read_with, "category", "image")
    content_panels = [
        *IntranetPage.content_panels,
        FieldPanel("date"),
        FieldPanel("category"),
        FieldPanel("intro"),
        FieldPanel("image"),
        FieldPanel("image_alt"),
        FieldPanel("body"),
    ]
    settings_panels = [
        FieldPanel("in_the_name_of_department"),
        FieldPanel("pinned_until"),
        FieldPanel("comments_open"),
        *IntranetPage.settings_panels,
    ]
    search_fields = [*BodyPage.search_fields, index.FilterField("date")]

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news")
        indexes = [models.Index(fields=["-date"], name="cms_news_latest")]

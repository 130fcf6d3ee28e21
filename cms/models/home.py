"""The landing page of the intranet, and what it says today: dated and targeted alerts."""

from django.db import models
from django.db.models import F, Q
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from cms.models.base import BodyPage
from cms.querysets import AlertQuerySet
from rse.core.prepared import Prepared
from rse.people.models import Department

_SHOWN: dict[type[Page], Prepared] = {}


class HomePage(BodyPage):
    """The root of the site. What colleagues must do stays on Relais's own home page; this one opens the intranet."""

    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    template = "cms/home.html"

    class Meta:
        verbose_name = _("home of the intranet")
        verbose_name_plural = _("homes of the intranet")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """The whole way down in one query where Wagtail takes two a step, and the page with what it is read with in another: no page of the
        intranet answers at an address of its own below it."""
        places = [self.url_path + "/".join(path_components[: length + 1]) + "/" for length in range(len(path_components))]
        steps = list(Page.objects.descendant_of(self).filter(url_path__in=places).order_by("path")) if places else []
        if len(steps) < len(places):
            raise Http404
        found = _with_what_it_shows(steps[-1]) if steps else self
        found.way = [self, *steps[:-1]] if steps else []
        result: RouteResult = found.route(request, []) if steps else super().route(request, [])
        return result


def _with_what_it_shows(page: Page) -> Page:
    """Of its own kind, with what its template reads. The SQL of each kind is written once; who may read it is asked elsewhere."""
    model = page.specific_class or Page
    if model not in _SHOWN:
        _SHOWN[model] = Prepared(lambda _user, _now, pages: model._default_manager.select_related(*getattr(model, "read_with", ())).filter(pk__in=pages))
    return next(iter(_SHOWN[model].objects(None, pages=[page.pk])), page)


class Alert(models.Model):
    """A banner on the home page, from an hour to another, for everybody or for some departments and what lies below them."""

    class Level(models.TextChoices):
        INFO = "info", _("good to know")
        WARNING = "warning", _("take care")
        URGENT = "urgent", pgettext_lazy("alert", "urgent")

    title = models.CharField(_("title"), max_length=120)
    text = models.CharField(_("text"), max_length=400, blank=True)
    level = models.CharField(_("level"), max_length=8, choices=Level, default=Level.INFO)
    page = models.ForeignKey(Page, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("page to read"))
    starts_at = models.DateTimeField(_("shown from"), default=timezone.now)
    ends_at = models.DateTimeField(_("shown until"))
    departments = models.ManyToManyField(
        Department,
        blank=True,
        related_name="+",
        verbose_name=_("departments"),
        help_text=_("Nothing chosen: everybody. A department also stands for those below it."),
    )

    objects = AlertQuerySet.as_manager()

    panels = [
        FieldPanel("title"),
        FieldPanel("text"),
        FieldPanel("level"),
        FieldPanel("page"),
        FieldPanel("starts_at"),
        FieldPanel("ends_at"),
        FieldPanel("departments"),
    ]

    class Meta:
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        ordering = ["-starts_at", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="cms_alert_ends_after_it_starts")]

    def __str__(self) -> str:
        return self.title

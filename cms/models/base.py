"""What every page of the intranet holds: who answers for it, which department and subject, and the day until which somebody says it is still true."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index

from cms.blocks import BodyBlock
from cms.choosers import account_chooser, topic_chooser
from cms.fields import BlocksField
from referents.models import Topic
from rse.people.models import Department, User

DARK = "dark"
PREVIEW_MODES = [("", _("In my theme")), (DARK, _("In the dark theme"))]
PREVIEW_SIZES = [
    {"name": "mobile", "icon": "mobile-alt", "device_width": 390, "label": _("On a phone")},
    {"name": "small", "icon": "mobile-alt", "device_width": 320, "label": _("On a small phone")},
    {"name": "tablet", "icon": "tablet-alt", "device_width": 768, "label": _("On a tablet")},
    {"name": "desktop", "icon": "desktop", "device_width": 1280, "label": _("On a computer")},
]
LIFE = [
    FieldPanel("owner", widget=account_chooser.widget_class),
    FieldPanel("deputy", widget=account_chooser.widget_class),
    FieldPanel("department"),
    FieldPanel("topic", widget=topic_chooser.widget_class),
    FieldPanel("true_until"),
]


class IntranetPage(Page):
    """A page of the intranet. Wagtail's own `owner` answers for it, `deputy` when they are away.

    `true_until` is a promise: on that day the owner is asked to read the page again; `confirmed_at` and `confirmed_by` say who last did.
    """

    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("deputy of the owner")
    )
    department = models.ForeignKey(
        Department, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("department that answers for it")
    )
    topic = models.ForeignKey(Topic, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("subject"))
    true_until = models.DateField(_("true until"), null=True, blank=True, help_text=_("On that day the owner is asked to read the page again."))
    confirmed_at = models.DateTimeField(_("said to be still true on"), null=True, blank=True, editable=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name=_("said to be still true by")
    )

    settings_panels = [*Page.settings_panels, MultiFieldPanel(LIFE, heading=_("Who answers for this page"))]
    # What its template reads beside the page, fetched in the same query.
    read_with: tuple[str, ...] = ("owner", "department", "topic")
    # The pages from the home of the intranet down to this one, left out; None when it was not reached by its address.
    way: Sequence[Page] | None = None

    class Meta:
        abstract = True

    def get_view_restrictions(self) -> QuerySet:
        """Nothing is left to ask of a page reached by its address: `before_serve_page` has read Wagtail's restrictions with ours."""
        rows: QuerySet = super().get_view_restrictions() if self.way is None else PageViewRestriction.objects.none()
        return rows

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return PREVIEW_MODES

    @property
    def preview_sizes(self) -> list[dict[str, Any]]:
        return PREVIEW_SIZES

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """As the reader sees it; in the dark theme whatever the editor's own, which is not changed."""
        if mode_name == DARK and request.user.is_authenticated:
            request.user.theme = User.Theme.DARK
        response: HttpResponse = super().serve_preview(request, mode_name)
        return response


class BodyPage(IntranetPage):
    """A page with a sentence that says what it is for, and a body made of blocks."""

    intro = models.CharField(_("in one sentence"), max_length=300, blank=True, help_text=_("Shown in lists and at the top of the page."))
    body = BlocksField(BodyBlock(), blank=True, verbose_name=pgettext_lazy("page", "body"))

    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("intro"), index.AutocompleteField("intro"), index.SearchField("body")]

    class Meta:
        abstract = True

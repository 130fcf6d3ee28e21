"""Editor screens of what is not a page: alerts, menus and links, categories."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from cms.models import Alert, NavigationLink, NewsCategory


class AlertViewSet(SnippetViewSet):
    model = Alert
    icon = "warning"
    menu_label = _("Alerts")
    list_display = ["title", "level", "starts_at", "ends_at"]
    list_filter = ["level"]


class NavigationLinkViewSet(SnippetViewSet):
    model = NavigationLink
    icon = "link"
    menu_label = _("Menus and links")
    list_display = ["label", "place", "page", "address", "order"]
    list_filter = ["place"]


class NewsCategoryViewSet(SnippetViewSet):
    model = NewsCategory
    icon = "tag"
    menu_label = _("Categories of news")
    list_display = ["name", "order"]


class IntranetGroup(SnippetViewSetGroup):
    items = (AlertViewSet, NavigationLinkViewSet, NewsCategoryViewSet)
    menu_label = _("Intranet")
    menu_icon = "home"
    menu_order = 150

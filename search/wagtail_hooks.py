"""Wagtail's admin: what editors decide of search, and what is thought of it among the reports."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from search.viewsets import SearchScreens

register_snippet(SearchScreens)


class OpinionsItem(MenuItem):  # type: ignore[misc]  # Wagtail has no types
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("search.view_opinion"))


@hooks.register("register_reports_menu_item")
def register_opinions() -> OpinionsItem:
    return OpinionsItem(_("Opinions on searches"), reverse("search:opinions"), icon_name="help", order=900)

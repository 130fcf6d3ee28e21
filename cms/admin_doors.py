"""Wagtail's lists and choosers narrowed by the restrictions, and « Qui lit cette page ? » among its screens. Registered by `wagtail_hooks`."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.userbar import ContentCheckerItem
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from cms.permissions import may_restrict, open_to
from cms.quality.panel import IntranetChecker
from cms.views.restrictions import readers
from rse.people.models import User


def register() -> None:
    for hook in ("construct_page_chooser_queryset", "construct_image_chooser_queryset", "construct_document_chooser_queryset"):
        hooks.register(hook, only_open)
    hooks.register("construct_explorer_page_queryset", only_open_below)
    hooks.register("register_admin_urls", urls)
    hooks.register("register_page_header_buttons", readers_button)
    hooks.register("register_log_actions", log_actions)
    hooks.register("construct_wagtail_userbar", our_checker)


def only_open(rows: QuerySet, request: HttpRequest) -> QuerySet:
    """Nobody chooses what they do not read."""
    return open_to(request.user, rows)  # type: ignore[arg-type]  # the editing screens are behind a sign-in


def only_open_below(_parent: Page, rows: QuerySet, request: HttpRequest) -> QuerySet:
    return only_open(rows, request)


def urls() -> list[URLPattern]:
    return [path("pages/<int:page_id>/lecteurs/", readers, name="cms_readers")]


def readers_button(page: Page, user: User, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if page.pk and not page.is_root() and may_restrict(user, page):
        yield Button(_("Who reads this page?"), reverse("cms_readers", args=[page.pk]), icon_name="view", priority=60)


def log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("cms.restrict", _("Close to some"), _("Said who reads the page"))
    actions.register_action("cms.confirm", _("Say still true"), _("Said that the page is still true"))
    actions.register_action("cms.send_letter", _("Send the letter"), _("Sent the issue to all colleagues"))
    actions.register_action("cms.open", _("Open to all"), _("Opened the page to all colleagues"))


def our_checker(request: HttpRequest, items: list[Any], page: Page | None) -> None:
    """Wagtail's accessibility checker, set for authors of an intranet. Wagtail looks for an argument called `page`."""
    del request, page
    items[:] = [IntranetChecker(in_editor=item.in_editor) if isinstance(item, ContentCheckerItem) else item for item in items]

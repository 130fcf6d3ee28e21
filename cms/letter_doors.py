"""The letter among Wagtail's screens: a line of its menu, buttons above issues. Registered by `wagtail_hooks`."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page

from cms.models import NewsletterIndexPage, NewsletterPage
from cms.permissions import may_send, may_write_letter
from cms.views import letter_desk
from rse.people.models import User


def register() -> None:
    hooks.register("register_admin_urls", urls)
    hooks.register("register_admin_menu_item", menu_line)
    hooks.register("register_page_header_buttons", buttons)


def urls() -> list[URLPattern]:
    return [
        path("lettre/", letter_desk.select, name="cms_letter"),
        path("lettre/suggestions/<int:pk>/ecarter/", letter_desk.set_aside, name="cms_letter_aside"),
        path("lettre/<int:page_id>/envoi/", letter_desk.sending, name="cms_letter_sending"),
    ]


class LetterLine(MenuItem):
    """For those who write the letter."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_write_letter(request.user)  # type: ignore[arg-type]  # the editing screens are behind a sign-in


def menu_line() -> LetterLine:
    return LetterLine(_("Internal letter"), reverse("cms_letter"), name="letter", icon_name="mail", order=160)


def buttons(page: Page, user: User, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if page.pk and page.specific_class is NewsletterIndexPage and may_write_letter(user):
        yield Button(_("Prepare an issue"), reverse("cms_letter"), icon_name="mail", priority=50)
    if page.pk and page.specific_class is NewsletterPage and may_send(user, page):
        yield Button(_("Send to all, figures"), reverse("cms_letter_sending", args=[page.pk]), icon_name="mail", priority=50)

"""The shell around every page: menu, tools, theme. Everything is computed only when a template asks for it."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, cast

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import NoReverseMatch

from rse.core import banners, conf, drafts, menu, suggestions, todo, tools
from rse.core.addresses import address
from rse.core.requests import SignedInRequest

if TYPE_CHECKING:
    from rse.people.models import User

SHARED_DESK = "shared_desk"


@dataclass(frozen=True)
class Account:
    """Whose account it is and where its pages are; an address is empty when this host has no such page."""

    name: str
    theme: str
    profile_url: str
    theme_url: str
    sign_out_url: str


class Shell:
    """What core/base.html needs to know about this request. Usable when no middleware has run (an error page)."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def user(self) -> "User | AnonymousUser":
        return getattr(self.request, "user", None) or AnonymousUser()

    @cached_property
    def signed_in(self) -> bool:
        return self.user.is_authenticated

    @cached_property
    def theme(self) -> str:
        """Either "light" or "dark" when the person chose one; "" follows the device."""
        theme = getattr(self.user, "theme", "")
        return theme if theme in ("light", "dark") else ""

    @cached_property
    def shared_desk(self) -> bool:
        """True on a computer used by several people: the browser keeps nothing."""
        return bool(hasattr(self.request, "session") and self.request.session.get(SHARED_DESK))

    @cached_property
    def initials(self) -> str:
        words = str(self.user).split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()

    @cached_property
    def sections(self) -> tuple[menu.Section, ...]:
        return menu.sections_for(self.user, path=self.request.path) if self.user.is_authenticated else ()

    @cached_property
    def account(self) -> Account:
        pages = [_reverse_or_nothing(name) for name in ("people:profile", "people:theme", "account_logout")]
        return Account(str(self.user), self.theme, *pages)

    @cached_property
    def tools(self) -> list[todo.TodoCard]:
        if not self.signed_in:
            return []
        request = cast(SignedInRequest, self.request)
        return [todo.TodoCard(tool.template, tool.context(request), tool.order) for tool in tools.all_tools()]

    @cached_property
    def banners(self) -> list[todo.TodoCard]:
        """What stands above the page, most pressing first."""
        if not self.signed_in:
            return []
        request = cast(SignedInRequest, self.request)
        return [todo.TodoCard(banner.template, banner.context(request), banner.order) for banner in banners.all_banners()]

    @cached_property
    def draft_done(self) -> str:
        """The draft that the browser may forget."""
        return drafts.taken(self.request) if self.signed_in else ""

    @cached_property
    def home_count(self) -> int:
        return next(
            (line.count or 0 for section in self.sections for line in section.lines if line.slug == menu.HOME.slug),
            0,
        )

    @cached_property
    def people_url(self) -> str:
        return _reverse_or_nothing("people:directory")

    @cached_property
    def colleagues_url(self) -> str:
        """« Collègues » of the bottom bar: what they say, or the directory in a host without a feed."""
        return _reverse_or_nothing("feed:home") or self.people_url

    @cached_property
    def suggest_url(self) -> str:
        """Where the search field asks for people while one types."""
        return suggestions.address()

    @cached_property
    def search_url(self) -> str:
        """Where the search field leads."""
        return suggestions.results_address() or _reverse_or_nothing("core:search")

    @cached_property
    def poll_url(self) -> str:
        """Where the browser asks for what it missed when sockets are blocked."""
        return _reverse_or_nothing("notifications:since")

    @cached_property
    def sign_in_url(self) -> str:
        return _reverse_or_nothing(conf.login_url_name())


def _reverse_or_nothing(name: str) -> str:
    try:
        return address(name)
    except NoReverseMatch:
        return ""


def shell(request: HttpRequest) -> dict[str, Shell]:
    return {"shell": Shell(request)}

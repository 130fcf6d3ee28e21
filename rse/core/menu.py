"""The main menu. Rooms register their entries from `AppConfig.ready()`; each person sees what the role needs, in parts of five or six lines."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ImproperlyConfigured
from django.urls import NoReverseMatch
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rse.core import todo
from rse.core.addresses import address

if TYPE_CHECKING:
    from rse.people.models import User

SECTIONS: dict[str, str | Promise] = {
    "": "",
    "colleagues": pgettext_lazy("part of the menu", "Colleagues"),
    "answers": pgettext_lazy("part of the menu", "Questions and answers"),
    "communication": _("Communication"),
    "hr": _("Human resources"),
    "admin": _("Administration"),
}


def everyone(_user: "User") -> bool:
    return True


def uncounted(_user: "User") -> int | None:
    return None


@dataclass(frozen=True)
class MenuEntry:
    """One line of the menu. `count` is what waits behind it (None or 0 shows nothing); `icon` names a symbol of icons.svg."""

    slug: str
    label: str | Promise
    url_name: str
    section: str = ""
    order: int = 100
    shown_to: Callable[["User"], bool] = everyone
    count: Callable[["User"], int | None] = uncounted
    icon: str = ""


@dataclass(frozen=True)
class Line:
    """An entry as one person sees it on one page. `current` is the value of aria-current: "page", "true" or ""."""

    slug: str
    label: str | Promise
    url: str
    icon: str
    count: int | None
    current: str


@dataclass(frozen=True)
class Section:
    slug: str
    label: str | Promise
    lines: tuple[Line, ...]


HOME = MenuEntry("todo", _("To do"), "core:home", order=0, count=todo.count_for, icon="todo")

_entries: dict[str, MenuEntry] = {HOME.slug: HOME}


def register(entry: MenuEntry) -> None:
    """Add an entry. Raises ImproperlyConfigured for an unknown section or a slug taken by another entry."""
    if entry.section not in SECTIONS:
        raise ImproperlyConfigured(f"Menu entry {entry.slug!r} stands in an unknown section {entry.section!r}.")
    if _entries.setdefault(entry.slug, entry) != entry:
        raise ImproperlyConfigured(f"Two menu entries are called {entry.slug!r}.")


def sections_for(user: "User", *, path: str) -> tuple[Section, ...]:
    """The menu of this person, empty sections left out; the entry whose address is the longest start of `path` is current."""
    urls = {entry.slug: _address(entry) for entry in _entries.values() if entry.shown_to(user)}
    current = max(
        (slug for slug, url in urls.items() if _leads_to(url, path)),
        key=lambda slug: len(urls[slug]),
        default=None,
    )
    sections = []
    for slug, label in SECTIONS.items():
        entries = sorted(
            (entry for entry in _entries.values() if entry.section == slug and urls.get(entry.slug)),
            key=lambda entry: entry.order,
        )
        lines = tuple(_line(entry, user, urls[entry.slug], path, entry.slug == current) for entry in entries)
        if lines:
            sections.append(Section(slug, label, lines))
    return tuple(sections)


def _line(entry: MenuEntry, user: "User", url: str, path: str, is_current: bool) -> Line:
    current = ("page" if url == path else "true") if is_current else ""
    return Line(
        entry.slug,
        entry.label,
        url,
        entry.icon or entry.slug,
        entry.count(user),
        current,
    )


def _address(entry: MenuEntry) -> str:
    """The address, or "" while the room behind it is not installed in this host."""
    try:
        return address(entry.url_name)
    except NoReverseMatch:
        return ""


def _leads_to(url: str, path: str) -> bool:
    return bool(url) and (url == path or (url != address(HOME.url_name) and path.startswith(url)))

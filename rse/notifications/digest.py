"""What the digest may hold beside what concerns the person. Rooms above register their sections from `AppConfig.ready()`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise

if TYPE_CHECKING:
    from rse.people.models import User


@dataclass(frozen=True)
class Line:
    """One line: `url` is a path of this site; `where` and `by` are said beside the title; `words` only from a place open to everybody."""

    title: str
    url: str
    where: str = ""
    by: str = ""
    words: str = ""


@dataclass(frozen=True)
class Section:
    """`lines(user, since)` answers the lines worth reading, best first, through `visible_to(user)` at the moment it is called: when the digest
    leaves, never before. A few lines are enough (`LONGEST` are shown)."""

    code: str
    title: str | Promise
    lines: "Callable[[User, datetime], Sequence[Line]]"
    order: int = 100


LONGEST = 8
_sections: dict[str, Section] = {}


def register(section: Section) -> None:
    """Add a section. Raises ImproperlyConfigured when another one has the same code."""
    if _sections.setdefault(section.code, section) != section:
        raise ImproperlyConfigured(f"Two sections of the digest are called {section.code!r}.")


def sections_for(user: "User", since: datetime) -> list[tuple[Section, list[Line]]]:
    """The sections that have something to say to this person now."""
    found = [(section, list(section.lines(user, since))[:LONGEST]) for section in sorted(_sections.values(), key=lambda one: one.order)]
    return [(section, lines) for section, lines in found if lines]

"""The desk's list: four tabs, search, filters, pages by key. Everything about a line is loaded in a constant number of queries."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from referents.host import User
from referents.models import Enquiry, Message
from referents.querysets import EnquiryQuerySet
from referents.states import CLOSED, State

PAGE = 30
# A folded letter stands for the ways people write it; the database compares letter by letter, without an extension.
_WAYS = {"a": "aàâäáã", "c": "cç", "e": "eéèêë", "i": "iîïí", "n": "nñ", "o": "oôöóõ", "u": "uùûüú", "y": "yÿ"}
_OE = f"[{_WAYS['o']}][{_WAYS['e']}]"


@dataclass(frozen=True)
class Tab:
    """One file of the desk: its word in the address, its label, the states it holds."""

    slug: str
    label: str | Promise
    states: frozenset[str]

    @property
    def over(self) -> bool:
        return self.states == CLOSED


TABS = (
    Tab("a-traiter", _("To handle"), frozenset({State.NEW, State.REOPENED, State.QUALIFIED, State.ANSWERED, State.TO_CORRECT})),
    Tab("en-attente", _("On hold"), frozenset({State.ASSIGNED, State.IN_PROGRESS, State.WAITING, State.IN_REVIEW})),
    Tab("a-publier", _("To publish"), frozenset({State.READY, State.PUBLISHING, State.UNCERTAIN, State.FAILED})),
    Tab("terminees", _("Finished"), CLOSED),
)


@dataclass(frozen=True)
class Key:
    """Where a page of the list ends: the hour it is sorted by and the id."""

    at: datetime
    pk: int

    @classmethod
    def read(cls, text: str) -> "Key | None":
        """A key from the address; None when there is none or it cannot be read."""
        hour, _sign, pk = text.rpartition("_")
        try:
            at = parse_datetime(hour)
        except ValueError:
            return None
        return cls(at, int(pk)) if at and at.tzinfo and pk.isascii() and pk.isdigit() and len(pk) < 18 else None

    def __str__(self) -> str:
        return f"{self.at.isoformat()}_{self.pk}"


@dataclass(frozen=True)
class Page:
    """Lines of the list; `after` leads to the next ones, None at the end."""

    lines: list[Enquiry]
    after: Key | None


def tab_of(slug: str, *, enquiry: Enquiry | None = None) -> Tab:
    """The tab an address names; else the one that holds the question shown; else the first."""
    named = next((tab for tab in TABS if tab.slug == slug), None)
    holding = next((tab for tab in TABS if enquiry and enquiry.state in tab.states), None)
    return named or holding or TABS[0]


def counted(user: User) -> list[tuple[Tab, int]]:
    """Every tab with its number of questions. One query."""
    rows = dict(Enquiry.objects.visible_to(user).order_by().values_list("state").annotate(Count("pk")))
    return [(tab, sum(rows.get(state, 0) for state in tab.states)) for tab in TABS]


def page(user: User, tab: Tab, *, words: list[str], channel: str, department: int | None, after: Key | None) -> Page:
    """Thirty lines: what was promised first, or received first when nothing is promised; in the last tab, the latest first. Three queries."""
    rows = found(Enquiry.objects.visible_to(user).filter(state__in=tab.states), words)
    if channel:
        rows = rows.filter(channel=channel)
    if department:
        rows = rows.filter(topic__department=department)
    rows = rows.for_list().annotate(
        sorted_at=Coalesce("closed_at", "received_at") if tab.over else Coalesce("promised_at", "received_at"),
        joined=Count("merged", distinct=True),
    )
    if after:
        beyond = "lt" if tab.over else "gt"
        rows = rows.filter(Q(**{f"sorted_at__{beyond}": after.at}) | Q(**{"sorted_at": after.at, f"pk__{beyond}": after.pk}))
    lines = list(rows.order_by("-sorted_at", "-pk")[: PAGE + 1] if tab.over else rows.order_by("sorted_at", "pk")[: PAGE + 1])
    more = len(lines) > PAGE
    last = lines[PAGE - 1] if more else None
    return Page(lines[:PAGE], Key(last.sorted_at, last.pk) if last else None)


def found(rows: EnquiryQuerySet, words: list[str]) -> EnquiryQuerySet:
    """Questions whose subject, number or messages hold every one of these folded words, whatever the accents."""
    for word in words:
        pattern = "".join(f"[{_WAYS[sign]}]" if sign in _WAYS else re.escape(sign) for sign in word).replace(_OE, f"(?:{_OE}|œ)")
        said = Message.objects.filter(enquiry=OuterRef("pk"), text__iregex=pattern)
        rows = rows.filter(Q(subject__iregex=pattern) | Q(number__iregex=pattern) | Exists(said))
    return rows

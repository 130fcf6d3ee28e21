"""The desk's list: four tabs, search, filters, pages by key. Everything about a line is loaded in a constant number of queries."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from referents.host import User
from referents.models import Assignment, Enquiry, Message
from referents.querysets import EnquiryQuerySet
from referents.states import CLOSED, OPEN, State

PAGE = 30
WAITING = 12
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


@dataclass(frozen=True)
class Wanted:
    """What the list is narrowed to; each field left empty narrows nothing. Days are whole days of the town, both included."""

    words: tuple[str, ...] = ()
    channel: str = ""
    department: int | None = None
    topic: int | None = None
    area: int | None = None
    sensitivity: str = ""
    urgent: bool = False
    late: bool = False
    held_by: int | None = None
    since: date | None = None
    until: date | None = None


def tab_of(slug: str, *, enquiry: Enquiry | None = None) -> Tab:
    """The tab an address names; else the one that holds the question shown; else the first."""
    named = next((tab for tab in TABS if tab.slug == slug), None)
    holding = next((tab for tab in TABS if enquiry and enquiry.state in tab.states), None)
    return named or holding or TABS[0]


def counted(user: User) -> list[tuple[Tab, int]]:
    """Every tab with its number of questions. One query, remembered on the account object for its request: the menu shows the same numbers."""
    known: list[tuple[Tab, int]] | None = vars(user).get("_desk_counts")
    if known is None:
        rows = dict(Enquiry.objects.visible_to(user).order_by().values_list("state").annotate(Count("pk")))
        known = vars(user)["_desk_counts"] = [(tab, sum(rows.get(state, 0) for state in tab.states)) for tab in TABS]
    return known


def page(user: User, tab: Tab, wanted: Wanted, *, now: datetime, after: Key | None = None) -> Page:
    """Thirty lines: what was promised first, or received first when nothing is promised; in the last tab, the latest first. Three queries."""
    rows = narrowed(Enquiry.objects.visible_to(user).filter(state__in=tab.states), wanted, now=now)
    # Counted for the lines shown only: a GROUP BY would count for every question of the tab.
    joined = Enquiry.objects.filter(merged_into=OuterRef("pk")).order_by().values("merged_into").annotate(number=Count("pk"))
    rows = rows.for_list().annotate(
        sorted_at=Coalesce("closed_at", "received_at") if tab.over else Coalesce("promised_at", "received_at"),
        joined=Coalesce(Subquery(joined.values("number")), 0),
    )
    if after:
        beyond = "lt" if tab.over else "gt"
        rows = rows.filter(Q(**{f"sorted_at__{beyond}": after.at}) | Q(**{"sorted_at": after.at, f"pk__{beyond}": after.pk}))
    lines = list(rows.order_by("-sorted_at", "-pk")[: PAGE + 1] if tab.over else rows.order_by("sorted_at", "pk")[: PAGE + 1])
    more = len(lines) > PAGE
    last = lines[PAGE - 1] if more else None
    return Page(lines[:PAGE], Key(last.sorted_at, last.pk) if last else None)


def narrowed(rows: EnquiryQuerySet, wanted: Wanted, *, now: datetime) -> EnquiryQuerySet:
    """The questions that are as wanted."""
    same = {
        "channel": wanted.channel,
        "topic__department": wanted.department,
        "topic": wanted.topic,
        "area": wanted.area,
        "sensitivity": wanted.sensitivity,
        "urgent": wanted.urgent,
    }
    rows = rows.filter(**{name: value for name, value in same.items() if value})
    if wanted.late:
        rows = rows.filter(promised_at__lt=now, state__in=OPEN)
    if wanted.held_by:
        rows = rows.filter(Exists(Assignment.objects.filter(enquiry=OuterRef("pk"), active=True, user=wanted.held_by)))
    if wanted.since:
        rows = rows.filter(received_at__gte=_midnight(wanted.since))
    if wanted.until:
        rows = rows.filter(received_at__lt=_midnight(wanted.until + timedelta(days=1)))
    return found(rows, wanted.words)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def waiting(user: User) -> list[Enquiry]:
    """What the next person at the desk should know of: urgent first, then what was promised first. One query."""
    states = TABS[0].states | TABS[2].states
    rows = Enquiry.objects.visible_to(user).filter(Q(state__in=states) | Q(urgent=True, state__in=OPEN))
    return list(rows.order_by("-urgent", Coalesce("promised_at", "received_at"), "pk")[:WAITING])


def found(rows: EnquiryQuerySet, words: Iterable[str]) -> EnquiryQuerySet:
    """Questions whose subject, number or messages hold every one of these folded words, whatever the accents."""
    for word in words:
        pattern = "".join(f"[{_WAYS[sign]}]" if sign in _WAYS else re.escape(sign) for sign in word).replace(_OE, f"(?:{_OE}|œ)")
        said = Message.objects.filter(enquiry=OuterRef("pk"), text__iregex=pattern)
        rows = rows.filter(Q(subject__iregex=pattern) | Q(number__iregex=pattern) | Exists(said))
    return rows

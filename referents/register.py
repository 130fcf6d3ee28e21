"""The register of missions as HR reads it: filters, state of a mission on a day, totals, rows for a spreadsheet. No enquiry comes near it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from referents.colleagues import holds
from referents.conf import directory
from referents.host import Department, User
from referents.models import Mandate
from referents.text import words

PAGE_SIZE = 50
FORMULA = ("=", "+", "-", "@", "\t", "\r")
STATE_WORDS = {"current": gettext_lazy("in force"), "upcoming": gettext_lazy("upcoming"), "suspended": gettext_lazy("suspended"), "over": gettext_lazy("over")}


@dataclass(frozen=True)
class Row:
    """One mission in words. `training_over`: the training it needs is no longer valid on the day."""

    mandate: Mandate
    name: str
    scope: list[str]
    state: str
    visa_name: str
    training_over: bool

    @property
    def state_word(self) -> str | Promise:
        return STATE_WORDS[self.state]


@dataclass(frozen=True)
class Totals:
    """Of what the filters found. `full_time` adds up the shares of the missions in force, in full-time posts; never a person's."""

    missions: int
    current: int
    people: int
    full_time: Decimal
    to_mention: int


def state_on(mandate: Mandate, on: date) -> str:
    """One word for a mission on a day: "over" before "suspended" before "upcoming" before "current"."""
    if mandate.end is not None and mandate.end < on:
        return "over"
    if mandate.suspended_at is not None:
        return "suspended"
    return "upcoming" if mandate.start > on else "current"


def in_state(state: str, *, on: date) -> Q:
    """The same four words, asked of the database."""
    over, suspended = Q(end__isnull=False, end__lt=on), Q(suspended_at__isnull=False)
    return {
        "over": over,
        "suspended": ~over & suspended,
        "upcoming": ~over & ~suspended & Q(start__gt=on),
        "current": ~over & ~suspended & Q(start__lte=on),
    }.get(state, Q())


def filtered(user: User, *, on: date, q: str = "", role: str = "", state: str = "", department: Department | None = None) -> "QuerySet[Mandate]":
    """The missions `user` may see that match; a department takes in everything below it, and missions without any limit."""
    missions = Mandate.objects.visible_to(user).filter(in_state(state, on=on))
    if role:
        missions = missions.filter(role=role)
    if department is not None:
        branch = list(department.descendants().values_list("pk", flat=True))
        missions = missions.filter(Q(departments__isnull=True) | Q(departments__in=branch)).distinct()
    if q.strip():
        missions = missions.filter(user__in=_named(q))
    return missions.order_by("-start", "-pk")


def _named(q: str) -> list[int]:
    label, wanted = directory().label, words(q)
    people = get_user_model().objects.filter(pk__in=Mandate.objects.values("user"))
    return [person.pk for person in people if holds(label(person), wanted)]


def rows(missions: Iterable[Mandate], *, on: date) -> list[Row]:
    """The words of each mission; the missions come from `with_people`."""
    label = directory().label
    return [
        Row(
            mandate=mandate,
            name=label(mandate.user),
            scope=scope_words(mandate),
            state=state_on(mandate, on),
            visa_name=label(mandate.visa_by) if mandate.visa_by else "",
            training_over=mandate.training_valid_until is not None and mandate.training_valid_until < on,
        )
        for mandate in missions
    ]


def with_people(missions: "QuerySet[Mandate]") -> "QuerySet[Mandate]":
    """Everything a row shows, in a constant number of queries."""
    return missions.select_related("user", "visa_by", "replaces").prefetch_related("topics", "departments", "accounts")


def scope_words(mandate: Mandate) -> list[str]:
    """The scope in words: departments, topics, accounts; the whole authority when nothing limits it."""
    limits = [str(one) for one in (*mandate.departments.all(), *mandate.topics.all())]
    return [*(limits or [_("All departments and subjects")]), *(str(account) for account in mandate.accounts.all())]


def after(missions: "QuerySet[Mandate]", last: Mandate) -> "QuerySet[Mandate]":
    """What follows `last` in the order of the register."""
    return missions.filter(Q(start__lt=last.start) | Q(start=last.start, pk__lt=last.pk))


def totals(missions: "QuerySet[Mandate]", *, on: date) -> Totals:
    """One query, whatever the number of missions."""
    found = {mandate.pk: mandate for mandate in missions.only("pk", "user", "start", "end", "share", "job_description", "suspended_at")}.values()
    current = [mandate for mandate in found if state_on(mandate, on) == "current"]
    return Totals(
        missions=len(found),
        current=len(current),
        people=len({mandate.user_id for mandate in current}),
        full_time=(sum((mandate.share for mandate in current), Decimal()) / 100).quantize(Decimal("0.01")),
        to_mention=sum(mandate.job_description != Mandate.JobDescription.DONE for mandate in current),
    )


def cell(value: object) -> str:
    """A cell that a spreadsheet reads as text: what looks like a formula is kept from being one (CWE-1236)."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def table(missions: "QuerySet[Mandate]", *, on: date) -> Iterator[list[str]]:
    """The register for a spreadsheet: a head, then a line a mission."""
    yield [cell(head) for head in _heads()]
    for row in rows(with_people(missions), on=on):
        yield [cell(value) for value in _values(row)]


def _heads() -> list[str]:
    return [
        _("Person"), _("Account"), _("Role"), _("Scope"), pgettext("day", "From"), pgettext("day", "Until"),
        _("Share of working time (%)"), _("Mention in the job description"),
        _("Head’s agreement by"), _("Head’s agreement on"), _("Trained on"), _("Training valid until"), _("State"),
    ]  # fmt: skip


def _values(row: Row) -> list[object]:
    mandate = row.mandate
    return [
        row.name, mandate.user.get_username(), mandate.get_role_display(), ", ".join(row.scope), _day(mandate.start), _day(mandate.end),
        mandate.share, mandate.get_job_description_display(), row.visa_name, _day(mandate.visa_at),
        _day(mandate.trained_on), _day(mandate.training_valid_until), row.state_word,
    ]  # fmt: skip


def _day(day: date | None) -> str:
    return date_format(day, "SHORT_DATE_FORMAT") if day else ""

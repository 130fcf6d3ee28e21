"""The register of missions as HR reads it: filters, state of a mission on a day, totals, rows for a spreadsheet. No enquiry comes near it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet, prefetch_related_objects
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from referents.colleagues import holds
from referents.conf import directory
from referents.host import Department, User
from referents.models import Mandate
from referents.register_past import as_of
from referents.text import words

PAGE_SIZE = 50
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


LACKS = {
    "mention": gettext_lazy("without mention in the job description"),
    "visa": gettext_lazy("without the head’s agreement"),
    "training": gettext_lazy("training no longer valid"),
}


@dataclass(frozen=True)
class Asked:
    """What is looked for in the register. What may change in a mission (`state`, `ends_before`, `lacks`) is read as it was on the day."""

    q: str = ""
    role: str = ""
    department: Department | None = None
    state: str = ""
    ends_before: date | None = None
    lacks: frozenset[str] = frozenset()

    def conditions(self, on: date) -> Q:
        """What may change, asked of the database as it is now."""
        asked = in_state(self.state, on=on)
        if self.ends_before:
            asked &= Q(end__lt=self.ends_before)
        wanted = {
            "mention": ~Q(job_description=Mandate.JobDescription.DONE),
            "visa": Q(visa_by__isnull=True),
            "training": Q(training_valid_until__isnull=False, training_valid_until__lt=on),
        }
        for lack in sorted(self.lacks):
            asked &= wanted[lack]
        return asked

    def holds_for(self, mandate: Mandate, on: date) -> bool:
        """The same, asked of a mission as it was (see `as_of`)."""
        held = {
            "mention": mandate.job_description != Mandate.JobDescription.DONE,
            "visa": mandate.visa_by_id is None,
            "training": mandate.training_valid_until is not None and mandate.training_valid_until < on,
        }
        in_time = self.ends_before is None or (mandate.end is not None and mandate.end < self.ends_before)
        return in_time and self.state in {"", state_on(mandate, on)} and all(held[lack] for lack in self.lacks)


@dataclass(frozen=True)
class Found:
    """The missions that answer, as they are on `on`: today's from the database, a past day's rebuilt from the journal."""

    on: date
    missions: "QuerySet[Mandate] | list[Mandate]"

    def page(self, *, after: Mandate | None = None, size: int | None = None) -> list[Mandate]:
        """Up to `size` missions that follow `after` in the order of the register, with everything a row shows; a constant number of queries."""
        if isinstance(self.missions, list):
            left = [one for one in self.missions if after is None or (one.start, one.pk) < (after.start, after.pk)]
        else:
            rows = self.missions.select_related("user", "visa_by", "replaces")
            if after is not None:
                rows = rows.filter(Q(start__lt=after.start) | Q(start=after.start, pk__lt=after.pk))
            left = list(rows if size is None else rows[:size])
        page = left if size is None else left[:size]
        prefetch_related_objects(page, "user", "visa_by", "replaces", "topics", "departments", "accounts")
        return page

    def totals(self) -> "Totals":
        """One query for today, none for a past day."""
        if isinstance(self.missions, list):
            return totals(self.missions, on=self.on)
        light = self.missions.only("pk", "user", "start", "end", "share", "job_description", "suspended_at")
        return totals({one.pk: one for one in light}.values(), on=self.on)


def find(user: User, asked: Asked, *, on: date, today: date) -> Found:
    """The missions `user` may see that answer; a department takes in everything below it, and missions without any limit."""
    missions = Mandate.objects.visible_to(user).order_by("-start", "-pk")
    if asked.role:
        missions = missions.filter(role=asked.role)
    if asked.department is not None:
        branch = list(asked.department.descendants().values_list("pk", flat=True))
        missions = missions.filter(Q(departments__isnull=True) | Q(departments__in=branch)).distinct()
    if asked.q.strip():
        missions = missions.filter(user__in=_named(asked.q))
    if on >= today:
        return Found(on, missions.filter(asked.conditions(on)))
    return Found(on, [one for one in as_of(missions, on) if asked.holds_for(one, on)])


def _named(q: str) -> list[int]:
    label, wanted = directory().label, words(q)
    people = get_user_model().objects.filter(pk__in=Mandate.objects.values("user"))
    return [person.pk for person in people if holds(label(person), wanted)]


def rows(missions: Iterable[Mandate], *, on: date) -> list[Row]:
    """The words of each mission; the missions come from `Found.page`."""
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


def scope_words(mandate: Mandate) -> list[str]:
    """The scope in words: departments, topics, accounts; the whole authority when nothing limits it."""
    limits = [str(one) for one in (*mandate.departments.all(), *mandate.topics.all())]
    return [*(limits or [_("All departments and subjects")]), *(str(account) for account in mandate.accounts.all())]


def totals(missions: Iterable[Mandate], *, on: date) -> Totals:
    """Added up as the missions are on this day."""
    found = list(missions)
    current = [mandate for mandate in found if state_on(mandate, on) == "current"]
    return Totals(
        missions=len(found),
        current=len(current),
        people=len({mandate.user_id for mandate in current}),
        full_time=(sum((mandate.share for mandate in current), Decimal()) / 100).quantize(Decimal("0.01")),
        to_mention=sum(mandate.job_description != Mandate.JobDescription.DONE for mandate in current),
    )


def _heads() -> list[object]:
    return [
        _("Person"), _("Account"), _("Role"), _("Scope"), pgettext("day", "From"), pgettext("day", "Until"),
        _("Share of working time (%)"), _("Mention in the job description"),
        _("Head’s agreement by"), _("Head’s agreement on"), _("Trained on"), _("Training valid until"), _("State"),
    ]  # fmt: skip


def table(found: Found) -> Iterator[list[object]]:
    """The register for a spreadsheet: a head, then a line a mission; days are days and shares are numbers."""
    yield _heads()
    for row in rows(found.page(), on=found.on):
        mandate = row.mandate
        yield [
            row.name, mandate.user.get_username(), mandate.get_role_display(), ", ".join(row.scope), mandate.start, mandate.end,
            mandate.share, mandate.get_job_description_display(), row.visa_name, mandate.visa_at,
            mandate.trained_on, mandate.training_valid_until, str(row.state_word),
        ]  # fmt: skip

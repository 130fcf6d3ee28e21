"""Months, quarters, years and runs of months. Pure; days are local days, both ends included."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Self

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MONTH, QUARTER, YEAR, RUN = "month", "quarter", "year", "run"
MONTHS = {MONTH: 1, QUARTER: 3, YEAR: 12}
LONGEST_RUN = 36
_KEY = re.compile(r"(20\d\d)(?:-(?:(0[1-9]|1[0-2])|T([1-4])))?", re.ASCII)


@dataclass(frozen=True)
class Period:
    """Whole months from `first` (the first day of a month) on. `key` writes it in an address: 2026-10, 2026-T3, 2026, 2026-03..2026-08."""

    kind: str
    first: date
    length: int

    @classmethod
    def month(cls, day: date) -> Self:
        """The month this day lies in."""
        return cls(MONTH, day.replace(day=1), 1)

    @classmethod
    def run(cls, first: date, last: date) -> Self:
        """From one month to another, both included, whichever is named first; three years at most."""
        first, last = sorted((first.replace(day=1), last.replace(day=1)))
        return cls(RUN, first, min((last.year - first.year) * 12 + last.month - first.month + 1, LONGEST_RUN))

    @classmethod
    def read(cls, key: str) -> Self | None:
        """The period an address names; None for anything else."""
        start, _dots, end = key.partition("..")
        if end:
            first, last = cls.read(start), cls.read(end)
            return cls.run(first.first, last.first) if first and last and first.kind == last.kind == MONTH else None
        found = _KEY.fullmatch(key)
        if found is None:
            return None
        year, month, quarter = int(found[1]), found[2], found[3]
        if month:
            return cls(MONTH, date(year, int(month), 1), 1)
        return cls(QUARTER, date(year, 3 * int(quarter) - 2, 1), 3) if quarter else cls(YEAR, date(year, 1, 1), 12)

    @property
    def key(self) -> str:
        first = f"{self.first:%Y-%m}"
        last = f"{self.months[-1].first:%Y-%m}"
        quarter = f"{self.first.year}-T{(self.first.month + 2) // 3}"
        return {MONTH: first, QUARTER: quarter, YEAR: str(self.first.year)}.get(self.kind, f"{first}..{last}")

    @property
    def last(self) -> date:
        """Its last day."""
        return _shifted(self.first, self.length) - timedelta(days=1)

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        """Half-open, aware."""
        start, end = self.first, _shifted(self.first, self.length)
        return _midnight(start), _midnight(end)

    @property
    def months(self) -> "list[Period]":
        return [Period(MONTH, _shifted(self.first, step), 1) for step in range(self.length)]

    @property
    def parts(self) -> "list[Period]":
        """What it is made of, one step down: a year of quarters, a quarter or a run of months; nothing below a month."""
        if self.kind == YEAR:
            return [Period(QUARTER, _shifted(self.first, step), 3) for step in (0, 3, 6, 9)]
        return [] if self.kind == MONTH else self.months

    @property
    def previous(self) -> "Period":
        """The one of the same length just before."""
        return Period(self.kind, _shifted(self.first, -self.length), self.length)

    @property
    def next(self) -> "Period":
        return Period(self.kind, _shifted(self.first, self.length), self.length)

    @property
    def label(self) -> str:
        """« octobre 2026 », « 3e trimestre 2026 », « 2026 », « mars 2026 – août 2026 »."""
        if self.kind == MONTH:
            return date_format(self.first, "F Y")
        if self.kind == YEAR:
            return str(self.first.year)
        if self.kind == QUARTER:
            quarters = (_("1st quarter %(year)d"), _("2nd quarter %(year)d"), _("3rd quarter %(year)d"), _("4th quarter %(year)d"))
            return quarters[(self.first.month - 1) // 3] % {"year": self.first.year}
        return f"{date_format(self.first, 'F Y')}\u00a0– {date_format(self.months[-1].first, 'F Y')}"

    @property
    def compared(self) -> str:
        """How the period before is named in a comparison: « en septembre 2026 », « au 2e trimestre 2026 », « en 2025 », « les 6 mois d’avant »."""
        before = self.previous
        if self.kind == QUARTER:
            return _("in the %(quarter)s") % {"quarter": before.label}
        if self.kind == RUN:
            return ngettext("the month before", "the %(count)d months before", self.length) % {"count": self.length}
        return _("in %(period)s") % {"period": before.label}

    def is_over(self, today: date) -> bool:
        return self.last < today


def recent(today: date, *, months: int = 24, quarters: int = 8, years: int = 3) -> dict[str, list[Period]]:
    """What a person may choose, the present first."""
    month = Period.month(today)
    quarter = Period(QUARTER, date(today.year, today.month - (today.month - 1) % 3, 1), 3)
    year = Period(YEAR, date(today.year, 1, 1), 12)
    return {MONTH: _back(month, months), QUARTER: _back(quarter, quarters), YEAR: _back(year, years)}


def _back(period: Period, count: int) -> list[Period]:
    found = [period]
    while len(found) < count:
        found.append(found[-1].previous)
    return found


def _midnight(day: date) -> datetime:
    """In UTC: two local times of one zone are subtracted by their wall clocks."""
    return timezone.make_aware(datetime.combine(day, time())).astimezone(UTC)


def _shifted(day: date, months: int) -> date:
    total = day.year * 12 + day.month - 1 + months
    return date(total // 12, total % 12 + 1, 1)

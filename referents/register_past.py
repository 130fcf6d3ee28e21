"""The register as it was on a day: missions recorded by then, each taken back through its journal. Rows are rebuilt in memory and never saved."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from referents.models import Mandate, MandateChange


def day_begins(day: date) -> datetime:
    """Midnight in the time zone of the authority."""
    return timezone.make_aware(datetime.combine(day, time()))


def as_of(missions: "QuerySet[Mandate]", day: date) -> list[Mandate]:
    """These missions as they were when `day` ended, those recorded later left out. Two queries, whatever their number."""
    over = day_begins(day + timedelta(days=1))
    since: dict[int, list[MandateChange]] = {}
    for change in MandateChange.objects.filter(at__gte=over, mandate__created_at__lt=over).order_by("-at", "-pk"):
        since.setdefault(change.mandate_id, []).append(change)
    found = {mandate.pk: mandate for mandate in missions.filter(created_at__lt=over)}
    return [_taken_back(mandate, since.get(mandate.pk, [])) for mandate in found.values()]


def _taken_back(mandate: Mandate, changes: list[MandateChange]) -> Mandate:
    """Undo the changes, the latest first. Rows journalled before the register kept what was there take the plainest reading."""
    for change in changes:
        if change.code in _UNDO:
            _UNDO[change.code](mandate, change)
    return mandate


def _day(detail: dict[str, Any], name: str) -> date | None:  # Any: the journal's JSON
    return parse_date(str(detail.get(name) or ""))


def _ended(mandate: Mandate, change: MandateChange) -> None:
    mandate.end = _day(change.detail, "before")


def _suspended(mandate: Mandate, change: MandateChange) -> None:
    mandate.suspended_at, mandate.suspended_why = None, ""


def _resumed(mandate: Mandate, change: MandateChange) -> None:
    mandate.suspended_at = parse_datetime(str(change.detail.get("since") or "")) or change.at
    mandate.suspended_why = str(change.detail.get("why") or "")


def _mentioned(mandate: Mandate, change: MandateChange) -> None:
    mandate.job_description = str(change.detail.get("before") or Mandate.JobDescription.NO)


def _agreed(mandate: Mandate, change: MandateChange) -> None:
    mandate.visa_by_id = change.detail.get("before")
    mandate.visa_at = parse_datetime(str(change.detail.get("before_at") or ""))


def _trained(mandate: Mandate, change: MandateChange) -> None:
    mandate.trained_on = _day(change.detail, "before_trained_on")
    mandate.training_valid_until = _day(change.detail, "before_valid_until")


_UNDO: dict[str, Callable[[Mandate, MandateChange], None]] = {
    "ended": _ended,
    "suspended": _suspended,
    "resumed": _resumed,
    "job_description": _mentioned,
    "visa": _agreed,
    "training": _trained,
}

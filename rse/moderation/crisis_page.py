"""Who has read what is known of a crisis: by department, groups under five suppressed, never an hour."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from rse.core.text import fold
from rse.moderation import conf
from rse.moderation.models import Crisis, CrisisEntry
from rse.moderation.permissions import targeted_by
from rse.people.models import Agent


@dataclass(frozen=True)
class Row:
    """One department, or several small ones together."""

    name: str
    read: int
    concerned: int


@dataclass(frozen=True)
class Readings:
    """`missing` (who has still to read, by department) is filled for those who run the crisis only."""

    read: int
    concerned: int
    rows: list[Row]
    missing: list[tuple[str, list[Agent]]]


def latest_truth(crisis: Crisis) -> CrisisEntry | None:
    return crisis.entries.truths().select_related("by").order_by("-number").first()  # type: ignore[attr-defined]  # the queryset of the room


def readings(crisis: Crisis, *, names: bool) -> Readings:
    """Three queries. People without a department stand together."""
    truth = latest_truth(crisis)
    number = truth.number if truth else 1
    people = Agent.objects.filter(user__in=targeted_by(crisis), state=Agent.State.ACTIVE).select_related("department").order_by("last_name", "first_name", "pk")
    read = set(crisis.readings.filter(Q(number__gte=number)).values_list("user", flat=True))
    by_department: dict[str, list[Agent]] = {}
    for agent in people:
        by_department.setdefault(str(agent.department) if agent.department else _("Without a department"), []).append(agent)
    counted = [
        Row(name, sum(agent.user_id in read for agent in agents), len(agents)) for name, agents in sorted(by_department.items(), key=lambda pair: fold(pair[0]))
    ]
    missing = (
        [(name, [agent for agent in agents if agent.user_id not in read]) for name, agents in sorted(by_department.items(), key=lambda pair: fold(pair[0]))]
        if names
        else []
    )
    return Readings(
        read=sum(row.read for row in counted),
        concerned=sum(row.concerned for row in counted),
        rows=suppressed(counted),
        missing=[(name, agents) for name, agents in missing if agents],
    )


def suppressed(rows: list[Row]) -> list[Row]:
    """Departments of fewer than five people are counted together; when even together they are fewer than five, with the next smallest one,
    so that no subtraction tells them apart."""
    small = [row for row in rows if row.concerned < conf.SMALLEST_GROUP]
    kept = sorted((row for row in rows if row.concerned >= conf.SMALLEST_GROUP), key=lambda row: row.concerned)
    while small and kept and sum(row.concerned for row in small) < conf.SMALLEST_GROUP:
        small.append(kept.pop(0))
    shown = sorted(kept, key=lambda row: fold(row.name))
    together = sum(row.concerned for row in small)
    if together >= conf.SMALLEST_GROUP:
        shown.append(Row(_("Small departments, together"), sum(row.read for row in small), together))
    return shown

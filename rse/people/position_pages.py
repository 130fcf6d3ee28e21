"""What is shown of positions: a section of the profile, and the whole history on its own page. Reading only."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from rse.people.models import Agent, Position, User
from rse.people.permissions import can_manage_people, can_read_positions
from rse.people.sections import Section


@dataclass(frozen=True)
class PositionsPage:
    """Held today (the main one first), to come, over (the latest first)."""

    held: list[Position]
    to_come: list[Position]
    over: list[Position]

    @property
    def main(self) -> Position | None:
        return next((position for position in self.held if position.main), None)

    @property
    def empty(self) -> bool:
        return not (self.held or self.to_come or self.over)


def positions_page(user: User, agent: Agent, *, on: date) -> PositionsPage:
    """One query, whatever the length of the history."""
    rows = list(Position.objects.visible_to(user).filter(agent=agent).select_related("department", "job_description").order_by("-start", "-pk"))
    held = [row for row in rows if row.start <= on and (row.end is None or row.end >= on)]
    return PositionsPage(
        held=sorted(held, key=lambda row: not row.main),
        to_come=[row for row in reversed(rows) if row.start > on],
        over=[row for row in rows if row.end is not None and row.end < on],
    )


def positions_section(user: User, agent: Agent) -> list[Section]:
    """« Postes » on the profile, for the person, the heads above and HR."""
    if not can_read_positions(user, agent):
        return []
    page = positions_page(user, agent, on=timezone.localdate())
    return [Section("people/partials/positions_section.html", {"positions": page, "keeps": can_manage_people(user)}, order=60)]

"""What a person says of an event, before it is written: records that travel from a form or a program to the actions."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from rse.communities.models import Community
from rse.events.exceptions import AlreadyBegun, ClosesAfterStart, EndsBeforeStart, LastsTooLong, PlaceMissing
from rse.people.models import Department

LONGEST = timedelta(days=31)


@dataclass(frozen=True)
class Facts:
    """Aware hours; whole days from midnight to midnight. `capacity` None: no limit."""

    starts_at: datetime
    ends_at: datetime
    all_day: bool = False
    place: str = ""
    video_url: str = ""
    takes_registrations: bool = True
    capacity: int | None = None
    closes_at: datetime | None = None
    has_waiting_list: bool = True

    def check(self, *, now: datetime) -> None:
        """Raises EndsBeforeStart, LastsTooLong, AlreadyBegun, ClosesAfterStart, PlaceMissing."""
        if self.ends_at <= self.starts_at:
            raise EndsBeforeStart
        if self.ends_at - self.starts_at > LONGEST:
            raise LastsTooLong
        if self.ends_at <= now:
            raise AlreadyBegun
        if self.closes_at is not None and self.closes_at > self.starts_at:
            raise ClosesAfterStart
        if not self.place and not self.video_url:
            raise PlaceMissing


@dataclass(frozen=True)
class Words:
    """Title and plain text of the post above the event."""

    title: str
    text: str = ""


@dataclass(frozen=True)
class Where:
    """In a group, on the page of a department, or before all agents."""

    community: Community | None = None
    department: Department | None = None

"""Who comes: the organisers' list, on screen, on paper and for a spreadsheet. Names and departments, never when somebody registered."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from rse.events.models import Event, Registration
from rse.people.models import Agent, User


@dataclass(frozen=True)
class Guest:
    """`agent` is None once the person was erased."""

    user: User
    agent: Agent | None
    waiting: bool
    rank: int

    @property
    def department(self) -> str:
        return self.agent.department.name if self.agent and self.agent.department else ""


def guests_of(event: Event, user: User) -> list[Guest]:
    """Those registered by name, then the waiting list in its order, as `user` may see them. Two queries."""
    rows = Registration.objects.visible_to(user).filter(event=event).active().select_related("user").order_by("asked_at", "pk")
    registrations = list(rows)
    people = Agent.objects.filter(user__in=[row.user_id for row in registrations], erased_at=None).select_related("department", "portrait")
    agents = {agent.user_id: agent for agent in people}
    coming = [row for row in registrations if row.state == Registration.State.REGISTERED]
    waiting = [row for row in registrations if row.state == Registration.State.WAITING]
    coming.sort(key=lambda row: agents[row.user_id].folded if row.user_id in agents else "")
    return [
        *(Guest(row.user, agents.get(row.user_id), False, rank) for rank, row in enumerate(coming, 1)),
        *(Guest(row.user, agents.get(row.user_id), True, rank) for rank, row in enumerate(waiting, 1)),
    ]


def rows_of(guests: list[Guest]) -> list[list[object]]:
    """The table of the export, its headings first."""
    head: list[object] = [_("Name"), _("Department"), _("Job"), _("Registration")]
    lines: list[list[object]] = [[str(one.user), one.department, one.agent.job_title if one.agent else "", _state(one)] for one in guests]
    return [head, *lines]


def _state(guest: Guest) -> str:
    return _("waiting list, no. %(rank)s") % {"rank": guest.rank} if guest.waiting else _("registered")

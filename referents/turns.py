"""Who takes care of the questions now, as the desk's list shows it. Reading only; nobody's time is counted."""

from dataclasses import dataclass
from datetime import datetime

from referents import permissions
from referents.conf import directory
from referents.host import User
from referents.models import Duty, HandoverNote


@dataclass(frozen=True)
class Turn:
    """`duty` is whose turn it is, None when it is nobody's; `note` the last one left and not taken over yet, for those who work here."""

    duty: Duty | None
    who: str
    mine: bool
    may_take: bool
    note: HandoverNote | None

    @property
    def since(self) -> datetime | None:
        return self.duty.since if self.duty else None


def now(user: User) -> Turn:
    """Two queries at most."""
    duty = Duty.objects.filter(active=True).select_related("user").first()
    works = permissions.works_desk(user)
    mine = duty is not None and duty.user_id == user.pk
    note = None
    if works:
        note = HandoverNote.objects.filter(read_by__isnull=True).exclude(duty__user=user.pk).select_related("duty__user").order_by("-left_at", "-pk").first()
    return Turn(duty=duty, who=directory().label(duty.user) if duty else "", mine=mine, may_take=works and not mine, note=note)

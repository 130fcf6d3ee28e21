"""From a job description that mentions the contributor role to the mission of whoever holds the job: HR carries it over, one tick a mission."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.timezone import localdate

from referents import permissions
from referents.actions import missions
from referents.conf import directory
from referents.models import Mandate
from rse.core.todo import TodoCard
from rse.people import personnel
from rse.people.models import JobDescription, Position, User
from rse.people.permissions import can_manage_people

# What the register may say less than the description: the description's word → the register's.
FURTHER: dict[str, set[str]] = {"asked": {"no"}, "done": {"no", "asked"}}


@dataclass(frozen=True)
class Gap:
    """A mission whose register says less than the job description of its holder."""

    mandate: Mandate
    name: str
    description: JobDescription


def register() -> None:
    """Called from `AppConfig.ready()`, harmless twice."""
    personnel.register_cards(cards)


def may_carry(user: User) -> bool:
    """HR on both sides: keeps people and keeps the register of missions."""
    return can_manage_people(user) and permissions.keeps_register(user)


def gaps(user: User, *, on: date) -> list[Gap]:
    """Missions not over whose holder's description, on that day, says more than the register. Two queries; the register is never set back."""
    if not may_carry(user):
        return []
    held = Position.objects.visible_to(user).on(on).filter(job_description__contributor_role__in=list(FURTHER))
    said: dict[int, JobDescription] = {}
    for position in held.select_related("job_description", "agent").order_by("main", "pk"):
        if position.job_description is not None:
            said[position.agent.user_id] = position.job_description
    running = Mandate.objects.visible_to(user).exclude(end__lt=on).filter(user__in=list(said), user__is_active=True).select_related("user", "user__agent")
    label = directory().label
    found = [Gap(row, label(row.user), said[row.user_id]) for row in running if row.job_description in FURTHER[said[row.user_id].contributor_role]]
    return sorted(found, key=lambda gap: (gap.name, gap.mandate.pk))


@transaction.atomic
def carry(mandates: Iterable[int], *, actor: User) -> int:
    """Note in the register what the descriptions say, for these missions among the gaps; a second click finds nothing left. Raises PermissionDenied."""
    if not may_carry(actor):
        raise PermissionDenied
    wanted = set(mandates)
    chosen = [gap for gap in gaps(actor, on=localdate()) if gap.mandate.pk in wanted]
    for gap in chosen:
        missions.note_job_description(gap.mandate, value=gap.description.contributor_role, actor=actor)
    return len(chosen)


def cards(user: User) -> list[TodoCard]:
    """For the head of « Personnel »."""
    number = len(gaps(user, on=localdate()))
    return [TodoCard("bridges/todo/mentions.html", {"number": number}, 10)] if number else []

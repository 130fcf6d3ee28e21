"""Positions: what people do here, since when and until when. The agent's department and job title follow the main position of the day."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from rse.people.actions.departments import refuse_other_organisation
from rse.people.actions.history import remember
from rse.people.actions.journal import record, require_hr
from rse.people.exceptions import EndsBeforeItStarts, HasBegun, HasLeft, MainTaken, PositionIsOver, UnknownField
from rse.people.models import Agent, Department, JobDescription, Position, User
from rse.people.search_key import search_key
from rse.people.signals import agent_changed, agent_moved, position_changed

FULL = Decimal(100)
CORRECTED = frozenset({"title", "share", "end", "job_description"})


@transaction.atomic
def add_position(
    agent: Agent,
    *,
    department: Department,
    title: str,
    start: date,
    actor: User | None,
    end: date | None = None,
    share: Decimal = FULL,
    main: bool = False,
    job_description: JobDescription | None = None,
) -> Position:
    """Give a position, past, present or to come, beside those already held; the same one sent twice is one position. HR or the program.

    Raises HasLeft, OtherOrganisation, EndsBeforeItStarts, and MainTaken for two main positions on one day.
    """
    require_hr(actor)
    if agent.state == Agent.State.LEFT:
        raise HasLeft
    refuse_other_organisation(agent.organisation, department)
    Agent.objects.select_for_update().get(pk=agent.pk)
    same = Position.objects.filter(agent=agent, department=department, title=title, start=start, end=end, main=main).first()
    if same is not None:
        return same
    position = Position(
        agent=agent, department=department, title=title, start=start, end=end, share=share, main=main, job_description=job_description, taken_up=not main
    )
    refuse_dates(position)
    position.save()
    return announce(position, "begun", actor=actor)


@transaction.atomic
def transfer(
    agent: Agent,
    *,
    department: Department,
    title: str,
    on: date,
    actor: User | None,
    end: date | None = None,
    share: Decimal = FULL,
    job_description: JobDescription | None = None,
) -> Position:
    """From `on`, this is the main position; the one before ends the day before. A day to come is kept until then, and drawn by the sweep.

    Raises what `add_position` raises; MainTaken also when another change is already planned on or after that day.
    """
    require_hr(actor)
    Agent.objects.select_for_update().get(pk=agent.pk)
    held = list(Position.objects.filter(agent=agent, main=True).overlapping(on, None).order_by("start"))
    same = [each for each in held if (each.department_id, each.title, each.start, each.end) == (department.pk, title, on, end)]
    if same:
        return same[0]
    if any(each.start >= on for each in held):
        raise MainTaken
    for each in held:
        each.end = on - timedelta(days=1)
        each.save(update_fields=["end"])
        announce(each, "ended", actor=actor)
    position = add_position(agent, department=department, title=title, start=on, end=end, share=share, main=True, job_description=job_description, actor=actor)
    if held:
        position.replaces = held[-1]
        position.save(update_fields=["replaces"])
    return position


@transaction.atomic
def end_position(position: Position, *, on: date, actor: User | None) -> Position:
    """`on` is the last day. The agent's department stays as it is until the next main position. Raises PositionIsOver, EndsBeforeItStarts, MainTaken."""
    require_hr(actor)
    position = Position.objects.select_for_update(of=("self",)).select_related("agent__user", "department").get(pk=position.pk)
    if position.end == on:
        return position
    if position.end is not None and position.end < timezone.localdate():
        raise PositionIsOver
    position.end = on
    refuse_dates(position)
    position.save(update_fields=["end"])
    return announce(position, "ended", actor=actor)


@transaction.atomic
def correct_position(position: Position, *, changes: Mapping[str, Any], actor: User | None) -> Position:
    """Mend what was written, among CORRECTED; a main position in force passes its title to the agent. Raises UnknownField, EndsBeforeItStarts, MainTaken."""
    require_hr(actor)
    if not set(changes) <= CORRECTED:
        raise UnknownField
    position = Position.objects.select_for_update(of=("self",)).select_related("agent__user", "department", "job_description").get(pk=position.pk)
    fields = sorted(name for name, value in changes.items() if getattr(position, name) != value)
    if not fields:
        return position
    for name in fields:
        setattr(position, name, changes[name])
    refuse_dates(position)
    position.save(update_fields=fields)
    announce(position, "corrected", actor=actor, fields=fields)
    if "title" in fields and position.main and position.taken_up and covers(position, timezone.localdate()):
        post(position.agent, department=position.agent.department, job_title=position.title, actor=actor)
    return position


@transaction.atomic
def cancel_position(position: Position, *, actor: User | None) -> None:
    """Give up a position that has not begun; the one it was to replace goes on. Raises HasBegun."""
    require_hr(actor)
    position = Position.objects.select_for_update(of=("self",)).select_related("agent__user", "department", "replaces").get(pk=position.pk)
    if position.start <= timezone.localdate():
        raise HasBegun
    before, end, pk = position.replaces, position.end, position.pk
    position.delete()
    position.pk = pk
    announce(position, "cancelled", actor=actor)
    if before is not None and before.end == position.start - timedelta(days=1):
        before.end = end
        before.save(update_fields=["end"])
        announce(before, "corrected", actor=actor, fields=["end"])


@transaction.atomic
def take_up(position: Position, *, actor: User | None) -> bool:
    """Draw the agent's department and job title from a main position that has begun. True when this call did it; once, whoever calls."""
    require_hr(actor)
    position = Position.objects.select_for_update(of=("self",)).select_related("agent__user", "agent__department", "department").get(pk=position.pk)
    if position.taken_up or position.start > timezone.localdate():
        return False
    position.taken_up = True
    position.save(update_fields=["taken_up"])
    if covers(position, timezone.localdate()) and position.agent.state == Agent.State.ACTIVE:
        post(position.agent, department=position.department, job_title=position.title, actor=actor)
    return True


def post(agent: Agent, *, department: Department | None, job_title: str, actor: User | None) -> None:
    """Write where the person works and as what, then say what changed: `agent_moved` for the department, `agent_changed` for the title."""
    previous, before = agent.department, agent.job_title
    if (previous, before) == (department, job_title):
        return
    said = {"department": (previous, department), "job_title": (before, job_title)}
    remember(agent, changes={line: (old, new) for line, (old, new) in said.items() if old != new}, actor=actor)
    agent.department, agent.job_title = department, job_title
    agent.folded = search_key(agent)
    agent.save(update_fields=["department", "job_title", "folded"])
    if before != job_title:
        record("profile_changed", actor=actor, subject=agent.user, fields=["job_title"])
        agent_changed.send(Agent, agent=agent, fields=["job_title"], actor=actor)
    if previous != department:
        record("moved", actor=actor, subject=agent.user, department=department, previous=previous.pk if previous else None)
        agent_moved.send(Agent, agent=agent, previous=previous, actor=actor)


def follow(agent: Agent, *, on: date, actor: User | None) -> None:
    """Make the main position say what the agent says since `on`: the same department only takes the title; another one ends it and
    begins a new one. The caller has journalled the change of the agent."""
    held = Position.objects.filter(agent=agent, main=True).on(on).select_related("agent__user", "department").order_by("-start").first()
    if held is not None and held.department_id == agent.department_id:
        if held.title != agent.job_title:
            held.title = agent.job_title
            held.save(update_fields=["title"])
            tell(held, "corrected", actor=actor)
        return
    if held is not None and held.start == on and agent.department is not None:
        held.department, held.title = agent.department, agent.job_title
        held.save(update_fields=["department", "title"])
        tell(held, "corrected", actor=actor)
        return
    end = held.end if held else None
    if held is not None:
        held.end = max(held.start, on - timedelta(days=1))
        held.save(update_fields=["end"])
        tell(held, "ended", actor=actor)
    if agent.department is not None:
        planned = Position.objects.filter(agent=agent, main=True).to_come(on).order_by("start").first()
        end = planned.start - timedelta(days=1) if planned else end
        begun = Position.objects.create(
            agent=agent, department=agent.department, title=agent.job_title, start=on, end=end, main=True, taken_up=True, replaces=held
        )
        tell(begun, "begun", actor=actor)


def close_positions(agent: Agent, *, on: date, actor: User | None) -> None:
    """The person has left: what was held ends that day, what was to come is given up."""
    Position.objects.filter(agent=agent).to_come(on).delete()
    for position in Position.objects.filter(agent=agent).on(on).exclude(end=on).select_related("agent__user", "department"):
        position.end = on
        position.save(update_fields=["end"])
        tell(position, "ended", actor=actor)


def announce(position: Position, code: str, *, actor: User | None, fields: list[str] | None = None) -> Position:
    """Journal, tell, and draw the agent's department at once when the position has begun."""
    detail: dict[str, object] = {"position": position.pk, "start": position.start.isoformat(), "end": position.end.isoformat() if position.end else None}
    if fields:
        detail["fields"] = fields
    record(f"position_{code}", actor=actor, subject=position.agent.user, department=position.department, **detail)
    tell(position, code, actor=actor)
    if code == "begun" and not position.taken_up and position.start <= timezone.localdate():
        take_up(position, actor=actor)
        position.refresh_from_db()
    return position


def tell(position: Position, code: str, *, actor: User | None) -> None:
    position_changed.send(Position, position=position, code=code, actor=actor)


def refuse_dates(position: Position) -> None:
    """Raise EndsBeforeItStarts, or MainTaken when the person already holds a main position on one of these days."""
    if position.end is not None and position.end < position.start:
        raise EndsBeforeItStarts
    others = Position.objects.filter(agent=position.agent, main=True).exclude(pk=position.pk)
    if position.main and others.overlapping(position.start, position.end).exists():
        raise MainTaken


def covers(position: Position, day: date) -> bool:
    return position.start <= day and (position.end is None or position.end >= day)

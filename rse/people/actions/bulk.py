"""What a clean file asks for, written: what is new in bulk, what changes through the same actions as the screens. The caller's transaction holds it all."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from rse.people.actions.agents import change_email, change_profile, leave, move_agent, rejoin
from rse.people.actions.departments import change_department, create_department, move_department, name_head
from rse.people.actions.history import remember
from rse.people.actions.positions import covers, tell
from rse.people.imports.plans import Entry, Plan
from rse.people.models import Agent, Department, PersonChange, Position, User
from rse.people.search_key import search_key
from rse.people.signals import agent_changed, agent_created, agent_moved

BATCH = 400
OF_PROFILE = frozenset({"first_name", "last_name", "job_title", "phone", "mobile", "site", "pattern", "kind", "joined_on"})


def enter_agents(plan: Plan, *, actor: User | None) -> None:
    """New people, their closed accounts and first positions, in a constant number of statements a batch."""
    now, today = timezone.now(), timezone.localdate()
    users = [_account(entry) for entry in plan.created]
    User.objects.bulk_create(users, batch_size=BATCH)
    agents = []
    for user, entry in zip(users, plan.created, strict=True):
        facts = {name: value for name, value in entry.values.items() if name not in {"email", "left_on"}}
        agent = Agent(user=user, organisation=plan.organisation, **facts)
        agent.folded = search_key(agent)
        agents.append(agent)
    Agent.objects.bulk_create(agents, batch_size=BATCH)
    journal = [PersonChange(code="created", actor=actor, subject=agent.user, department=agent.department, at=now) for agent in agents]
    PersonChange.objects.bulk_create(journal, batch_size=BATCH)
    begun = [
        Position(agent=agent, department=agent.department, title=agent.job_title, start=agent.joined_on or today, main=True, taken_up=True)
        for agent in agents
        if agent.department is not None
    ]
    Position.objects.bulk_create(begun, batch_size=BATCH)
    for position in begun:
        tell(position, "begun", actor=actor)
    for agent in agents:
        agent_created.send(Agent, agent=agent, actor=actor)


def _account(entry: Entry) -> User:
    user = User(
        username=entry.key, email=entry.values.get("email"), first_name=entry.values["first_name"], last_name=entry.values["last_name"], is_active=False
    )
    user.set_unusable_password()
    return user


def change_agents(plan: Plan, *, actor: User | None) -> None:
    """Move first, so that the old position keeps its title."""
    for entry in plan.changed:
        agent = Agent.objects.select_related("user", "department", "organisation").get(pk=entry.pk)
        values = dict(entry.values)
        if "left_on" in values and values["left_on"] is None:
            rejoin(agent, department=values.get("department", agent.department), actor=actor)
        if "email" in values:
            change_email(agent, email=values["email"], actor=actor)
        if "department" in values:
            move_agent(agent, department=values["department"], actor=actor)
        change_profile(agent, changes={name: value for name, value in values.items() if name in OF_PROFILE}, actor=actor)
        if values.get("left_on"):
            leave(agent, on=values["left_on"], actor=actor)


def leave_absent(plan: Plan, *, actor: User | None) -> int:
    """Those the file does not name have left today; never whoever applies the file, nor an administrator. Answers how many."""
    gone = 0
    today = timezone.localdate()
    for entry in plan.absent:
        agent = Agent.objects.select_related("user", "department", "organisation").get(pk=entry.pk)
        if agent.user.is_superuser or (actor is not None and agent.user_id == actor.pk):
            continue
        leave(agent, on=today, actor=actor)
        gone += 1
    return gone


def write_departments(plan: Plan, *, actor: User | None) -> None:
    """Parents before what hangs from them: no step makes a loop."""
    by_code = {row.code: row for row in Department.objects.filter(organisation=plan.organisation).select_related("organisation", "parent", "head")}
    for entry in plan.created:
        parent = by_code.get(entry.values.get("parent", ""))
        by_code[entry.key] = create_department(
            plan.organisation, code=entry.key, name=entry.values["name"], parent=parent, head=entry.values.get("head"), actor=actor
        )
    for entry in plan.changed:
        department = by_code[entry.key]
        if "name" in entry.values:
            change_department(department, name=entry.values["name"], code=department.code, actor=actor)
        if "parent" in entry.values:
            move_department(department, parent=by_code.get(entry.values["parent"]), actor=actor)
        if "head" in entry.values:
            name_head(department, head=entry.values["head"], actor=actor)


def write_positions(plan: Plan, *, actor: User | None) -> None:
    """Ends before beginnings, so that no day has two main positions; the agents then follow those of today."""
    today = timezone.localdate()
    rows = Position.objects.filter(pk__in=[entry.pk for entry in plan.changed]) if len(plan.changed) <= BATCH else Position.objects.all()
    held = rows.select_related("agent__user", "agent__department", "department").in_bulk()
    changed: list[Position] = []
    for entry in plan.changed:
        position = held[entry.pk]
        for name, value in entry.values.items():
            setattr(position, name, value)
        position.taken_up = position.taken_up and position.start <= today
        changed.append(position)
    fields = ["start", "end", "title", "share", "main", "job_description", "taken_up"]
    for ended in (True, False):
        Position.objects.bulk_update([row for row in changed if (row.end is not None) == ended], fields, batch_size=BATCH)
    created = [Position(**entry.values) for entry in plan.created]
    Position.objects.bulk_create(created, batch_size=BATCH)
    _journal(created, "begun", actor=actor)
    _journal(changed, "corrected", actor=actor)
    draw([*created, *changed], on=today, actor=actor)


def _journal(positions: Sequence[Position], code: str, *, actor: User | None) -> None:
    now = timezone.now()
    rows = [
        PersonChange(
            code=f"position_{code}",
            actor=actor,
            subject=position.agent.user,
            department=position.department,
            detail={"position": position.pk, "start": position.start.isoformat(), "end": position.end.isoformat() if position.end else None},
            at=now,
        )
        for position in positions
    ]
    PersonChange.objects.bulk_create(rows, batch_size=BATCH)
    for position in positions:
        tell(position, code, actor=actor)


def draw(positions: Iterable[Position], *, on: date, actor: User | None) -> None:
    """The department and job title of the agents whose main position of the day is among these; what is to come is left to the sweep."""
    begun = [position for position in positions if position.start <= on]
    current = [position for position in begun if position.main and covers(position, on)]
    before: list[tuple[Agent, Any, str]] = []
    for position in current:
        agent = position.agent
        if (agent.department_id, agent.job_title) != (position.department_id, position.title):
            before.append((agent, agent.department, agent.job_title))
            agent.department, agent.job_title = position.department, position.title
            agent.folded = search_key(agent)
    Agent.objects.bulk_update([agent for agent, _department, _title in before], ["department", "job_title", "folded"], batch_size=BATCH)
    for position in begun:
        position.taken_up = True
    Position.objects.bulk_update(begun, ["taken_up"], batch_size=BATCH)
    _announce(before, actor=actor)


def _announce(before: Sequence[tuple[Agent, Department | None, str]], *, actor: User | None) -> None:
    now = timezone.now()
    rows = []
    for agent, department, title in before:
        said = {"department": (department, agent.department), "job_title": (title, agent.job_title)}
        remember(agent, changes={line: (old, new) for line, (old, new) in said.items() if old != new}, actor=actor)
        if title != agent.job_title:
            rows.append(PersonChange(code="profile_changed", actor=actor, subject=agent.user, detail={"fields": ["job_title"]}, at=now))
        if department != agent.department:
            previous = department.pk if department else None
            rows.append(PersonChange(code="moved", actor=actor, subject=agent.user, department=agent.department, detail={"previous": previous}, at=now))
    PersonChange.objects.bulk_create(rows, batch_size=BATCH)
    for agent, department, title in before:
        if title != agent.job_title:
            agent_changed.send(Agent, agent=agent, fields=["job_title"], actor=actor)
        if department != agent.department:
            agent_moved.send(Agent, agent=agent, previous=department, actor=actor)

"""A file of people, compared with the register."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone

from rse.core.text import fold
from rse.people.imports import values
from rse.people.imports.plans import Entry, Plan
from rse.people.imports.sheets import Line, Sheet
from rse.people.models import Agent, Department, Organisation, User, WorkingPattern

TEXTS = ("first_name", "last_name", "job_title", "site")


@dataclass
class Register:
    """What the lines are compared with, read once: a constant number of queries whatever the file."""

    organisation: Organisation
    agents: dict[str, Agent] = field(default_factory=dict)
    numbers: set[str] = field(default_factory=set)
    emails: dict[str, str] = field(default_factory=dict)
    departments: dict[str, Department] = field(default_factory=dict)
    patterns: dict[str, WorkingPattern] = field(default_factory=dict)

    @classmethod
    def read(cls, organisation: Organisation) -> "Register":
        agents = Agent.objects.filter(organisation=organisation).select_related("user", "department", "pattern")
        accounts = list(User.objects.order_by().values_list("username", "email"))
        return cls(
            organisation,
            {agent.user.username: agent for agent in agents},
            {number for number, _email in accounts},
            {email.lower(): number for number, email in accounts if email},
            departments_by_name(organisation),
            {fold(pattern.name): pattern for pattern in WorkingPattern.objects.filter(organisation=organisation)},
        )


def departments_by_name(organisation: Organisation) -> dict[str, Department]:
    """By code and by exact name, whatever the capitals and accents; a code wins over a name, a name borne twice is no name."""
    departments = list(Department.objects.filter(organisation=organisation))
    named: dict[str, Department] = {}
    twice = set()
    for department in departments:
        key = fold(department.name)
        twice |= {key} if key in named else set()
        named[key] = department
    return {key: row for key, row in named.items() if key not in twice} | {fold(department.code): department for department in departments}


def plan(sheet: Sheet, organisation: Organisation) -> Plan:
    register = Register.read(organisation)
    found = Plan("agents", organisation, lines=len(sheet.lines), faults=sheet.faults)
    numbers: dict[str, int] = {}
    emails: dict[str, int] = {}
    for line in sheet.lines:
        facts = _facts(sheet, line, register)
        _refuse_number(sheet, line, register, numbers)
        _refuse_email(sheet, line, register, emails, facts.get("email"))
        agent = register.agents.get(line["number"])
        if agent is None:
            _enter(sheet, line, facts, found)
        else:
            _compare(sheet, line, agent, facts, found)
    named = {line["number"] for line in sheet.lines}
    found.absent = [
        Entry(number, agent.full_name, pk=agent.pk) for number, agent in register.agents.items() if agent.state == Agent.State.ACTIVE and number not in named
    ]
    found.absent.sort(key=lambda entry: fold(entry.label))
    return found


def _facts(sheet: Sheet, line: Line, register: Register) -> dict[str, Any]:
    """The values of the columns that the file has, ready to be written."""
    facts: dict[str, Any] = {name: line[name] for name in TEXTS}
    facts["phone"], facts["mobile"] = values.phone(sheet, line, "phone"), values.phone(sheet, line, "mobile")
    facts["kind"] = values.kind(sheet, line)
    facts["email"] = values.email(sheet, line)
    facts["department"] = department(sheet, line, register.departments)
    facts["pattern"] = register.patterns.get(fold(line["pattern"])) if line["pattern"] else None
    if line["pattern"] and facts["pattern"] is None:
        sheet.refuse(line, "pattern", "pattern_unknown", value=line["pattern"])
    facts["joined_on"], facts["left_on"] = values.day(sheet, line, "joined_on"), values.day(sheet, line, "left_on")
    if facts["left_on"] and facts["left_on"] > timezone.localdate():
        sheet.refuse(line, "left_on", "to_come")
    if facts["left_on"] and facts["joined_on"] and facts["left_on"] < facts["joined_on"]:
        sheet.refuse(line, "left_on", "end_before_start")
    return {name: value for name, value in facts.items() if name in sheet.given}


def department(sheet: Sheet, line: Line, departments: dict[str, Department]) -> Department | None:
    value = line["department"]
    if not value or "department" in line.wrong:
        return None
    found = departments.get(fold(value))
    if found is None:
        sheet.refuse(line, "department", "department_unknown", value=value)
    return found


def _refuse_number(sheet: Sheet, line: Line, register: Register, seen: dict[str, int]) -> None:
    number = values.number(sheet, line)
    if not number or "number" in line.wrong:
        return
    if number in seen:
        sheet.refuse(line, "number", "number_twice", value=number, first=seen[number])
    elif number in register.numbers and number not in register.agents:
        sheet.refuse(line, "number", "number_taken", value=number)
    seen.setdefault(number, line.number)


def _refuse_email(sheet: Sheet, line: Line, register: Register, seen: dict[str, int], email: str | None) -> None:
    if not email:
        return
    key = email.lower()
    if key in seen:
        sheet.refuse(line, "email", "email_twice", first=seen[key])
    elif register.emails.get(key, line["number"]) != line["number"]:
        sheet.refuse(line, "email", "email_taken")
    seen.setdefault(key, line.number)


def _enter(sheet: Sheet, line: Line, facts: dict[str, Any], found: Plan) -> None:
    if facts.pop("left_on", None):
        sheet.refuse(line, "left_on", "left_unknown")
    found.created.append(Entry(line["number"], f"{line['first_name']} {line['last_name']}", line.number, values=facts))


def _compare(sheet: Sheet, line: Line, agent: Agent, facts: dict[str, Any], found: Plan) -> None:
    """A person who has left is only brought back by an empty day of departure; otherwise the line must say what the register says."""
    before = {name: agent.user.email if name == "email" else getattr(agent, name) for name in facts}
    changes = {name: value for name, value in facts.items() if before[name] != value}
    if not changes:
        found.unchanged += 1
        return
    back = "left_on" in changes and changes["left_on"] is None
    if agent.state == Agent.State.LEFT and not back:
        sheet.refuse(line, "number", "has_left")
    words = tuple((sheet.heading(name), spelt(before[name]), spelt(changes[name])) for name in facts if name in changes)
    found.changed.append(Entry(line["number"], agent.full_name, line.number, agent.pk, words, changes))


def spelt(value: object) -> str:
    """As a person reads it; nothing is the empty string."""
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, Department):
        return f"{value.name} ({value.code})"
    if isinstance(value, Agent.Kind) or value in Agent.Kind.values:
        return str(Agent.Kind(value).label)
    return str(value)


def of_numbers(organisation: Organisation, numbers: set[str]) -> dict[str, Agent]:
    """The people of these numbers; asked by the other kinds of files, in slices a database accepts."""
    wanted = sorted(numbers)
    found: dict[str, Agent] = {}
    for start in range(0, len(wanted), 500):
        rows = Agent.objects.filter(Q(organisation=organisation), user__username__in=wanted[start : start + 500])
        found |= {agent.user.username: agent for agent in rows.select_related("user", "department", "organisation")}
    return found

"""A file of positions, compared with those of the people it names."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from rse.core.text import fold
from rse.people.imports import agents, values
from rse.people.imports.plans import Entry, Plan
from rse.people.imports.sheets import Line, Sheet
from rse.people.models import Agent, Department, JobDescription, Organisation, Position

COMPARED = ("start", "title", "end", "share", "main", "job_description")
FOR_EVER = date.max


@dataclass(frozen=True)
class Wanted:
    """A line that can be read: whose, where, since when, and the rest."""

    line: Line
    agent: Agent
    department: Department
    start: date
    facts: dict[str, Any]

    @property
    def main(self) -> bool:
        return bool(self.facts.get("main", True))

    @property
    def end(self) -> date:
        return self.facts.get("end") or FOR_EVER


def plan(sheet: Sheet, organisation: Organisation) -> Plan:
    found = Plan("positions", organisation, lines=len(sheet.lines), faults=sheet.faults)
    people = agents.of_numbers(organisation, {line["number"] for line in sheet.lines if line["number"]})
    departments = agents.departments_by_name(organisation)
    descriptions = {fold(row.code): row for row in JobDescription.objects.filter(organisation=organisation)}
    wanted: dict[int, list[Wanted]] = defaultdict(list)
    seen: dict[tuple[int, int, date], int] = {}
    for line in sheet.lines:
        each = _read(sheet, line, people, departments, descriptions)
        if each is None:
            continue
        key = (each.agent.pk, each.department.pk, each.start)
        if key in seen:
            sheet.refuse(line, "start", "position_twice", first=seen[key])
            continue
        seen[key] = line.number
        wanted[each.agent.pk].append(each)
    held = _held(list(wanted))
    for pk, lines in wanted.items():
        _compare_person(sheet, lines, held[pk], found)
    return found


def _held(people: Sequence[int]) -> dict[int, list[Position]]:
    found: dict[int, list[Position]] = defaultdict(list)
    for start in range(0, len(people), 500):
        rows = Position.objects.filter(agent__in=people[start : start + 500]).select_related("department", "job_description", "agent__user")
        for row in rows.order_by("start", "pk"):
            found[row.agent_id].append(row)
    return found


def _read(sheet: Sheet, line: Line, people: dict[str, Agent], departments: dict[str, Department], descriptions: dict[str, JobDescription]) -> Wanted | None:
    agent = people.get(values.number(sheet, line))
    if line["number"] and agent is None:
        sheet.refuse(line, "number", "number_unknown", value=line["number"])
    elif agent is not None and agent.state == Agent.State.LEFT:
        sheet.refuse(line, "number", "has_left")
    department = agents.department(sheet, line, departments)
    start, end = values.day(sheet, line, "start"), values.day(sheet, line, "end")
    if start and end and end < start:
        sheet.refuse(line, "end", "end_before_start")
    description = descriptions.get(fold(line["job_description"])) if line["job_description"] else None
    if line["job_description"] and description is None:
        sheet.refuse(line, "job_description", "job_description_unknown", value=line["job_description"])
    facts: dict[str, Any] = {"title": line["title"], "start": start, "end": end, "share": values.share(sheet, line), "main": values.yes(sheet, line, "main")}
    facts["job_description"] = description
    if line.wrong or agent is None or department is None or start is None:
        return None
    return Wanted(line, agent, department, start, {name: value for name, value in facts.items() if name in sheet.given})


def _compare_person(sheet: Sheet, lines: list[Wanted], held: list[Position], found: Plan) -> None:
    """Each line finds its position: the one that began there that day, else the main one it overlaps in that department, whose first day it mends."""
    exact = {(row.department_id, row.start): row for row in held}
    found_by = {id(each): exact.get((each.department.pk, each.start)) for each in lines}
    free = [row for row in held if row not in found_by.values()]
    for each in lines:
        if found_by[id(each)] is None and each.main:
            near = next((row for row in free if row.main and row.department_id == each.department.pk and overlap(each, row)), None)
            if near is not None:
                free.remove(near)
                found_by[id(each)] = near
    _refuse_overlaps(sheet, lines, free)
    for each in lines:
        row = found_by[id(each)]
        if row is None:
            label = f"{each.agent.full_name}, {each.facts['title']}"
            created = {**each.facts, "agent": each.agent, "department": each.department}
            found.created.append(Entry(each.line["number"], label, each.line.number, values=created))
        else:
            _compare(sheet, each, row, found)


def _refuse_overlaps(sheet: Sheet, lines: list[Wanted], free: list[Position]) -> None:
    """One main position a day, among the lines and with what the file does not name."""
    mains = sorted((each for each in lines if each.main), key=lambda each: each.start)
    for each in mains:
        for row in free:
            if row.main and overlap(each, row):
                sheet.refuse(each.line, "start", "main_overlap", value=f"{row.department.code}, {agents.spelt(row.start)}")
    for before, after in pairwise(mains):
        if before.end >= after.start:
            sheet.refuse(after.line, "start", "main_overlap", value=f"{before.department.code}, {agents.spelt(before.start)}")


def overlap(each: Wanted, row: Position) -> bool:
    return each.start <= (row.end or FOR_EVER) and row.start <= each.end


def _compare(sheet: Sheet, each: Wanted, row: Position, found: Plan) -> None:
    changes = {name: each.facts[name] for name in COMPARED if name in each.facts and getattr(row, name) != each.facts[name]}
    if not changes:
        found.unchanged += 1
        return
    words = tuple((sheet.heading(name), _spelt(getattr(row, name)), _spelt(value)) for name, value in changes.items())
    found.changed.append(Entry(each.line["number"], f"{each.agent.full_name}, {row.title}", each.line.number, row.pk, words, changes))


def _spelt(value: object) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}\N{NO-BREAK SPACE}%".replace(".", ",")
    if isinstance(value, JobDescription):
        return f"{value.title} ({value.code})"
    return agents.spelt(value)

"""A file of departments, compared with the organisation chart."""

from typing import Any

from rse.core.text import fold
from rse.people.imports import agents
from rse.people.imports.plans import Entry, Plan
from rse.people.imports.sheets import Line, Sheet
from rse.people.models import Agent, Department, Organisation


def plan(sheet: Sheet, organisation: Organisation) -> Plan:
    found = Plan("departments", organisation, lines=len(sheet.lines), faults=sheet.faults)
    existing = {row.code: row for row in Department.objects.filter(organisation=organisation).select_related("parent", "head")}
    heads = agents.of_numbers(organisation, {line["head"] for line in sheet.lines if line["head"]})
    by_code = _by_code(sheet)
    parents = {code: row.parent.code if row.parent else "" for code, row in existing.items()}
    if "parent" in sheet.given:
        parents |= {code: line["parent"] for code, line in by_code.items()}
    known = set(existing) | set(by_code)
    for line in sheet.lines:
        _refuse(sheet, line, known, heads)
        facts = _facts(sheet, line, heads)
        row = existing.get(line["code"])
        if row is None:
            found.created.append(Entry(line["code"], line["name"], line.number, values=facts))
        else:
            _compare(sheet, line, row, facts, found)
    _refuse_loops(sheet, by_code, parents)
    found.created.sort(key=lambda entry: depth(entry.key, parents))
    found.changed.sort(key=lambda entry: depth(entry.key, parents))
    found.absent = [Entry(row.code, row.name, pk=row.pk) for code, row in existing.items() if code not in by_code]
    found.absent.sort(key=lambda entry: fold(entry.label))
    return found


def _by_code(sheet: Sheet) -> dict[str, Line]:
    seen: dict[str, Line] = {}
    for line in sheet.lines:
        code = line["code"]
        if code in seen and code:
            sheet.refuse(line, "code", "code_twice", value=code, first=seen[code].number)
        elif code:
            seen[code] = line
    return seen


def _refuse(sheet: Sheet, line: Line, known: set[str], heads: dict[str, Agent]) -> None:
    if line["parent"] and line["parent"] == line["code"]:
        sheet.refuse(line, "parent", "parent_self")
    elif line["parent"] and line["parent"] not in known:
        sheet.refuse(line, "parent", "parent_unknown", value=line["parent"])
    head = heads.get(line["head"])
    if line["head"] and (head is None or head.state == Agent.State.LEFT):
        sheet.refuse(line, "head", "number_unknown", value=line["head"])


def _refuse_loops(sheet: Sheet, lines: dict[str, Line], parents: dict[str, str]) -> None:
    """Told on every line of the file that stands in the loop."""
    for code, line in lines.items():
        path, step = [code], parents.get(code, "")
        while step and step not in path:
            path.append(step)
            step = parents.get(step, "")
        if step == code and len(path) > 1:
            sheet.refuse(line, "parent", "parent_loop", value=" → ".join([*path, code]))


def _facts(sheet: Sheet, line: Line, heads: dict[str, Agent]) -> dict[str, Any]:
    """The parent stays a code: it may be a department that this very file creates."""
    head = heads.get(line["head"])
    facts: dict[str, Any] = {"name": line["name"], "parent": line["parent"], "head": head.user if head else None}
    return {name: value for name, value in facts.items() if name in sheet.given}


def _compare(sheet: Sheet, line: Line, row: Department, facts: dict[str, Any], found: Plan) -> None:
    before = {"name": row.name, "parent": row.parent.code if row.parent else "", "head": row.head}
    changes = {name: value for name, value in facts.items() if before[name] != value}
    if not changes:
        found.unchanged += 1
        return
    words = tuple((sheet.heading(name), agents.spelt(before[name]), agents.spelt(value)) for name, value in changes.items())
    found.changed.append(Entry(row.code, row.name, line.number, row.pk, words, changes))


def depth(code: str, parents: dict[str, str]) -> int:
    """How many departments stand above, once the file is applied: parents are written before what hangs from them."""
    seen: set[str] = set()
    step = code
    while step and step not in seen:
        seen.add(step)
        step = parents.get(step, "")
    return len(seen)

"""From the bytes of a file to the plan of what it would do."""

from collections.abc import Callable

from rse.people.imports import agents, departments, positions
from rse.people.imports.columns import OF_KIND, kind_of
from rse.people.imports.exceptions import FileIsEmpty
from rse.people.imports.plans import Plan
from rse.people.imports.sheets import Sheet, sheet_of
from rse.people.imports.tables import read
from rse.people.models import ImportRun, Organisation

PLANNERS: dict[str, Callable[[Sheet, Organisation], Plan]] = {
    ImportRun.Kind.AGENTS: agents.plan,
    ImportRun.Kind.DEPARTMENTS: departments.plan,
    ImportRun.Kind.POSITIONS: positions.plan,
}


def check(content: bytes, *, kind: str, organisation: Organisation) -> Plan:
    """Every line against the register, in a constant number of queries; nothing is written.

    Raises FileRefused for a file that cannot be read, or that names nobody: headings alone would make everybody absent.
    """
    table = read(content)
    sheet = sheet_of(table, OF_KIND[kind])
    found = PLANNERS[kind](sheet, organisation)
    if not table.rows and not found.faults:
        raise FileIsEmpty
    found.how = table.how
    return found.settle()


def guess_kind(content: bytes) -> str | None:
    """What the lines are, from the headings; None when they do not tell. Raises FileRefused."""
    return kind_of(read(content).header.cells)

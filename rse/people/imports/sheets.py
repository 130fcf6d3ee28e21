"""A table whose headings are recognised: lines of named values, and what is wrong before anything is compared with the register."""

import re
import unicodedata
from dataclasses import dataclass, field

from rse.people.imports.columns import Column, recognised
from rse.people.imports.faults import Fault, fault
from rse.people.imports.tables import Row, Table

FORMULA = ("=", "@")
CUT = 60


@dataclass(frozen=True)
class Line:
    """`values` holds every recognised column of the file, cleaned; `wrong` the fields that already have a fault."""

    number: int
    values: dict[str, str]
    wrong: set[str] = field(default_factory=set)

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")


@dataclass
class Sheet:
    """`given` are the fields that the file speaks of: what it does not speak of is left as it is."""

    columns: tuple[Column, ...]
    given: set[str]
    lines: list[Line]
    faults: list[Fault]

    def refuse(self, line: Line, name: str, code: str, *, value: str = "", **words: object) -> None:
        """One fault a cell: the first told is the one to mend."""
        if name in line.wrong:
            return
        line.wrong.add(name)
        self.faults.append(fault(line.number, self.heading(name), code, value=value, **words))

    def heading(self, name: str) -> str:
        return next(column.name for column in self.columns if column.field == name)


def sheet_of(table: Table, columns: tuple[Column, ...]) -> Sheet:
    """Never raises: what is wrong is in `faults`. Without its required columns the file has no line to check."""
    faults: list[Fault] = []
    places = _places(table, columns, faults)
    given = {column.field for column in places.values()}
    for column in columns:
        if column.required and column.field not in given:
            faults.append(fault(table.header.line, column.name, "missing_column", name=column.name))
    sheet = Sheet(columns, given, [], faults)
    if any(each.code == "missing_column" for each in faults):
        return sheet
    for row in table.rows:
        sheet.lines.append(_line(row, places, len(table.header.cells), sheet))
    return sheet


def _places(table: Table, columns: tuple[Column, ...], faults: list[Fault]) -> dict[int, Column]:
    places: dict[int, Column] = {}
    taken: dict[str, str] = {}
    for index, heading in enumerate(table.header.cells):
        name = clean(heading)
        column = recognised(name, columns)
        if column is None and not name:
            if any(len(row.cells) > index and row.cells[index].strip() for row in table.rows):
                faults.append(fault(table.header.line, letter(index), "nameless_column"))
        elif column is None:
            faults.append(fault(table.header.line, name[:CUT], "unknown_column", value=name))
        elif column.field in taken:
            faults.append(fault(table.header.line, name[:CUT], "column_twice", name=taken[column.field]))
        else:
            places[index] = column
            taken[column.field] = name
    return places


def _line(row: Row, places: dict[int, Column], width: int, sheet: Sheet) -> Line:
    cells = row.cells
    line = Line(row.line, {column.field: clean(cells[index]) if index < len(cells) else "" for index, column in places.items()})
    if len(cells) > width:
        sheet.faults.append(fault(row.line, letter(width), "too_many_cells"))
    for index, column in places.items():
        value = line.values[column.field]
        if not value:
            if column.required:
                sheet.refuse(line, column.field, "required")
        elif len(value) > column.max_length:
            sheet.refuse(line, column.field, "too_long", length=len(value), limit=column.max_length)
        elif cells[index].startswith(FORMULA):
            sheet.refuse(line, column.field, "formula")
        elif has_control(value):
            sheet.refuse(line, column.field, "control")
    return line


def clean(cell: str) -> str:
    """Composed letters, one space between words, none around; no-break spaces of spreadsheets are spaces."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", cell)).strip()


def has_control(value: str) -> bool:
    """Control, direction and private characters, which no name holds."""
    return any(unicodedata.category(sign) in {"Cc", "Cf", "Co", "Cn"} for sign in value)


def letter(index: int) -> str:
    """The name a spreadsheet gives to a column: A, B… AA."""
    name = ""
    step = index + 1
    while step:
        step, rest = divmod(step - 1, 26)
        name = chr(65 + rest) + name
    return name

"""Files for spreadsheets: a cell is never run as a formula (CWE-1236). Pure but for the writing of the file."""

import csv
import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Rows = Iterable[Sequence[object]]


def cell(value: object) -> str:
    """Text that a spreadsheet reads as text: what looks like a formula is kept from being one, even after spaces."""
    text = "" if value is None else ILLEGAL_CHARACTERS_RE.sub("", str(value))
    return f"'{text}" if text.lstrip(" \N{NO-BREAK SPACE}").startswith(FORMULA) or text.startswith(FORMULA) else text


def as_csv(rows: Rows) -> bytes:
    """Semicolons and a byte-order mark: what a French spreadsheet opens without being asked anything."""
    file = io.StringIO()
    csv.writer(file, delimiter=";").writerows([cell(value) for value in row] for row in rows)
    return ("\N{BYTE ORDER MARK}" + file.getvalue()).encode()


def as_xlsx(title: str, rows: Rows) -> bytes:
    """One sheet, its first row bold and kept in sight; numbers stay numbers, the rest is text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("".join(letter for letter in title if letter not in r"[]:*?/\ ")[:31] or "1")
    sheet.freeze_panes = "A2"
    for number, row in enumerate(rows):
        sheet.append([_made(sheet, value, head=number == 0) for value in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _made(sheet: object, value: object, *, head: bool) -> WriteOnlyCell:
    made = WriteOnlyCell(sheet, value=value if isinstance(value, int | float) else cell(value))
    if isinstance(made.value, str):
        made.data_type = "s"
    if head:
        made.style = "Headline 4"
    return made

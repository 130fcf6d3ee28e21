"""Files for spreadsheets: a cell is never run as a formula, days are days. Pure but for the writing of the file."""

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.formats import date_format
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

FORMULA = ("=", "+", "-", "@", "\t", "\r")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DAY = "DD/MM/YYYY"


def cell(value: object) -> str:
    """A cell that a spreadsheet reads as text: what looks like a formula is kept from being one (CWE-1236). Days are written as people do."""
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def workbook(title: str, rows: Iterable[Sequence[object]]) -> bytes:
    """An XLSX of one sheet, its first row bold and kept in sight: real days and numbers, and text that no spreadsheet runs."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for number, row in enumerate(rows):
        sheet.append([_cell(sheet, value, head=number == 0) for value in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _cell(sheet: object, value: object, *, head: bool) -> WriteOnlyCell:
    made = WriteOnlyCell(sheet, value=_plain(value))
    if isinstance(value, date):
        made.number_format = DAY
    elif isinstance(made.value, str):
        made.data_type = "s"
    if head:
        made.style = "Headline 4"
    return made


def _plain(value: object) -> object:
    """What the file can hold: instants become local days, text loses what XML forbids and what would be a formula."""
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    if isinstance(value, date | int | float | Decimal):
        return value
    return cell(ILLEGAL_CHARACTERS_RE.sub("", str(value))) if value is not None else None

"""The template files that HR downloads: the headings and one example line."""

import csv
import io

from openpyxl import Workbook
from openpyxl.styles import Font

from rse.people.imports.columns import OF_KIND


def as_csv(kind: str) -> bytes:
    """Semicolons and a byte-order mark, as French spreadsheets expect."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";").writerows(_lines(kind))
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(kind: str) -> bytes:
    """Every cell is text: a spreadsheet would eat the zeros at the head of a number."""
    book = Workbook()
    sheet = book.active
    for line in _lines(kind):
        sheet.append(line)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for column in sheet.columns:
        sheet.column_dimensions[column[0].column_letter].width = 22
        for cell in column:
            cell.number_format = "@"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _lines(kind: str) -> list[list[str]]:
    columns = OF_KIND[kind]
    return [[column.name for column in columns], [column.example for column in columns]]

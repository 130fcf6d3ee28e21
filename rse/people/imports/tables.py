"""From the bytes of a CSV or XLSX file to lines of text cells, numbered as a spreadsheet numbers them. Bounded whatever is sent."""

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from openpyxl import load_workbook

from rse.people.imports.exceptions import (
    EncodingUnknown,
    FileIsEmpty,
    FileTooBig,
    NotASpreadsheet,
    QuoteUnreadable,
    TooManyColumns,
    TooManyLines,
    WorkbookUnreadable,
)

MAX_BYTES = 5 * 1024 * 1024
MAX_LINES = 20_000
MAX_COLUMNS = 60
MAX_UNPACKED = 60 * 1024 * 1024
MAX_ZIP_ENTRIES = 500
SEPARATORS = {";": "point-virgule", ",": "virgule", "\t": "tabulation"}
BLANK_RUN = 200


@dataclass(frozen=True)
class Row:
    """`line` is the number in the margin of the spreadsheet: the header is line 1, blank lines count."""

    line: int
    cells: list[str]


@dataclass(frozen=True)
class Table:
    """`how` says what was recognised: « UTF-8, point-virgule »."""

    header: Row
    rows: list[Row]
    how: str


def read(content: bytes) -> Table:
    """Judged by content, never by name. Raises a FileRefused."""
    if len(content) > MAX_BYTES:
        raise FileTooBig(MAX_BYTES)
    if not content.strip():
        raise FileIsEmpty
    if content.startswith(b"PK"):
        return _table(_workbook(content), "XLSX")
    text, encoding = _decoded(content)
    separator = _separator(text)
    return _table(_records(text, separator), f"{encoding}, {SEPARATORS[separator]}")


def _table(records: Iterator[list[str]], how: str) -> Table:
    header: Row | None = None
    rows: list[Row] = []
    for line, cells in enumerate(records, 1):
        if line > MAX_LINES:
            raise TooManyLines(MAX_LINES)
        kept = _trimmed(cells)
        if len(kept) > MAX_COLUMNS:
            raise TooManyColumns(MAX_COLUMNS)
        if not kept:
            continue
        if header is None:
            header = Row(line, kept)
        else:
            rows.append(Row(line, kept))
    if header is None:
        raise FileIsEmpty
    return Table(header, rows, how)


def _trimmed(cells: list[str]) -> list[str]:
    """Without the blank cells of the end."""
    last = len(cells)
    while last and not cells[last - 1].strip():
        last -= 1
    return cells[:last]


def _decoded(content: bytes) -> tuple[str, str]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16"), "UTF-16"
        except UnicodeDecodeError as error:
            raise NotASpreadsheet from error
    if any(byte < 9 or 13 < byte < 27 for byte in set(content)):
        raise NotASpreadsheet
    try:
        return content.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252"), "Windows-1252"
    except UnicodeDecodeError as error:
        raise EncodingUnknown(content.count(b"\n", 0, error.start) + 1) from error


def _separator(text: str) -> str:
    """The one most often met in the header; the semicolon of French spreadsheets when there is none."""
    header = next((line for line in text.splitlines() if line.strip()), "")
    return max(SEPARATORS, key=header.count)


def _records(text: str, separator: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 0
    try:
        for record in reader:
            line += 1
            yield record
    except csv.Error as error:
        raise QuoteUnreadable(line + 1) from error


def _workbook(content: bytes) -> Iterator[list[str]]:
    """The first sheet, cell by cell. Sizes are checked before anything is unpacked; declared dimensions are not believed."""
    _refuse_bomb(content)
    try:
        # What a formula would give is never asked: the formula itself is read as text, and told as a fault.
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        blanks = 0
        for row in sheet.iter_rows(max_col=MAX_COLUMNS + 1, max_row=MAX_LINES + 1, values_only=True):
            cells = [_text(value) for value in row]
            blanks = 0 if any(cells) else blanks + 1
            if blanks > BLANK_RUN:
                return
            yield cells
    except Exception as error:  # a damaged workbook fails in as many ways as it has parts, and none may become a 500
        raise WorkbookUnreadable from error


def _refuse_bomb(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise WorkbookUnreadable from error
    if "xl/workbook.xml" not in {entry.filename for entry in entries}:
        raise NotASpreadsheet
    if len(entries) > MAX_ZIP_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED or any(entry.flag_bits & 1 for entry in entries):
        raise WorkbookUnreadable


def _text(value: object) -> str:
    """A cell as a person reads it: whole numbers without a point, days as 24/11/2026."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y}" if value.time() == time() else f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return str(value)

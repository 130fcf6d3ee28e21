"""Files made to hurt: refused with a sentence, quickly, whatever they unpack to."""

import io
import zipfile
from time import perf_counter

import pytest

from rse.people.imports import tables
from rse.people.imports.checking import check
from rse.people.imports.exceptions import (
    EncodingUnknown,
    FileIsEmpty,
    FileRefused,
    FileTooBig,
    NotASpreadsheet,
    QuoteUnreadable,
    TooManyColumns,
    TooManyLines,
    WorkbookUnreadable,
)
from tests import factories
from tests.people import files

PARTS = ("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml")


def rebuilt(sheet: bytes, *, extra: dict[str, bytes] | None = None) -> bytes:
    """A real workbook whose first sheet is `sheet`, with other parts beside."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(files.as_xlsx([["matricule"], ["1"]]))) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            target.writestr(entry.filename, sheet if entry.filename == "xl/worksheets/sheet1.xml" else source.read(entry))
        for name, content in (extra or {}).items():
            target.writestr(name, content)
    return out.getvalue()


SHEET = b'<?xml version="1.0"?>%s<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%s<sheetData>%s</sheetData></worksheet>'
BOMB = b'<!DOCTYPE z [<!ENTITY a "aaaaaaaaaa">' + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)) + b"]>"

HOSTILE = {
    "nothing": (b"  \n ", FileIsEmpty),
    "too big": (b"a;b\n" * 1_400_000, FileTooBig),
    "too many lines": (b"a;b\n" * 20_001, TooManyLines),
    "too many columns": (b";".join([b"a"] * 61), TooManyColumns),
    "an image": (b"\x89PNG\r\n\x1a\n" + bytes(200), NotASpreadsheet),
    "a PDF": (b"%PDF-1.7\n\x00\x01", NotASpreadsheet),
    "no alphabet": (b"nom\n\x81\x8d\n", EncodingUnknown),
    "an open quotation mark": (b'nom;pr\xc3\xa9nom\n"Roy;Ana\n' + b"x;y\n" * 30_000, QuoteUnreadable),
    "a torn archive": (b"PK\x03\x04" + bytes(400), WorkbookUnreadable),
    "a bomb": (rebuilt(b"", extra={"xl/media/zeros.bin": bytes(tables.MAX_UNPACKED)}), WorkbookUnreadable),
    "thousands of parts": (rebuilt(b"", extra={f"xl/media/{n}": b"" for n in range(tables.MAX_ZIP_ENTRIES)}), WorkbookUnreadable),
    "entities in entities": (rebuilt(SHEET % (BOMB, b"", b'<row r="1"><c t="inlineStr"><is><t>&j;</t></is></c></row>')), WorkbookUnreadable),
    "no XML": (rebuilt(b"<worksheet><sheetData><row"), WorkbookUnreadable),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_at_once(name: str) -> None:
    content, refusal = HOSTILE[name]
    started = perf_counter()
    with pytest.raises(refusal) as refused:
        tables.read(content)
    assert perf_counter() - started < 5
    assert isinstance(refused.value, FileRefused)
    assert "%(" not in refused.value.messages[0]


def test_declared_dimensions_and_far_away_cells_are_not_believed() -> None:
    row = b'<row r="%d"><c r="%s" t="inlineStr"><is><t>nom</t></is></c></row>'
    content = rebuilt(SHEET % (b"", b'<dimension ref="A1:XFD1048576"/>', row % (1, b"A1") + row % (1_048_576, b"XFD1048576")))
    started = perf_counter()
    assert tables.read(content).header.cells == ["nom"]
    assert perf_counter() - started < 5


@pytest.mark.django_db
def test_cells_of_fifty_thousand_letters_are_faults_and_are_not_repeated() -> None:
    department = factories.DepartmentFactory(code="S00")
    rows = [["matricule", "nom", "prénom", "service"], *([str(n), "x" * 50_000, "=" * 50_000, "S00"] for n in range(30))]
    started = perf_counter()
    plan = check(files.as_csv(rows), kind="agents", organisation=department.organisation)
    assert perf_counter() - started < 3
    assert len(plan.faults) == 60
    assert all(len(fault.sentence) < 200 for fault in plan.faults)

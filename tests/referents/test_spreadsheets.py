"""Files for spreadsheets: nothing in them runs, days are days."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from referents import spreadsheets

DANGERS = ["=1", "+1", "-1", "@a", "\ta", "\ra"]


@pytest.mark.parametrize("danger", DANGERS)
def test_a_cell_that_looks_like_a_formula_becomes_text(danger: str) -> None:
    assert spreadsheets.cell(danger) == f"'{danger}"
    assert spreadsheets.cell("Rose") == "Rose"
    assert spreadsheets.cell(None) == ""


def test_a_workbook_holds_days_numbers_and_no_formula() -> None:
    rows = [
        ["Nom", "Jour"],
        *([danger, None] for danger in DANGERS),
        ["Rose\x00", date(2026, 11, 3)],
        [Decimal("5.0"), datetime(2026, 11, 3, 23, 30, tzinfo=UTC)],
    ]
    sheet = load_workbook(io.BytesIO(spreadsheets.workbook("Missions", rows))).active
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert all(row[0].startswith("'") for row in cells[1:7])
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert cells[7] == ["Rose", datetime(2026, 11, 3)]
    assert cells[8] == [5, datetime(2026, 11, 4)]
    assert sheet.cell(8, 2).is_date
    assert sheet.freeze_panes == "A2"

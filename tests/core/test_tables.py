"""Tables as files: the same cells in CSV and in a workbook, none of them a formula."""

from __future__ import annotations

import datetime as dt
import io
import re

from openpyxl import load_workbook

from core.showing.tables import CSV, Line, Sheet, as_csv, as_workbook, download
from tests.project.sources import modules, named

ROWS: list[Line] = [("day", "text"), (dt.date(2026, 3, 12), "=1+1"), (None, -2.5), (3, "a\x00b")]


def test_csv_has_days_numbers_and_no_formulas() -> None:
    assert as_csv(ROWS).decode() == "day,text\r\n2026-03-12,'=1+1\r\n,-2.5\r\n3,a\x00b\r\n"
    assert as_csv(ROWS, marked=True) == b"\xef\xbb\xbf" + as_csv(ROWS)


def test_a_workbook_has_the_same_cells() -> None:
    book = load_workbook(io.BytesIO(as_workbook([Sheet(rows=iter(ROWS)), Sheet(rows=ROWS)])))
    first, second = book.worksheets
    cells = [[cell.value for cell in row] for row in first.iter_rows()]

    assert cells[0] == ["day", "text"]
    assert cells[1] == [dt.datetime.fromisoformat("2026-03-12"), "=1+1"]
    assert cells[2:] == [[None, -2.5], [3, "ab"]]
    assert first["B2"].data_type == "s"
    assert [[cell.value for cell in row] for row in second.iter_rows()] == cells


def test_a_column_is_as_wide_as_its_longest_line() -> None:
    text = "\n".join(["twenty characters..."] * 9)
    (sheet,) = load_workbook(io.BytesIO(as_workbook([Sheet(rows=[(text, "")])]))).worksheets

    assert [sheet.column_dimensions[letter].width for letter in "AB"] == [22, 10]


def test_nothing_on_the_way_keeps_a_file() -> None:
    answer = download(b"", kind=CSV, name="list")

    assert answer["Content-Disposition"] == 'attachment; filename="list.csv"'
    assert answer["Cache-Control"] == "no-store, private"


def test_no_other_module_writes_tables() -> None:
    """Four did, each with its own guard against formulas."""
    writes = re.compile(r"csv\.writer|DictWriter|\bWorkbook\(")
    writers = [named(path) for path in modules() if writes.search(path.read_text())]

    assert writers == ["core/showing/tables.py"]

"""Tables that leave the site: CSV (RFC 4180) for programs, XLSX for spreadsheet programs.

No text is taken for a formula in either. The CSV is UTF-8 and usually has no byte order mark, so
that the first heading has no invisible character before it; days are ISO.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import TYPE_STRING
from openpyxl.utils import get_column_letter

from core.headers import PRIVATE
from core.showing.exports import safe_cell, xml_text

CSV, XLSX, PDF = "csv", "xlsx", "pdf"
CSV_TYPE = "text/csv; charset=utf-8"
WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TYPES = {CSV: CSV_TYPE, XLSX: WORKBOOK_TYPE, PDF: "application/pdf"}
LONGEST_CELL = 32_767  # characters; what the format allows
LONGEST_TITLE = 31
WIDEST, NARROWEST = 60, 10  # characters of a column
_NO_TITLE = re.compile(r"[\[\]:*?/\\]")

Cell = str | int | float | dt.date | None
Line = Sequence[Cell]


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One sheet; its first row is the headings where `has_headings`."""

    rows: Iterable[Line]
    title: str = "Sheet"
    has_headings: bool = True
    #: characters of each column; as many as stand in it, within limits, where none are given
    widths: Sequence[int] = ()


def as_csv(rows: Iterable[Line], *, marked: bool = False) -> bytes:
    """Return rows as CSV; `marked` puts a byte order mark first, by which Excel knows UTF-8."""
    file = io.StringIO(newline="")
    csv.writer(file).writerows(
        [safe_cell(cell) if isinstance(cell, str) else cell for cell in row] for row in rows
    )
    return (b"\xef\xbb\xbf" if marked else b"") + file.getvalue().encode("utf-8", "replace")


def as_workbook(sheets: Sequence[Sheet]) -> bytes:
    """Return the sheets as a file; texts are texts, numbers numbers, days days."""
    workbook = Workbook(write_only=True)
    for number, given in enumerate(sheets, start=1):
        title = _NO_TITLE.sub(" ", given.title)[: LONGEST_TITLE - 4].strip("' ") or str(number)
        taken = workbook.sheetnames
        sheet = workbook.create_sheet(title if title not in taken else f"{title} {number}")
        rows = list(given.rows)
        for column, width in enumerate(given.widths or _widths(rows), start=1):
            sheet.column_dimensions[get_column_letter(column)].width = width
        if given.has_headings:
            sheet.freeze_panes = "A2"
        for row in rows:
            sheet.append([_text(sheet, c) if isinstance(c, str) else c for c in row])
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def download(content: bytes, *, kind: str, name: str) -> HttpResponse:
    """Give a file (`csv`, `xlsx`, `pdf`) that nobody in between keeps; `name` has no ending."""
    return HttpResponse(
        content,
        content_type=_TYPES[kind],
        headers={
            "Content-Disposition": f'attachment; filename="{name}.{kind}"',
            "Cache-Control": PRIVATE,
        },
    )


def _widths(rows: Sequence[Line]) -> list[int]:
    columns = max((len(row) for row in rows), default=0)
    longest = [
        max((_width(row[column]) for row in rows if column < len(row)), default=0)
        for column in range(columns)
    ]
    return [min(max(length + 2, NARROWEST), WIDEST) for length in longest]


def _width(cell: Cell) -> int:
    """Characters of its longest line."""
    return max((len(line) for line in str("" if cell is None else cell).splitlines()), default=0)


def _text(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, value=xml_text(text)[:LONGEST_CELL])
    cell.data_type = TYPE_STRING
    return cell

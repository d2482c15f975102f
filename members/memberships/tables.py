"""Tables that leave the office: CSV for programs, XLSX for spreadsheet programs."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import TYPE_STRING
from openpyxl.utils import get_column_letter

from core.headers import PRIVATE
from core.showing.exports import safe_cell, xml_text

Cell = str | int | dt.date | None
Lines = Iterable[Sequence[Cell]]
CSV, XLSX, PDF = "csv", "xlsx", "pdf"
TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    PDF: "application/pdf",
}
WIDEST = 50  # characters
LONGEST_CELL = 32_767  # what the format allows


def as_csv(lines: Lines) -> bytes:
    """Return lines as CSV; no cell begins a formula, days are ISO."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    for line in lines:
        writer.writerow([safe_cell(cell) if isinstance(cell, str) else cell for cell in line])
    return file.getvalue().encode("utf-8", "replace")


def as_workbook(lines: Lines) -> bytes:
    """Return lines as a workbook; texts are texts, numbers numbers, days days."""
    listed = [list(line) for line in lines]
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet()
    for number, column in enumerate(zip(*listed, strict=False), start=1):
        width = max((len(str(cell)) for cell in column if cell is not None), default=0) + 2
        sheet.column_dimensions[get_column_letter(number)].width = min(width, WIDEST)
    sheet.freeze_panes = "A2"
    for line in listed:
        cells = []
        for cell in line:
            if isinstance(cell, str):
                text = WriteOnlyCell(sheet, value=xml_text(cell)[:LONGEST_CELL])
                text.data_type = TYPE_STRING
                cells.append(text)
            else:
                cells.append(cell)
        sheet.append(cells)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def download(content: bytes, *, kind: str, name: str) -> HttpResponse:
    """Give a file that nobody in between keeps."""
    return HttpResponse(
        content,
        content_type=TYPES[kind],
        headers={
            "Content-Disposition": f'attachment; filename="{name}.{kind}"',
            "Cache-Control": PRIVATE,
        },
    )

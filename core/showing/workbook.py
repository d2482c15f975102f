"""Tables as a workbook (XLSX): texts are texts there, never formulas."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import TYPE_STRING
from openpyxl.utils import get_column_letter

from core.showing.exports import xml_text

WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_CELL = 32_767  # characters; what the format allows
LONGEST_TITLE = 31
WIDEST, NARROWEST = 60, 10  # characters of a column
_NO_TITLE = re.compile(r"[\[\]:*?/\\]")

Cell = str | int | float


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One sheet; its first row is the headings where `has_headings`."""

    title: str
    rows: Sequence[Sequence[Cell]]
    has_headings: bool = True


def as_workbook(sheets: Sequence[Sheet]) -> bytes:
    """Return the sheets as a file. Columns are as wide as what stands in them, within limits."""
    workbook = Workbook(write_only=True)
    for number, given in enumerate(sheets, start=1):
        title = _NO_TITLE.sub(" ", given.title)[: LONGEST_TITLE - 4].strip("' ") or str(number)
        taken = workbook.sheetnames
        sheet = workbook.create_sheet(title if title not in taken else f"{title} {number}")
        for column, width in enumerate(_widths(given.rows), start=1):
            sheet.column_dimensions[get_column_letter(column)].width = width
        if given.has_headings:
            sheet.freeze_panes = "A2"
        for row in given.rows:
            sheet.append([_text(sheet, c) if isinstance(c, str) else c for c in row])
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def _widths(rows: Sequence[Sequence[Cell]]) -> list[int]:
    columns = max((len(row) for row in rows), default=0)
    longest = [
        max((len(str(row[column])) for row in rows if column < len(row)), default=0)
        for column in range(columns)
    ]
    return [min(max(length + 2, NARROWEST), WIDEST) for length in longest]


def _text(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, value=xml_text(text)[:LONGEST_CELL])
    cell.data_type = TYPE_STRING
    return cell

"""Results as a table: CSV (RFC 4180) for programs, a workbook (XLSX) for spreadsheet programs.

The CSV is UTF-8 without a byte order mark: programs read it as it is, and the first heading has no
invisible character before it. A spreadsheet program would guess its encoding and its separator.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import TYPE_STRING
from openpyxl.utils import get_column_letter

from core.kinds import kind_of
from core.showing.exports import safe_cell, xml_text
from search.outputs.selection import ResultRow, ResultSelection

CONTENT_TYPE = "text/csv; charset=utf-8"
WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_CELL = 32_767  # characters; what the format allows
#: Widths of the columns in characters, in the order of their headings.
WIDTHS = (45, 12, 18, 20, 32, 22, 14, 14, 12, 12, 60, 12, 12, 45, 45, 20)


def headings(selection: ResultSelection) -> list[str]:
    """Names of the columns in the active language."""
    names = [
        _("title"),
        _("language of the title"),
        _("what it is"),
        _("kind"),
        _("organisation"),
        _("place"),
        _("country codes"),
        _("languages"),
        _("written in"),
        _("date"),
        _("summary"),
        _("latitude"),
        _("longitude"),
        _("page"),
        _("permanent address"),
    ]
    near = selection.query.near
    if near is not None:
        names.append(_("km from %(town)s") % {"town": near.town.name})
    return [capfirst(name) for name in names]


def as_csv(selection: ResultSelection, rows: Iterable[ResultRow]) -> bytes:
    """Return the rows in the active language. A list that is cut says so in its last line."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    for line in _lines(selection, rows):
        writer.writerow([safe_cell(cell) if isinstance(cell, str) else cell for cell in line])
    return file.getvalue().encode("utf-8", "replace")


def as_workbook(selection: ResultSelection, rows: Iterable[ResultRow]) -> bytes:
    """Return the same table as a workbook; its texts are texts, never formulas."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet()
    for number, width in enumerate(WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    for line in _lines(selection, rows):
        sheet.append([_text_cell(sheet, cell) if isinstance(cell, str) else cell for cell in line])
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def _text_cell(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, value=xml_text(text)[:LONGEST_CELL])
    cell.data_type = TYPE_STRING
    return cell


def _lines(selection: ResultSelection, rows: Iterable[ResultRow]) -> Iterator[list[str | float]]:
    names = headings(selection)
    yield [*names]
    for row in rows:
        yield _cells(row, selection)
    if selection.note:
        yield [selection.note, *[""] * (len(names) - 1)]


def _cells(row: ResultRow, selection: ResultSelection) -> list[str | float]:
    card = row.card
    texts = (
        str(card.title),
        card.title.language or "",
        kind_of(card.collection).many,
        card.kind_label,
        card.organisation,
        card.place,
        " ".join(row.countries),
        " ".join(card.languages),
        card.original_language,
        card.date,
        str(card.summary),
    )
    numbers: list[str | float] = list(row.point or ("", ""))
    cells = [*texts, *numbers, row.address, row.permalink]
    if selection.query.near is not None:
        km = row.km_from(selection.query)
        cells.append("" if km is None else km)
    return cells

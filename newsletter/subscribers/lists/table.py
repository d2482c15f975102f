"""A file as a table, whatever program saved it: its encoding, what separates columns, its rows.

Nothing of it is stored: between the steps of the office's pages the table travels through the
office's own browser, signed.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from core.files.encodings import NoText, decode
from core.files.intake.packed import BROKEN_ZIP, Budget, unpack

LARGEST_FILE = 5 * 1024 * 1024
LARGEST_WORKBOOK = 10 * 1024 * 1024  # unpacked; five thousand rows of any list are far less
#: what one step of the office can take in before a browser gives up waiting
MOST_ROWS = 5_000
MOST_COLUMNS = 60
LONGEST_CELL = 2_000
#: below what Django takes in a form (DATA_UPLOAD_MAX_MEMORY_SIZE)
LARGEST_PACKED = 2_000_000
#: within this the steps must be done
LASTS = dt.timedelta(days=1)
SALT = "newsletter.list"
WORKBOOK = "XLSX"
_SEPARATORS = ",;\t|"
#: what openpyxl says of a workbook that it can't read
BROKEN_WORKBOOK = (
    *(*BROKEN_ZIP, SyntaxError, ValueError, TypeError, LookupError, AttributeError),
    *(OverflowError, InvalidFileException),
)
#: a field with more lines than that began with a quotation mark that nothing ends
_MOST_LINES = 20

NO_TABLE = _("This is no table that we can read. Save it as CSV or as an Excel workbook (.xlsx).")
TOO_LARGE = _(
    "The file is too large: up to 5 MB and 5,000 rows go at once. Please cut it into several."
)
EMPTY = _("There are no rows in this file.")
TOO_LATE = _("This took more than a day, or was changed on the way. Please choose the file again.")


class ListRefused(ValueError):
    """A file that is no table at all; `words` tell the office."""

    def __init__(self, words: Any) -> None:
        super().__init__(str(words))
        self.words = words


@dataclass(frozen=True, kw_only=True)
class ListTable:
    """What was read: rows with their numbers in the file, all as wide as `headings`."""

    encoding: str
    separator: str
    headings: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    def column(self, number: int) -> list[str]:
        """What stands in a column."""
        return [cells[number] for _row, cells in self.rows]

    def packed(self) -> str:
        """The table as a signed text for the next step. Raises ListRefused."""
        value = [self.encoding, self.separator, self.headings, self.rows]
        text = signing.dumps(value, salt=SALT, compress=True)
        if len(text) > LARGEST_PACKED:
            raise ListRefused(TOO_LARGE)
        return text


def unpacked(text: str) -> ListTable:
    """Return the table of an earlier step. Raises ListRefused."""
    try:
        encoding, separator, headings, rows = signing.loads(text, salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        raise ListRefused(TOO_LATE) from None
    return ListTable(
        encoding=encoding,
        separator=separator,
        headings=tuple(headings),
        rows=tuple((number, tuple(cells)) for number, cells in rows),
    )


def read_table(content: bytes) -> ListTable:
    """Read a file. Raises ListRefused for what is no table, empty, or too large."""
    if len(content) > LARGEST_FILE:
        raise ListRefused(TOO_LARGE)
    if content.startswith(b"PK"):
        return _as_table(_of_workbook(content), encoding=WORKBOOK, separator="")
    try:
        text, encoding = decode(content)
    except NoText:
        raise ListRefused(NO_TABLE) from None
    text = text.lstrip("\ufeff")
    if "\0" in text or text.lstrip()[:1] in ("<", "{", "["):
        raise ListRefused(NO_TABLE)
    text, skipped, declared = _without_declaration(text)
    separator = declared or _separator(text)
    rows = _of_text(text, separator, first=skipped + 1)
    return _as_table(rows, encoding=encoding, separator=separator)


def _as_table(
    found: Iterable[tuple[int, list[str]]], *, encoding: str, separator: str
) -> ListTable:
    rows: list[tuple[int, list[str]]] = []
    for number, cells in found:
        if len(rows) > MOST_ROWS:
            raise ListRefused(TOO_LARGE)
        stripped = [" ".join(cell.split(" ")).strip()[:LONGEST_CELL] for cell in cells]
        if any(stripped):
            rows.append((number, stripped[:MOST_COLUMNS]))
    headings: list[str] = []
    if rows and not any("@" in cell for cell in rows[0][1]):
        headings = rows.pop(0)[1]
    if not rows:
        raise ListRefused(EMPTY)
    width = max(len(headings), *(len(cells) for _number, cells in rows))
    return ListTable(
        encoding=encoding,
        separator=separator,
        headings=tuple(headings + [""] * (width - len(headings))),
        rows=tuple((number, tuple(cells + [""] * (width - len(cells)))) for number, cells in rows),
    )


# -- text ----------------------------------------------------------------------------------------
def _without_declaration(text: str) -> tuple[str, int, str]:
    """Take off Excel's first line, `sep=;`; return the rest, the lines taken, what it says."""
    first, _end, rest = text.partition("\n")
    said = first.strip().strip('"')
    if said[:4].casefold() == "sep=" and len(said) <= 5:
        return rest, 1, said[4:] or "\t"
    return text, 0, ""


def _separator(text: str) -> str:
    """What makes most of the first rows equally wide, and the widest."""
    best, score = ",", (0, 0)
    sample = "\n".join(text.splitlines()[:50])
    for each in _SEPARATORS:
        try:
            widths = Counter(len(row) for row in csv.reader(io.StringIO(sample), delimiter=each))
        except csv.Error:
            continue
        width, rows = max(
            ((width, rows) for width, rows in widths.items() if width > 1),
            key=lambda pair: (pair[1], pair[0]),
            default=(0, 0),
        )
        if (rows, width) > score:
            best, score = each, (rows, width)
    return best


def _of_text(text: str, separator: str, *, first: int) -> list[tuple[int, list[str]]]:
    """Rows and their lines; a quotation mark that nothing ends counts as a letter."""
    try:
        rows = list(_parsed(text, separator, first=first, quoting=csv.QUOTE_MINIMAL))
    except csv.Error:
        rows = []
    if rows and not any(cell.count("\n") > _MOST_LINES for _line, row in rows for cell in row):
        return rows
    try:
        plain = list(_parsed(text, separator, first=first, quoting=csv.QUOTE_NONE))
    except csv.Error:
        raise ListRefused(NO_TABLE) from None
    return [(line, [cell.strip('" ') for cell in row]) for line, row in plain]


def _parsed(
    text: str, separator: str, *, first: int, quoting: int
) -> Iterator[tuple[int, list[str]]]:
    """Rows that say something, and their lines. Raises ListRefused before there are too many."""
    reader: Any = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=separator,
        quoting=quoting,  # type: ignore[arg-type]  # one of csv's own numbers
    )
    began, found = first, 0
    for row in reader:
        if any(cell.strip() for cell in row):
            found += 1
            if found > MOST_ROWS + 1:  # a line of headings is no row
                raise ListRefused(TOO_LARGE)
            yield began, row
        began = first + reader.line_num


# -- workbooks -----------------------------------------------------------------------------------
def _of_workbook(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Rows of the first sheet that has any; formulas are what they came to."""
    try:
        unpack(content, "xlsx", Budget(most_unpacked=LARGEST_WORKBOOK))
    except ValidationError as refusal:
        raise ListRefused(TOO_LARGE if refusal.code == "too_large" else NO_TABLE) from None
    for rows in _sheets(content):
        found = [(number, [_cell(value) for value in row]) for number, row in enumerate(rows, 1)]
        if any(any(cells) for _number, cells in found):
            yield from found
            return


def _sheets(content: bytes) -> Iterator[list[tuple[Any, ...]]]:
    """The first rows of each sheet. Raises ListRefused for a damaged workbook."""
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            rows = islice(sheet.iter_rows(values_only=True), MOST_ROWS + 2)
            yield [row[:MOST_COLUMNS] for row in rows]
    except BROKEN_WORKBOOK:
        raise ListRefused(NO_TABLE) from None


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)

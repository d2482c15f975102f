"""Markers in a table: CSV with whatever separator and headings."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from maps.old_markers.marker import NAMES, OldMarker, OldMarkersError, marker, plain

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_SAID = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)


def from_table(text: str, *, name: str, assumed: list[str]) -> Iterator[OldMarker]:
    """Read a table with a line of headings; say in `assumed` which separator and columns it is."""
    separator, said = "", _SAID.match(text)
    if said:
        separator, text = said[1], text[said.end() :]
    headings = text.partition("\n")[0]
    if separator not in SEPARATORS:
        separator = max(SEPARATORS, key=headings.count)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        columns = [column or "" for column in rows.fieldnames or ()]
        _check(columns, name=name)
        used = [column for column in columns if any(plain(column) in n for n in NAMES.values())]
        assumed += [f"separator: {SEPARATORS[separator]}", f"columns: {', '.join(used)}"]
        for number, row in enumerate(rows, start=1):
            fields = {column: row.get(column) for column in columns}
            if any((value or "").strip() for value in fields.values()):
                yield marker(number, fields)
    except csv.Error as error:
        raise OldMarkersError(f"{name}: {error}") from error


def _check(columns: list[str], *, name: str) -> None:
    known = {plain(column) for column in columns}
    missing = []
    if not known & {*NAMES["title"], *NAMES["address"]}:
        missing.append("title")
    if not known & set(NAMES["both"]):
        missing += [
            short
            for short, part in (("lat", "latitude"), ("lng", "longitude"))
            if not known & set(NAMES[part])
        ]
    if missing:
        raise OldMarkersError(f"{name}: columns are missing: {', '.join(sorted(missing))}")

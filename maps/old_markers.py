"""Reading what the former map (the WordPress plugin WP Google Maps) kept: XML and CSV. Pure.

<markers><marker><map_id/><title/><address/><lat/><lng/>…</marker>…</markers>
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

#: More than any marker file has; a bigger one is refused before it is parsed.
LARGEST_FILE = 20 * 1024 * 1024


class OldMarkersError(ValueError):
    """The file is no marker file; the text says why."""


@dataclass(frozen=True, slots=True)
class OldMarker:
    """One marker of the former map: its number in the file, title, address, point in degrees.

    `point` is None where latitude or longitude is missing, no number, or out of range.
    """

    number: int
    title: str
    address: str
    point: tuple[float, float] | None


def _degrees(text: str, *, most: float) -> float | None:
    try:
        value = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    return value if math.isfinite(value) and abs(value) <= most else None


def _marker(number: int, fields: Mapping[str, str | None]) -> OldMarker:
    latitude = _degrees(fields.get("lat") or "", most=90)
    longitude = _degrees(fields.get("lng") or "", most=180)
    whole = latitude is not None and longitude is not None and (latitude, longitude) != (0, 0)
    return OldMarker(
        number=number,
        title=(fields.get("title") or "").strip(),
        address=(fields.get("address") or "").strip(),
        point=(latitude, longitude) if whole else None,  # type: ignore[arg-type]  # whole says so
    )


def read(content: bytes, *, name: str = "") -> list[OldMarker]:
    """Read a marker file, XML or CSV by its first character.

    Raises OldMarkersError for a file that is neither, too large, or XML with a document type or
    entities (they can read files and exhaust memory).
    """
    if len(content) > LARGEST_FILE:
        raise OldMarkersError(f"{name}: larger than {LARGEST_FILE} bytes")
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return list(_from_xml(content, name))
    return list(_from_csv(content, name))


def _from_xml(content: bytes, name: str) -> Iterable[OldMarker]:
    try:
        root = fromstring(
            content.lstrip(b"\xef\xbb\xbf \t\r\n"), forbid_dtd=True, forbid_entities=True
        )
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise OldMarkersError(f"{name}: {error}") from error
    if root.tag != "markers":
        raise OldMarkersError(f"{name}: expected <markers>, found <{root.tag}>")
    for number, element in enumerate(root.iterfind("marker"), start=1):
        yield _marker(number, {child.tag: child.text for child in element})


def _from_csv(content: bytes, name: str) -> Iterable[OldMarker]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise OldMarkersError(f"{name}: not UTF-8: {error}") from error
    first_line = text.partition("\n")[0]
    delimiter = ";" if first_line.count(";") > first_line.count(",") else ","
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    columns = {(column or "").strip().lower(): column for column in rows.fieldnames or ()}
    missing = {"title", "lat", "lng"} - set(columns)
    if missing:
        raise OldMarkersError(f"{name}: columns are missing: {', '.join(sorted(missing))}")
    try:
        for number, row in enumerate(rows, start=1):
            fields = {key: row.get(column) for key, column in columns.items()}
            yield _marker(number, {key: str(value or "") for key, value in fields.items()})
    except csv.Error as error:
        raise OldMarkersError(f"{name}: {error}") from error

"""One marker of a former map, whatever the file called its parts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from maps.old_markers.titles import as_text

#: What columns, elements and properties are called, in small letters without signs.
NAMES: dict[str, tuple[str, ...]] = {
    "title": ("title", "name", "organisation", "organization", "titel", "titre", "nom", "label"),
    "address": ("address", "adresse", "location", "place", "city", "town", "ort", "lieu"),
    "latitude": ("lat", "latitude", "breite", "breitengrad", "y"),
    "longitude": ("lng", "lon", "long", "longitude", "laenge", "längengrad", "x"),
    "both": ("latlng", "latlon", "latlong", "coordinates", "coords", "koordinaten", "position"),
}

_DEGREES = re.compile(
    r"""([NSEWO])?\s*([-+]?\d+(?:[.,]\d+)?)\s*°?\s*
        (?:(\d+(?:[.,]\d+)?)\s*['′’]\s*)?(?:(\d+(?:[.,]\d+)?)\s*(?:["″”]|'')\s*)?([NSEWO])?""",
    re.VERBOSE | re.IGNORECASE,
)
LONGEST_DEGREES = 60  # characters
_SIGNS = re.compile(r"[\W_]+")
#: What parts latitude from longitude in one field, the surest first.
_PARTED_BY = (re.compile(r"\s*[;|/]\s*"), re.compile(r"\s*,\s+|\s+"), re.compile(r"\s*,\s*"))


class OldMarkersError(ValueError):
    """The file is no marker file; the text says why."""


@dataclass(frozen=True, slots=True)
class OldMarker:
    """One marker: its number in the file, title, address, point in degrees.

    `point` is None where latitude or longitude is missing, no number, or out of range; `written`
    is what stands in the file.
    """

    number: int
    title: str
    address: str
    point: tuple[float, float] | None
    written: str = ""

    @property
    def name(self) -> str:
        """What people know it by: its title, the address where it has none."""
        return self.title or self.address


def plain(name: object) -> str:
    """Return a column's name in small letters without signs."""
    return _SIGNS.sub("", str(name or "").casefold())


def degrees(text: object, *, most: float) -> float | None:
    """Read degrees: 51.5, 51,5, 51° 30′ N, −0.12; None for anything else or beyond `most`."""
    written = str(text).replace("\u2212", "-").strip()
    found = _DEGREES.fullmatch(written) if len(written) <= LONGEST_DEGREES else None
    if found is None:
        return None
    before, whole, minutes, seconds, after = found.groups()
    first, *more = (float((part or "0").replace(",", ".")) for part in (whole, minutes, seconds))
    value = abs(first) + more[0] / 60 + more[1] / 3600
    side = (before or after or "").upper()
    if whole.startswith("-") or side in ("S", "W", "O"):
        value = -value
    return value if abs(value) <= most else None


def both_of(text: str) -> tuple[str, str]:
    """Part “51.5, -0.12”, “51,5; -0,12” or “(51.5 -0.12)” into latitude and longitude."""
    inner = text.strip().strip("()[]")[: 3 * LONGEST_DEGREES]
    for separator in _PARTED_BY:
        parts = separator.split(inner)
        if len(parts) == 2:
            return parts[0], parts[1]
    parts = inner.split(",")
    if len(parts) == 4:  # 51,5,-0,12
        return f"{parts[0]}.{parts[1]}", f"{parts[2]}.{parts[3]}"
    return inner, ""


def marker(number: int, fields: Mapping[str, object]) -> OldMarker:
    """Make a marker from what a file holds, by whatever names. Nothing is too odd to be listed."""
    known = {plain(name): str(value) for name, value in fields.items() if value is not None}

    def of(part: str) -> str:
        return next((known[name] for name in NAMES[part] if known.get(name, "").strip()), "")

    latitude, longitude = of("latitude"), of("longitude")
    if not (latitude and longitude) and of("both"):
        latitude, longitude = both_of(of("both"))
    y, x = degrees(latitude, most=90), degrees(longitude, most=180)
    written = " ".join(f"{latitude}, {longitude}".split())[:60]
    return OldMarker(
        number=number,
        title=as_text(of("title")),
        address=as_text(of("address")),
        point=None if y is None or x is None else (y, x),
        written="" if written == "," else written,
    )

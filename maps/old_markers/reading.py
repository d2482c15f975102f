"""Which kind of file it is, and reading the kinds that are no tables: XML, KML, GeoJSON, JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from core.files.encodings import NoText, decode
from maps.old_markers.marker import OldMarker, OldMarkersError, marker
from maps.old_markers.tables import from_table

#: More than any marker file has; a bigger one is refused before it is parsed.
LARGEST_FILE = 20 * 1024 * 1024

_PROLOG = re.compile(r"<\?xml[^<>]*\?>")


@dataclass(frozen=True, slots=True)
class MarkerFile:
    """The markers of a file, and what was assumed to read them (encoding, separator, columns)."""

    markers: list[OldMarker]
    assumed: list[str] = field(default_factory=list)


def read(content: bytes, *, name: str = "") -> MarkerFile:
    """Read a file of markers: XML, KML, GeoJSON, JSON or a table, by its first character.

    Raises OldMarkersError for a file that is none of these, too large, or XML with a document type
    or entities (they can read files and exhaust memory).
    """
    if len(content) > LARGEST_FILE:
        raise OldMarkersError(f"{name}: larger than {LARGEST_FILE // 1024 // 1024} MiB")
    try:
        text, encoding = decode(content)
    except NoText as error:
        raise OldMarkersError(f"{name}: {error}") from error
    text = text.lstrip("\ufeff \t\r\n")
    assumed = [f"encoding: {encoding}"]
    if text.startswith("<"):
        return MarkerFile(list(_from_xml(text, name, assumed)), assumed)
    if text.startswith(("{", "[")):
        return MarkerFile(list(_from_json(text, name, assumed)), assumed)
    return MarkerFile(list(from_table(text, name=name, assumed=assumed)), assumed)


# -- XML -----------------------------------------------------------------------------------------
def _from_xml(text: str, name: str, assumed: list[str]) -> Iterator[OldMarker]:
    """Markers as the plugin wrote them, as attributes, or the placemarks of a KML file."""
    try:
        root = fromstring(_PROLOG.sub("", text, count=1), forbid_dtd=True, forbid_entities=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError) as error:
        raise OldMarkersError(f"{name}: {error or type(error).__name__}") from error
    kind = _tag(root)
    if kind not in ("markers", "kml"):
        raise OldMarkersError(f"{name}: expected <markers> or <kml>, found <{kind}>")
    assumed.append("format: KML" if kind == "kml" else "format: XML")
    wanted = "placemark" if kind == "kml" else "marker"
    elements = [element for element in root.iter() if _tag(element) == wanted]
    for number, element in enumerate(elements, start=1):
        yield marker(number, _placemark(element) if kind == "kml" else _fields(element))


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2].lower()


def _fields(element: Element) -> dict[str, object]:
    """What stands in attributes, and in elements inside where these say something."""
    inside = {_tag(child): "".join(child.itertext()) for child in element}
    return {**element.attrib, **{name: value for name, value in inside.items() if value.strip()}}


def _placemark(element: Element) -> dict[str, object]:
    fields = {_tag(child): "".join(child.itertext()) for child in element}
    point = next((child for child in element.iter() if _tag(child) == "point"), None)
    written = "".join(point.itertext()).strip().split(",") if point is not None else []
    longitude, latitude = (*written, "", "")[:2]
    return {
        "title": fields.get("name", ""),
        "address": fields.get("address", ""),
        "latitude": latitude,
        "longitude": longitude,
    }


# -- JSON ----------------------------------------------------------------------------------------
def _from_json(text: str, name: str, assumed: list[str]) -> Iterator[OldMarker]:
    """The points of a GeoJSON file; a plain list of markers is read as well."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise OldMarkersError(f"{name}: not JSON: {error}") from error
    entries = data
    if isinstance(data, dict):
        entries = next((data[key] for key in ("features", "markers") if key in data), [data])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise OldMarkersError(f"{name}: expected a GeoJSON file or a list of markers")
    is_geojson = isinstance(data, dict) and "markers" not in data
    if is_geojson and not all(entry.get("type") == "Feature" for entry in entries):
        raise OldMarkersError(f"{name}: expected a GeoJSON file of features")
    assumed.append("format: GeoJSON" if is_geojson else "format: JSON")
    for number, entry in enumerate(entries, start=1):
        yield marker(number, _feature(entry) if is_geojson else _simple(entry))


def _simple(entry: dict[str, Any]) -> dict[str, object]:
    return {key: value for key, value in entry.items() if isinstance(value, str | int | float)}


def _feature(entry: dict[str, Any]) -> dict[str, object]:
    """A feature's properties and its point; coordinates are longitude, latitude."""
    properties, geometry = entry.get("properties"), entry.get("geometry")
    fields = _simple(properties) if isinstance(properties, dict) else {}
    if isinstance(geometry, dict) and geometry.get("type") == "Point":
        written = geometry.get("coordinates")
        if isinstance(written, list) and len(written) >= 2:
            return {**fields, "lng": written[0], "lat": written[1]}
    return {**fields, "lng": "", "lat": ""}

"""What the map gives away: CSV, and the former map's XML generated from what is shown today."""

from __future__ import annotations

import xml.etree.ElementTree as ET  # only writes; reading goes through defusedxml
from collections.abc import Iterable

from core.showing import tables
from core.showing.exports import xml_text
from maps.layers import Layer, Marker

CSV_COLUMNS = (
    "layer",
    "key",
    "title",
    "language",
    "kind",
    "organisation",
    "place",
    "countries",
    "latitude",
    "longitude",
    "precision",
    "url",
)


def _degrees(value: float | None) -> str:
    return "" if value is None else repr(value)


def as_csv(pairs: Iterable[tuple[Layer, Marker]], *, site: str) -> bytes:
    """Return the markers as CSV with byte order mark, addresses absolute."""
    return tables.as_csv([CSV_COLUMNS, *(_line(*pair, site) for pair in pairs)], marked=True)


def _line(layer: Layer, marker: Marker, site: str) -> tables.Line:
    return (
        layer.name,
        marker.key,
        str(marker.title),
        marker.title.language or "",
        marker.kind_label,
        marker.organisation,
        marker.place,
        " ".join(marker.countries),
        marker.latitude,
        marker.longitude,
        marker.precision,
        f"{site}{marker.url}",
    )


def as_old_xml(markers: Iterable[Marker], *, map_id: int, site: str) -> bytes:
    """Return drawn markers in the format of the WP Google Maps plugin, for whoever still reads it.

    Characters that XML can't hold are left out. Only points that are public are in a marker, so
    the address is the town.
    """
    root = ET.Element("markers")
    for number, marker in enumerate(markers, start=1):
        if marker.point is None:
            continue
        fields = {
            "marker_id": str(number),
            "map_id": str(map_id),
            "title": str(marker.title),
            "address": ", ".join(part for part in (marker.place, *marker.countries[:1]) if part),
            "desc": "",
            "pic": "",
            "icon": "",
            "linkd": f"{site}{marker.url}",
            "lat": _degrees(marker.latitude),
            "lng": _degrees(marker.longitude),
            "anim": "0",
            "category": "0",
            "infoopen": "0",
        }
        element = ET.SubElement(root, "marker")
        for name, text in fields.items():
            ET.SubElement(element, name).text = xml_text(text)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)

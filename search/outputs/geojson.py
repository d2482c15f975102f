"""Results as GeoJSON (RFC 7946): every one is a Feature, without geometry where no point is known.

The map's own layers (maps/geojson.py) hold what is drawn; this holds what a search found.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from search.outputs.selection import ResultRow, ResultSelection

CONTENT_TYPE = "application/geo+json"


def as_geojson(selection: ResultSelection, rows: Iterable[ResultRow]) -> bytes:
    """Return a FeatureCollection in the active language; equal rows give equal bytes.

    Besides the features it has `total`, the number of all results, and, if not all are there,
    `note`, which says so.
    """
    content: dict[str, Any] = {
        "type": "FeatureCollection",
        "total": selection.total,
        "features": [_feature(row, selection) for row in rows],
    }
    if selection.note:
        content["note"] = selection.note
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8", "replace")


def _feature(row: ResultRow, selection: ResultSelection) -> dict[str, Any]:
    card = row.card
    properties: dict[str, Any] = {
        "title": str(card.title),
        "language": card.title.language or "",
        "collection": card.collection,
        "kind": card.kind_label,
        "organisation": card.organisation,
        "place": card.place,
        "countries": list(row.countries),
        "date": card.date,
        "url": row.address,
        "permalink": row.permalink,
    }
    km = row.km_from(selection.query)
    if km is not None:
        properties["km"] = km
    geometry = None
    if row.point is not None:
        latitude, longitude = row.point
        geometry = {"type": "Point", "coordinates": [longitude, latitude]}
    return {"type": "Feature", "id": card.key, "geometry": geometry, "properties": properties}

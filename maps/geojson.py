"""Markers as GeoJSON (RFC 7946) and back. Pure: no model, no request."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from maps.layers import Marker

CONTENT_TYPE = "application/geo+json"


def feature(marker: Marker) -> dict[str, Any]:
    """Return a marker as a Feature; its geometry is null where no point is known.

    `lang` is there only where the title is in another language than the one asked for; `window`
    is false for what lies outside the map's window.
    """
    point = marker.point
    properties: dict[str, Any] = {
        "title": str(marker.title),
        "url": marker.url,
        "kind": marker.kind_label,
        "place": marker.place,
        "where": marker.where,
        "countries": list(marker.countries),
        "organisation": marker.organisation,
        "precision": marker.precision,
        "window": marker.is_drawn,
    }
    if marker.title.is_fallback:
        properties["lang"] = marker.title.language
    return {
        "type": "Feature",
        "id": marker.key,
        "geometry": None
        if point is None
        else {"type": "Point", "coordinates": [point[1], point[0]]},
        "properties": properties,
    }


def collection(markers: Iterable[Marker]) -> dict[str, Any]:
    """Return markers as a FeatureCollection, in their order."""
    return {"type": "FeatureCollection", "features": [feature(marker) for marker in markers]}


def encode(markers: Iterable[Marker]) -> bytes:
    """Return the FeatureCollection as UTF-8 JSON without blanks; equal markers give equal bytes."""
    text = json.dumps(
        collection(markers), ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )
    return text.encode("utf-8")


def points(content: dict[str, Any]) -> dict[str, tuple[float, float] | None]:
    """Read (latitude, longitude) by feature id from a FeatureCollection.

    Raises ValueError when it is none, or when a coordinate lies outside ±90 or ±180 degrees.
    """
    if content.get("type") != "FeatureCollection":
        raise ValueError("not a FeatureCollection")
    found: dict[str, tuple[float, float] | None] = {}
    for item in content["features"]:
        geometry = item["geometry"]
        if geometry is None:
            found[item["id"]] = None
            continue
        longitude, latitude = geometry["coordinates"]
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
            raise ValueError(f"{item['id']}: {latitude}, {longitude} is no point in degrees")
        found[item["id"]] = (latitude, longitude)
    return found

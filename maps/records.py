"""A place on the map in the records format, with the rule of town precision."""

from __future__ import annotations

from typing import Any

from cope_network.core.records.fields import Choice, Coordinate, Field, String
from cope_network.core.records.place import RecordPlace
from maps.places import Located, Precision, coarse_point


def place_fields() -> list[Field]:
    """Return `place`, `latitude`, `longitude` and `precision`."""
    return [
        String("place"),
        Coordinate("latitude", 90),
        Coordinate("longitude", 180),
        Choice("precision", Precision.values),
    ]


def whole_point(record: dict[str, Any], at: RecordPlace) -> None:
    """Refuse half a point, and an address beside town precision (DESIGN §5)."""
    given = {name for name in ("latitude", "longitude") if record.get(name) is not None}
    if len(given) == 1:
        missing = ({"latitude", "longitude"} - given).pop()
        at.refuse(missing, "a point needs both latitude and longitude")
    if record.get("precision") == Precision.TOWN:
        for name in Located.exact_fields:
            if record.get(name):
                at.refuse(name, "expected nothing: this asks for the town only to be shown")


def only_the_town(record: dict[str, Any]) -> dict[str, Any]:
    """Return the record with its town's point where it shows no more than that."""
    return {**record, **coarse_point(record)}

"""A place on the map in the records format, with the rule of town precision."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.bounds import is_number
from core.countries import COUNTRY_CODES
from maps.belonging import misplaced
from maps.places import COARSE, Located, Precision, coarse_point
from records.fields import Choice, Coordinate, Field, String
from records.place import RecordPlace


def place_fields() -> list[Field]:
    """Return `place`, `latitude`, `longitude` and `precision`."""
    return [
        String("place"),
        Coordinate("latitude", 90),
        Coordinate("longitude", 180),
        Choice("precision", Precision.values),
    ]


def whole_point(record: dict[str, Any], at: RecordPlace) -> None:
    """Refuse half a point, and an address beside a coarse precision."""
    given = {name for name in ("latitude", "longitude") if record.get(name) is not None}
    if len(given) == 1:
        missing = ({"latitude", "longitude"} - given).pop()
        at.refuse(missing, "a point needs both latitude and longitude")
    if record.get("precision") in COARSE:
        for name in Located.exact_fields:
            if record.get(name):
                at.refuse(name, "expected nothing: only the town or the country is to be shown")


def inside_its_country(
    record: dict[str, Any], at: RecordPlace, *, publisher: Callable[[], str | None] = str
) -> None:
    """Refuse a point that lies in none of the record's countries, saying where it lies.

    `publisher` returns one more country, where the record's publisher is; None if nobody knows.
    """
    latitude, longitude = record.get("latitude"), record.get("longitude")
    if not (_degrees(latitude, most=90) and _degrees(longitude, most=180)):
        return
    point: Any = (latitude, longitude)
    given = record.get("countries")
    codes = [record.get("country"), *(given if isinstance(given, list) else ())]
    own = [code for code in codes if isinstance(code, str) and code in COUNTRY_CODES]
    if not misplaced(point, countries=own):
        return
    more = publisher()
    wrong = misplaced(point, countries=[] if more is None else [*own, more])
    if wrong:
        at.refuse("latitude", wrong.in_words())


def _degrees(value: object, *, most: int) -> bool:
    return is_number(value) and abs(value) <= most


def only_the_town(record: dict[str, Any]) -> dict[str, Any]:
    """Return the record with its town's point where it shows no more than that."""
    return {**record, **coarse_point(record)}

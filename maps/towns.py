"""What is stored of a point that shall show no more than its town, or its country.

Never the point itself, however rounded: two decimals of a house in a village are that house.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from core.places import gazetteer
from core.places.gazetteer import Town, distance_km
from maps.outlines import country_at

#: A town's point must be of that town: further away nothing is known of it.
TOWN_WITHIN_KM = 30.0
#: Decimals of a degree where no town is known (outside Europe): some ten kilometres.
NO_TOWN_DECIMALS = 1

Point = tuple[float, float]


def town_point(point: Point, *, place: str = "", countries: Collection[str] = ()) -> Point:
    """Return the point of the town at `point`, all in degrees (latitude, longitude).

    That of the town called `place` where one of this name is near, else the nearest town's, in one
    of `countries` if they are known. Giving a town's point returns it unchanged.
    """
    town = _named(point, place, countries) or _nearest(point, countries)
    return town.point if town else _rounded(point, NO_TOWN_DECIMALS)


def country_point(point: Point, *, countries: Collection[str] = ()) -> Point:
    """Return the largest town's point where one country is known, else whole degrees."""
    towns = [gazetteer.largest(code) for code in countries] if len(countries) == 1 else []
    return towns[0].point if towns and towns[0] else _rounded(point, 0)


def countries_of(get: Mapping[str, Any]) -> list[str]:
    """Return the country codes among the columns or fields of a located thing."""
    value = get.get("country") or get.get("countries") or []
    return [value] if isinstance(value, str) else list(value)


def _named(point: Point, place: str, countries: Collection[str]) -> Town | None:
    towns = gazetteer.find(place, country=countries, limit=20) if place else []
    near = [
        town
        for town in towns
        if town.match != "close" and distance_km(point, town.point) <= TOWN_WITHIN_KM
    ]
    return min(near, key=lambda town: (distance_km(point, town.point), town.id), default=None)


def _nearest(point: Point, countries: Collection[str]) -> Town | None:
    own = gazetteer.nearest(*point, within_km=TOWN_WITHIN_KM, countries=countries)
    if own or not countries:
        return own
    other = gazetteer.nearest(*point, within_km=TOWN_WITHIN_KM)  # where its publisher is
    return other if other and other.country == country_at(point) else None


def _rounded(point: Point, decimals: int) -> Point:
    return round(point[0], decimals) + 0.0, round(point[1], decimals) + 0.0

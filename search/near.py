"""“Near a place”: a town and a distance, as an address says it. Pure but for the list of towns."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from core.places.gazetteer import EARTH_RADIUS_KM, Town, distance_km, find
from core.places.names import town_key

#: Distances to choose from, in km.
RADII: tuple[int, ...] = (25, 50, 100, 250)
DEFAULT_RADIUS = 50
LONGEST_PLACE = 100  # characters
MOST_TOWNS = 6  # of one name

Point = tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Near:
    """Within `radius` km of a town. `text` is what the reader typed.

    `chosen`: the reader picked the town among several of that name, so the address names it.
    """

    text: str
    town: Town
    radius: int = DEFAULT_RADIUS
    chosen: bool = False

    def params(self) -> list[tuple[str, str]]:
        """Return (name, value) pairs of an address."""
        params = [("near", self.text)]
        if self.chosen:
            params.append(("town", str(self.town.id)))
        if self.radius != DEFAULT_RADIUS:
            params.append(("radius", str(self.radius)))
        return params

    def others(self) -> list[Near]:
        """Return the same for the other towns of that name, likeliest first.

        Towns that only have it as a name in another language or age are left out, unless one of
        them is the likeliest.
        """
        towns = find(self.text, limit=MOST_TOWNS)
        typed = town_key(self.text)
        likely = [*towns[:1], *(t for t in towns[1:] if town_key(t.name).startswith(typed))]
        return [replace(self, town=t, chosen=True) for t in likely if t.id != self.town.id]

    def wider(self) -> Near | None:
        """Return the same with the next longer radius; None where there is none."""
        longer = next((km for km in RADII if km > self.radius), None)
        return None if longer is None else replace(self, radius=longer)

    def distance_km(self, point: Point) -> float:
        """Return how far a point (latitude, longitude) lies from the town, in km."""
        return distance_km(self.town.point, point)

    def box(self) -> dict[str, tuple[float, float]]:
        """Return the least and the greatest latitude and longitude of the circle, in degrees."""
        angle = self.radius / EARTH_RADIUS_KM
        latitude, longitude = self.town.point
        height = math.degrees(angle)
        widest = math.sin(angle) / max(math.cos(math.radians(latitude)), 1e-9)
        width = math.degrees(math.asin(widest)) if widest < 1 else 180.0
        if width >= 180 or abs(longitude) + width > 180:  # round a pole or over the date line
            west, east = -180.0, 180.0
        else:
            west, east = longitude - width, longitude + width
        south, north = max(latitude - height, -90.0), min(latitude + height, 90.0)
        return {"latitude": (south, north), "longitude": (west, east)}

    def within(self, points: Iterable[tuple[str, Point]]) -> dict[str, float]:
        """Keep what lies within the radius: key → km, nearest first, then by key."""
        distances = ((key, self.distance_km(point)) for key, point in points)
        kept = [(km, key) for key, km in distances if km <= self.radius]
        return {key: km for km, key in sorted(kept)}


def read_near(text: str, *, town: str, radius: int) -> Near | None:
    """Return the place that an address names, or None where no town of that name is known.

    `town` is the number of one of the towns of that name, or "" for the likeliest. An unknown
    number counts as none.
    """
    towns = find(text, limit=MOST_TOWNS) if text else []
    if not towns:
        return None
    by_number: Mapping[str, Town] = {str(each.id): each for each in towns}
    picked = by_number.get(town)
    return Near(text=text, town=picked or towns[0], radius=radius, chosen=picked is not None)

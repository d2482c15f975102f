"""The countries' outlines: which one a point lies in, and how far it is from one. Pure.

Natural Earth at 1:50 million, the whole world, with the border policy that the map states. Written
by `build_countries`. Points are (latitude, longitude) in degrees.
"""

from __future__ import annotations

import itertools
import json
import lzma
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from core.places.gazetteer import distance_km
from maps import topology
from maps.topology import Ring

OUTLINES_FILE = Path(__file__).parent / "data" / "outlines.json.xz"

#: Territories with a code of their own that Natural Earth draws as part of a country.
PART_OF = {
    **dict.fromkeys(("GF", "GP", "MQ", "RE", "YT"), "FR"),
    **dict.fromkeys(("BV", "SJ"), "NO"),
    **dict.fromkeys(("CC", "CX"), "AU"),
    "BQ": "NL",
    "TK": "NZ",
}

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Polygon:
    """One part of a country: its outer ring, holes, and the box around it."""

    outer: Ring
    holes: tuple[Ring, ...]
    box: tuple[float, float, float, float]

    @classmethod
    def of(cls, rings: list[list[list[float]]]) -> Polygon:
        """Make a polygon from rings of [longitude, latitude], the outer one first."""
        outer, *holes = ([(x, y) for x, y in ring] for ring in rings)
        xs, ys = zip(*outer, strict=True)
        return cls(outer, tuple(holes), (min(xs), min(ys), max(xs), max(ys)))

    def holds(self, x: float, y: float) -> bool:
        """True when the point lies inside; a country across the date line goes on beyond 180°."""
        west, south, east, north = self.box
        if not south <= y <= north:
            return False
        for turned in (x, x - 360, x + 360):
            if west <= turned <= east and topology.contains(self.outer, x=turned, y=y):
                return not any(topology.contains(hole, x=turned, y=y) for hole in self.holes)
        return False


@cache
def outlines() -> dict[str, tuple[Polygon, ...]]:
    """The polygons of every country by code."""
    found = json.loads(lzma.decompress(OUTLINES_FILE.read_bytes()))
    return {
        code: tuple(Polygon.of(rings) for rings in polygons) for code, polygons in found.items()
    }


def outline_of(code: str) -> tuple[Polygon, ...]:
    """A country's polygons; none for the few that are too small to be drawn (Gibraltar, Tuvalu)."""
    return outlines().get(code) or outlines().get(PART_OF.get(code, ""), ())


def country_at(point: Point) -> str:
    """Return the code of the country that a point lies in, empty at sea."""
    latitude, longitude = point
    for code, polygons in outlines().items():
        if any(polygon.holds(longitude, latitude) for polygon in polygons):
            return code
    return ""


def distance_to(code: str, point: Point) -> float | None:
    """Return how many km a point is from a country, 0 inside; None where no outline is known."""
    polygons = outline_of(code)
    if not polygons:
        return None
    latitude, longitude = point
    if any(polygon.holds(longitude, latitude) for polygon in polygons):
        return 0.0
    return min(_to_ring(point, polygon.outer) for polygon in polygons)


def _to_ring(point: Point, ring: Ring) -> float:
    """The distance to the nearest point of a ring, found on a plane around the point itself."""
    latitude, longitude = point
    narrowing = max(math.cos(math.radians(latitude)), 0.01)
    # the nearer way round the earth
    flat = [(((x - longitude + 180) % 360 - 180) * narrowing, y - latitude) for x, y in ring]
    nearest = min(
        (_foot(start, end) for start, end in itertools.pairwise(flat)),
        key=lambda foot: foot[0] ** 2 + foot[1] ** 2,
        default=flat[0],
    )
    there = (latitude + nearest[1], longitude + nearest[0] / narrowing)
    return distance_km(point, there)


def _foot(start: tuple[float, float], end: tuple[float, float]) -> tuple[float, float]:
    """The point of a side that is nearest to the origin."""
    (x1, y1), (x2, y2) = start, end
    dx, dy = x2 - x1, y2 - y1
    length = dx * dx + dy * dy
    if length == 0 or abs(dx) > 180:  # a side that jumps over the other side of the earth
        return start
    along = max(0.0, min(1.0, -(x1 * dx + y1 * dy) / length))
    return x1 + along * dx, y1 + along * dy

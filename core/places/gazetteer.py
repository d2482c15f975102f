"""Towns of Europe by name and by point, without any network (GeoNames, CC BY 4.0)."""

from __future__ import annotations

import json
import math
import os
import re
import sqlite3
import threading
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from rapidfuzz import fuzz, process

from core.places import store
from core.places.names import keys, town_key

Match = Literal["exact", "part", "close", "nearest"]

EARTH_RADIUS_KM = 6371.0088
KM_PER_DEGREE = 111.195

_LONGEST_QUERY = 300
_MOST_PARTS = 8
_PARTS = re.compile(r"[,;\n]+")
_NUMBERS = re.compile(r"\b[A-Z]{0,2}-?\d[\d\- ]*\b")
_CLOSE_ENOUGH = 85.0
_SHORTEST_GUESS = 4

#: Countries come as one JSON list; an empty one means any country.
_BY_KEY = """
SELECT town.id, town.name, town.country, town.latitude, town.longitude, town.population
FROM name JOIN town ON town.id = name.town
WHERE name.key = :key
    AND (:countries = '[]' OR name.country IN (SELECT value FROM json_each(:countries)))
ORDER BY
    (name.weight = 2) * 2 + (town.population >= 20000) + (town.population >= 200000) DESC,
    town.population DESC,
    town.id
LIMIT :limit
"""
_KEYS = """
SELECT DISTINCT key FROM name
WHERE key >= :start AND key < :start || char(65535)
    AND (:countries = '[]' OR country IN (SELECT value FROM json_each(:countries)))
"""
_IN_BOX = """
SELECT id, name, country, latitude, longitude, population FROM town
WHERE latitude BETWEEN :south AND :north AND longitude BETWEEN :west AND :east
"""
_LARGEST = """
SELECT id, name, country, latitude, longitude, population FROM town
WHERE country = :country ORDER BY population DESC, id LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Town:
    """A town: GeoNames number and name, country code, point in degrees, number of inhabitants.

    `match` says how it was found: *exact* (the whole query), *part* (one part of an address),
    *close* (another spelling), *nearest* (by a point).
    """

    id: int
    name: str
    country: str
    latitude: float
    longitude: float
    population: int
    match: Match

    @property
    def point(self) -> tuple[float, float]:
        """Return (latitude, longitude) in degrees."""
        return self.latitude, self.longitude


_lock = threading.Lock()


@lru_cache(maxsize=1)
def _database(process_id: int) -> sqlite3.Connection:
    """Open once in each process: a connection doesn't survive a fork."""
    return store.connect()


def _select(statement: str, **values: object) -> list[tuple[Any, ...]]:
    with _lock:
        return _database(os.getpid()).execute(statement, values).fetchall()


def _town(row: tuple[Any, ...], match: Match) -> Town:
    number, name, country, latitude, longitude, population = row
    return Town(number, name, country, latitude, longitude, population, match)


def _by_key(key: str, *, countries: str, limit: int, match: Match) -> list[Town]:
    rows = _select(_BY_KEY, key=key, countries=countries, limit=limit)
    return [_town(row, match) for row in rows]


def _by_spelling(part: str, *, countries: str, limit: int) -> list[Town]:
    """Return towns whose name begins with the same two letters and is spelt much alike."""
    key = town_key(part)
    if len(key) < _SHORTEST_GUESS:
        return []
    near_by = [str(row[0]) for row in _select(_KEYS, start=key[:2], countries=countries)]
    close = process.extract(
        key, near_by, scorer=fuzz.ratio, score_cutoff=_CLOSE_ENOUGH, limit=limit
    )
    found: dict[int, Town] = {}
    for name, _score, _index in close:
        for town in _by_key(name, countries=countries, limit=limit, match="close"):
            found.setdefault(town.id, town)
    return list(found.values())[:limit]


def _parts(query: str) -> list[str]:
    parts = (_NUMBERS.sub(" ", part).strip() for part in _PARTS.split(query[:_LONGEST_QUERY]))
    return [part for part in parts if part][:_MOST_PARTS]


def find(query: str, *, country: str | Collection[str] | None = None, limit: int = 5) -> list[Town]:
    """Return the towns a reader may mean by `query`, the likeliest first; any string is accepted.

    The query is a town or an address ("For Fangers Pårørende, 0950 Oslo"): its parts are tried in
    turn, then other spellings of its last part. `country` keeps to one or several country codes.
    Likelier is a town whose own name it is, then the bigger one.
    """
    countries = json.dumps([country] if isinstance(country, str) else list(country or ()))
    parts = _parts(query)
    for position, part in enumerate(parts):
        for key in keys(part):
            match: Match = "part" if position else "exact"
            towns = _by_key(key, countries=countries, limit=limit, match=match)
            if towns:
                return towns
    return _by_spelling(parts[-1], countries=countries, limit=limit) if parts else []


def largest(country: str) -> Town | None:
    """Return the town of a country (its code) with the most inhabitants, None if it has none."""
    rows = _select(_LARGEST, country=country)
    return _town(rows[0], "part") if rows else None


def nearest(
    latitude: float, longitude: float, *, within_km: float = 50.0, countries: Collection[str] = ()
) -> Town | None:
    """Return the town next to a point in degrees, or None where none lies within the distance.

    Only a town of one of the `countries` (codes) if some are given.
    """
    height = within_km / KM_PER_DEGREE
    width = height / max(math.cos(math.radians(latitude)), 0.01)
    rows = _select(
        _IN_BOX,
        south=latitude - height,
        north=latitude + height,
        west=longitude - width,
        east=longitude + width,
    )
    here = (latitude, longitude)
    towns = (_town(row, "nearest") for row in rows if not countries or row[2] in countries)
    town = min(towns, key=lambda town: (distance_km(here, town.point), town.id), default=None)
    return town if town and distance_km(here, town.point) <= within_km else None


def distance_km(start: tuple[float, float], end: tuple[float, float]) -> float:
    """Return the great-circle distance in km of two points given as (latitude, longitude)."""
    one, other = math.radians(start[0]), math.radians(end[0])
    across = math.radians(end[1] - start[1])
    chord = (
        math.sin((other - one) / 2) ** 2
        + math.cos(one) * math.cos(other) * math.sin(across / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(chord)))

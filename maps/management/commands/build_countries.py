"""Rebuild the country shapes from world-atlas (Natural Earth): for the map, the drawing, and the
outlines against which points are held.

Border policy, asserted here and stated under the map: Crimea is drawn in Ukraine, Cyprus as one
island, Kosovo as XK. Natural Earth itself draws who holds a territory.
"""

from __future__ import annotations

import itertools
import json
import lzma
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from babel.core import get_global
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from maps import topology
from maps.drawing import PATHS_FILE
from maps.outlines import OUTLINES_FILE
from maps.projection import HEIGHT, WIDTH, project
from maps.topology import Ring

Shapes = dict[str, list[list[Ring]]]

GEOJSON_FILE = settings.BASE_DIR / "cope_network" / "static" / "geo" / "countries.json"

#: What is kept, in degrees: a little more than the map lets one move, and than the drawing shows.
MAP_BOX = {"west": -45.0, "south": 16.0, "east": 68.0, "north": 79.0}
DRAWING_BOX = {"west": -60.0, "south": 20.0, "east": 95.0, "north": 84.0}
WORLD_BOX = {"west": -360.0, "south": -90.0, "east": 360.0, "north": 90.0}
MARGIN = 12.0
_MAP_TOLERANCE, _MAP_WHOLE = 0.03, 0.8
_DRAWING_TOLERANCE, _DRAWING_WHOLE = 0.08, 0.25
_OUTLINE_TOLERANCE, _OUTLINE_WHOLE = 0.02, 0.3
_BY_NAME = {"Kosovo": "XK", "N. Cyprus": "CY"}
CRIMEA = (34.1, 45.0)
NICOSIA, KYRENIA = (33.3, 35.1), (33.3, 35.3)
PRISTINA = (21.17, 42.66)


def country_code(geometry: dict[str, Any]) -> str | None:
    """Return the ISO 3166-1 code of a world-atlas geometry, or None where it has none."""
    by_name = _BY_NAME.get(geometry["properties"]["name"])
    codes = get_global("territory_aliases").get(geometry.get("id", ""), [])
    return by_name or (codes[0] if codes else None)


def shapes(
    source: dict[str, Any], *, tolerance: float, whole: float, box: dict[str, float]
) -> Shapes:
    """Return the polygons by country code, borders simplified once so that neighbours still meet.

    Arcs up to `whole` degrees long stay as they are (small islands and states).
    """
    arcs = [
        topology.simplify(arc, tolerance) if topology.extent(arc) > whole else arc
        for arc in topology.decode_arcs(source)
    ]
    found: Shapes = {}
    for geometry in source["objects"]["countries"]["geometries"]:
        code = country_code(geometry)
        if code is None or "arcs" not in geometry:
            continue
        many = geometry["type"] == "MultiPolygon"
        for polygon in geometry["arcs"] if many else [geometry["arcs"]]:
            whole_rings = [topology.unwrap(topology.join(arcs, indexes)) for indexes in polygon]
            rings = [topology.clip(ring, **box) for ring in whole_rings]
            rings = [ring for ring in rings if len(ring) > 3]
            if rings:
                found.setdefault(code, []).append(rings)
    return _with_border_policy(found)


def _holds(polygons: list[list[Ring]], point: tuple[float, float]) -> bool:
    return any(topology.contains(rings[0], x=point[0], y=point[1]) for rings in polygons)


def _with_border_policy(found: Shapes) -> Shapes:
    crimea = [polygon for polygon in found["RU"] if _holds([polygon], CRIMEA)]
    found["RU"] = [polygon for polygon in found["RU"] if polygon not in crimea]
    found["UA"] += crimea
    expected = {"UA": [CRIMEA], "CY": [NICOSIA, KYRENIA], "XK": [PRISTINA]}
    for code, points in expected.items():
        for point in points:
            owners = [other for other, polygons in found.items() if _holds(polygons, point)]
            if owners != [code]:
                raise CommandError(f"{point} is drawn in {owners}, expected {code}")
    return found


def as_geojson(found: Shapes) -> dict[str, Any]:
    """Return a GeoJSON FeatureCollection: one MultiPolygon a country, its code as `id`."""
    features = []
    for code, polygons in sorted(found.items()):
        kept = [[topology.rounded(ring, 2) for ring in polygon] for polygon in polygons]
        kept = [polygon for polygon in kept if len(polygon[0]) > 3]
        if kept:
            geometry = {"type": "MultiPolygon", "coordinates": kept}
            features.append({"type": "Feature", "id": code, "properties": {}, "geometry": geometry})
    return {"type": "FeatureCollection", "features": features}


def as_outlines(found: Shapes) -> dict[str, list[list[Ring]]]:
    """Return the polygons by country code, the outer ring of each first."""
    return {
        code: [[topology.rounded(ring, 2) for ring in polygon] for polygon in polygons]
        for code, polygons in sorted(found.items())
    }


def _path(ring: Ring) -> str:
    """Return a ring as an SVG path in whole units, or "" where nothing is left or in view."""
    spots = [spot for lon, lat in ring if (spot := project(lat, lon)) is not None]
    sheet = {
        "west": -MARGIN,
        "south": -MARGIN,
        "east": WIDTH + MARGIN,
        "north": HEIGHT + MARGIN,
    }
    points = topology.rounded(topology.clip(spots, **sheet), 0)
    if len(points) < 4:
        return ""
    whole = [(int(x), int(y)) for x, y in points[:-1]]
    steps = (
        f"{x - before_x},{y - before_y}"
        for (before_x, before_y), (x, y) in itertools.pairwise(whole)
    )
    return f"M{whole[0][0]},{whole[0][1]}l{' '.join(steps)}z".replace(",-", "-")


def as_paths(found: Shapes) -> dict[str, str]:
    """Return SVG path data by country code, projected onto the drawing's sheet."""
    paths = {
        code: "".join(_path(ring) for polygon in polygons for ring in polygon)
        for code, polygons in sorted(found.items())
    }
    return {code: path for code, path in paths.items() if path}


class Command(BaseCommand):
    """Write static/geo/countries.json, maps/data/europe_paths.json and maps/data/outlines.json.xz.

    The last one holds the whole world, not simplified where a coast is short.
    """

    help = "Rebuild the country shapes from world-atlas 2.0.2 countries-50m.json."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the path of the TopoJSON file."""
        parser.add_argument("topojson", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the files; raise CommandError when the source is unreadable or not as asserted."""
        try:
            source = json.loads(options["topojson"].read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise CommandError(f"{options['topojson']}: {error}") from error
        fine = shapes(source, tolerance=_MAP_TOLERANCE, whole=_MAP_WHOLE, box=MAP_BOX)
        coarse = shapes(source, tolerance=_DRAWING_TOLERANCE, whole=_DRAWING_WHOLE, box=DRAWING_BOX)
        self._write(GEOJSON_FILE, as_geojson(fine))
        self._write(PATHS_FILE, as_paths(coarse))
        world = shapes(source, tolerance=_OUTLINE_TOLERANCE, whole=_OUTLINE_WHOLE, box=WORLD_BOX)
        self._write(OUTLINES_FILE, as_outlines(world))

    def _write(self, path: Path, content: object) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(content, separators=(",", ":"), ensure_ascii=False) + "\n"
        data = text.encode()
        if path.suffix == ".xz":
            data = lzma.compress(data, preset=9 | lzma.PRESET_EXTREME)
        path.write_bytes(data)
        self.stdout.write(f"{len(data)} bytes: {path}")

"""Pure geometry of the country files: TopoJSON arcs, simplifying, clipping, containing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

Point = tuple[float, float]
Ring = list[Point]


def decode_arcs(topology: dict[str, Any]) -> list[Ring]:
    """Return the arcs of a quantised TopoJSON topology as (longitude, latitude) in degrees."""
    scale_x, scale_y = topology["transform"]["scale"]
    shift_x, shift_y = topology["transform"]["translate"]
    arcs: list[Ring] = []
    for steps in topology["arcs"]:
        x = y = 0
        arc: Ring = []
        for step_x, step_y in steps:
            x += step_x
            y += step_y
            arc.append((x * scale_x + shift_x, y * scale_y + shift_y))
        arcs.append(arc)
    return arcs


def _distance_squared(point: Point, start: Point, end: Point) -> float:
    (x, y), (x1, y1), (x2, y2) = point, start, end
    dx, dy = x2 - x1, y2 - y1
    length = dx * dx + dy * dy
    along = 0.0 if length == 0 else max(0.0, min(1.0, ((x - x1) * dx + (y - y1) * dy) / length))
    return (x - x1 - along * dx) ** 2 + (y - y1 - along * dy) ** 2


def simplify(line: Sequence[Point], tolerance: float) -> Ring:
    """Return the line without points nearer than `tolerance` (Douglas and Peucker); ends stay."""
    keep = {0, len(line) - 1}
    spans = [(0, len(line) - 1)]
    while spans:
        first, last = spans.pop()
        inner = range(first + 1, last)
        if not inner:
            continue
        far = max(inner, key=lambda i: _distance_squared(line[i], line[first], line[last]))
        if _distance_squared(line[far], line[first], line[last]) > tolerance**2:
            keep.add(far)
            spans += [(first, far), (far, last)]
    return [line[i] for i in sorted(keep)]


def extent(line: Iterable[Point]) -> float:
    """Return the longer side of the line's bounding box, in the line's units."""
    xs, ys = zip(*line, strict=True)
    return max(max(xs) - min(xs), max(ys) - min(ys))


def join(arcs: Sequence[Ring], indexes: Iterable[int]) -> Ring:
    """Return one ring from arcs by number; ~n means arc n backwards."""
    ring: Ring = []
    for index in indexes:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring.extend(arc if not ring else arc[1:])
    return ring


def unwrap(ring: Ring) -> Ring:
    """Return a ring that crosses 180° with longitudes beyond it, so that it has no jump."""
    shift = 0.0
    whole: Ring = []
    for longitude, latitude in ring:
        if whole:
            jump = longitude + shift - whole[-1][0]
            shift -= 360.0 * round(jump / 360.0)
        whole.append((longitude + shift, latitude))
    return whole


def _cut(
    ring: Ring, inside: Callable[[Point], bool], edge: Callable[[Point, Point], Point]
) -> Ring:
    cut: Ring = []
    for before, here in zip([ring[-1], *ring[:-1]], ring, strict=True):
        if inside(here):
            if not inside(before):
                cut.append(edge(before, here))
            cut.append(here)
        elif inside(before):
            cut.append(edge(before, here))
    return cut


def clip(ring: Ring, *, west: float, south: float, east: float, north: float) -> Ring:
    """Return the ring cut to a box (Sutherland and Hodgman), possibly empty."""

    def at_x(x: float) -> Callable[[Point, Point], Point]:
        return lambda a, b: (x, a[1] + (b[1] - a[1]) * (x - a[0]) / (b[0] - a[0]))

    def at_y(y: float) -> Callable[[Point, Point], Point]:
        return lambda a, b: (a[0] + (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]), y)

    sides: list[tuple[Callable[[Point], bool], Callable[[Point, Point], Point]]] = [
        (lambda p: p[0] >= west, at_x(west)),
        (lambda p: p[0] <= east, at_x(east)),
        (lambda p: p[1] >= south, at_y(south)),
        (lambda p: p[1] <= north, at_y(north)),
    ]
    for inside, edge in sides:
        if not ring:
            break
        ring = _cut(ring, inside, edge)
    return [*ring, ring[0]] if ring and ring[0] != ring[-1] else ring


def contains(ring: Sequence[Point], *, x: float, y: float) -> bool:
    """True when the point lies inside the ring."""
    inside = False
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def rounded(ring: Iterable[Point], decimals: int) -> Ring:
    """Return the ring with rounded coordinates and no point twice in a row."""
    points: Ring = []
    for x, y in ring:
        point = (round(x, decimals), round(y, decimals))
        if not points or points[-1] != point:
            points.append(point)
    return points

"""The drawing of Europe: an equal-area projection onto a sheet of whole units, y downwards.

Lambert's azimuthal equal-area projection of a sphere around 52° N 10° E, as the European Union's
statistical maps use it, so that the shading of a country weighs what the country weighs.
"""

from __future__ import annotations

import math

#: Size of the sheet in units; the SVG's viewBox.
WIDTH, HEIGHT = 1000, 920

_CENTRE = (math.radians(52.0), math.radians(10.0))
_RADIUS_KM = 6371.0
_WEST_KM, _NORTH_KM = -2350.0, 2330.0
_KM_PER_UNIT = 4.85


def project(latitude: float, longitude: float) -> tuple[float, float] | None:
    """Return (x, y) on the sheet for a point in degrees, also beyond the sheet's edges.

    None for the far side of the globe, which the projection tears apart.
    """
    lat, lon = math.radians(latitude), math.radians(longitude) - _CENTRE[1]
    cosine = math.sin(_CENTRE[0]) * math.sin(lat) + math.cos(_CENTRE[0]) * math.cos(lat) * math.cos(
        lon
    )
    if cosine <= -0.5:
        return None
    scale = _RADIUS_KM * math.sqrt(2 / (1 + cosine))
    east = scale * math.cos(lat) * math.sin(lon)
    north = scale * (
        math.cos(_CENTRE[0]) * math.sin(lat) - math.sin(_CENTRE[0]) * math.cos(lat) * math.cos(lon)
    )
    return (east - _WEST_KM) / _KM_PER_UNIT, (_NORTH_KM - north) / _KM_PER_UNIT


def on_sheet(latitude: float, longitude: float) -> bool:
    """True when a point in degrees lies inside the drawing."""
    spot = project(latitude, longitude)
    return spot is not None and 0 <= spot[0] <= WIDTH and 0 <= spot[1] <= HEIGHT

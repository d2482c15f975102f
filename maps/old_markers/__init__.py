"""Reading what a former map kept, as people find it: XML, KML, GeoJSON, tables. Pure."""

from __future__ import annotations

from maps.old_markers.marker import OldMarker, OldMarkersError
from maps.old_markers.reading import MarkerFile, read

__all__ = ["MarkerFile", "OldMarker", "OldMarkersError", "read"]

"""GeoJSON: every point survives the round trip and stays on the globe."""

from __future__ import annotations

import dataclasses
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.i18n import Localised
from maps import geojson
from tests.maps.markers import make_marker

latitudes = st.floats(-90, 90, allow_nan=False)
longitudes = st.floats(-180, 180, allow_nan=False)
points_or_none = st.none() | st.tuples(latitudes, longitudes)


@given(st.lists(points_or_none, max_size=20))
def test_points_survive_the_round_trip(points: list[tuple[float, float] | None]) -> None:
    markers = [make_marker(number, point=point) for number, point in enumerate(points)]

    content = json.loads(geojson.encode(markers))

    assert geojson.points(content) == {m.key: p for m, p in zip(markers, points, strict=True)}


@given(latitudes, longitudes)
def test_longitude_comes_first(latitude: float, longitude: float) -> None:
    feature = geojson.feature(make_marker(point=(latitude, longitude)))

    assert feature["geometry"] == {"type": "Point", "coordinates": [longitude, latitude]}


@pytest.mark.parametrize("coordinates", [[0.0, 90.1], [180.5, 0.0], [0.0, -91.0]])
def test_a_point_off_the_globe_is_refused(coordinates: list[float]) -> None:
    content = geojson.collection([make_marker()])
    content["features"][0]["geometry"]["coordinates"] = coordinates

    with pytest.raises(ValueError, match="no point in degrees"):
        geojson.points(content)


@given(st.text(max_size=60))
def test_any_title_is_text(title: str) -> None:
    marker = make_marker(title=title or "x")

    properties = json.loads(geojson.encode([marker]))["features"][0]["properties"]

    assert properties["title"] == str(marker.title)


def test_only_a_title_in_another_language_names_its_language() -> None:
    own = make_marker()
    fallback = dataclasses.replace(own, title=Localised("Casa Verde", "ro", "en"))

    assert "lang" not in geojson.feature(own)["properties"]
    assert geojson.feature(fallback)["properties"]["lang"] == "ro"


def test_equal_markers_give_equal_bytes() -> None:
    assert geojson.encode([make_marker()]) == geojson.encode([make_marker()])
    assert geojson.encode([make_marker()]) != geojson.encode([make_marker(2)])

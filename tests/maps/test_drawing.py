"""The drawing without JavaScript: borders as the network states them, spots that are links."""

from __future__ import annotations

import json
import math

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from maps import drawing, topology
from maps.layers import Layer, Marker
from maps.projection import HEIGHT, WIDTH, on_sheet, project
from tests.maps.markers import IASI, LONDON, OSLO, SYDNEY, make_layer, make_marker

SHAPES = json.loads(
    (settings.BASE_DIR / "cope_network/static/geo/countries.json").read_text("utf-8")
)


def owners(longitude: float, latitude: float) -> list[str]:
    return [
        feature["id"]
        for feature in SHAPES["features"]
        for polygon in feature["geometry"]["coordinates"]
        if topology.contains(polygon[0], x=longitude, y=latitude)
    ]


@pytest.mark.parametrize(
    ("longitude", "latitude", "country"),
    [
        (34.1, 45.0, "UA"),  # Simferopol, Crimea
        (33.3, 35.1, "CY"),  # south of Nicosia
        (33.3, 35.3, "CY"),  # Kyrenia
        (21.1, 42.6, "XK"),  # Pristina
        (26.1, 44.4, "RO"),
        (50.0, 57.0, "RU"),
        (10.75, 59.91, "NO"),
    ],
)
def test_borders_are_drawn_as_stated(longitude: float, latitude: float, country: str) -> None:
    assert owners(longitude, latitude) == [country]


def test_the_sea_belongs_to_nobody() -> None:
    assert owners(5.0, 68.0) == owners(-10.0, 50.0) == owners(18.0, 36.0) == []


def test_map_and_drawing_know_the_same_network_countries() -> None:
    on_map = {feature["id"] for feature in SHAPES["features"]}
    drawn = set(drawing.country_paths())

    assert drawn <= on_map | {"GL"}
    network = """AD AL AT BE BG CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT LI LT LU LV MC
        MD ME MK MT NL NO PL PT RO RS SE SI SK SM TR UA XK"""
    assert set(network.split()) <= drawn


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_every_point_of_the_globe_has_a_spot_or_none(latitude: float, longitude: float) -> None:
    spot = project(latitude, longitude)

    assert spot is None or all(math.isfinite(part) for part in spot)


def test_the_window_holds_europe_and_not_sydney() -> None:
    for point in (IASI, OSLO, LONDON, (64.1, -21.9), (35.2, 33.4), (38.7, -9.1), (69.6, 18.9)):
        assert on_sheet(*point)
    assert not on_sheet(*SYDNEY)


def test_the_projection_keeps_north_up_and_east_right() -> None:
    oslo, iasi, london = (project(*point) for point in (OSLO, IASI, LONDON))

    assert oslo is not None
    assert iasi is not None
    assert london is not None
    assert oslo[1] < london[1] < iasi[1]
    assert london[0] < oslo[0] < iasi[0]
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in (oslo, iasi, london))


def pairs(*markers: Marker) -> list[tuple[Layer, Marker]]:
    layer = make_layer(markers)
    return [(layer, marker) for marker in markers]


def test_one_thing_is_a_link_to_it_with_its_name() -> None:
    drawn = drawing.draw(pairs(make_marker(title="Casa Verde")), counts={"RO": 1})

    (spot,) = drawn.spots
    assert spot.words == "Casa Verde, Iași, Romania"
    assert spot.url == "/en/organisations/place-1/"


def test_several_things_in_a_town_are_one_link_to_the_list() -> None:
    drawn = drawing.draw(pairs(*(make_marker(n) for n in range(1, 6))), counts={"RO": 5})

    (spot,) = drawn.spots
    assert spot.count == 5
    assert spot.url == "#country-RO"
    assert spot.words == ("5 places in or near Iași, Romania: Place 1, Place 2, Place 3 and 2 more")


def test_no_spot_covers_another() -> None:
    markers = [
        make_marker(n, point=(51.0 + n / 50, -1.0 + n / 40), countries=("GB",)) for n in range(40)
    ]

    spots = drawing.draw(pairs(*markers), counts={"GB": 40}).spots

    assert sum(spot.count for spot in spots) == 40
    centres = [(float(spot.x), float(spot.y)) for spot in spots]
    nearest = min(math.dist(a, b) for a in centres for b in centres if a != b)
    assert nearest >= drawing.TOO_NEAR - 0.2


def test_what_lies_outside_is_not_drawn() -> None:
    drawn = drawing.draw(pairs(make_marker(point=SYDNEY), make_marker(2, point=None)), counts={})

    assert drawn.spots == ()


@pytest.mark.parametrize(("count", "shade"), [(0, 0), (1, 1), (2, 1), (3, 2), (29, 3), (500, 4)])
def test_shades_follow_the_legend(count: int, shade: int) -> None:
    assert drawing.shade(count) == shade


def test_the_legend_covers_every_number() -> None:
    assert [step.words for step in drawing.legend()] == [
        "1 to 2",
        "3 to 9",
        "10 to 29",
        "30 and more",
    ]

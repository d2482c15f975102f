"""What the map gives away: a table that no spreadsheet runs, XML that every parser reads."""

from __future__ import annotations

import csv
import io

import pytest
from defusedxml.ElementTree import fromstring
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from maps import exports, old_markers
from tests.maps.markers import IASI, OSLO, SYDNEY, make_layer, make_marker, only_layers

SITE = "https://example.org"


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@given(st.text(max_size=60))
def test_no_cell_of_text_begins_a_formula(title: str) -> None:
    marker = make_marker(title=title or "x", place=title, organisation=title)

    (row,) = rows(exports.as_csv([(make_layer([]), marker)], site=SITE))

    for name in ("title", "place", "organisation"):
        assert not row[name].startswith(("=", "+", "-", "@", "\t", "\r"))


def test_the_table_has_points_as_numbers_and_whole_addresses() -> None:
    marker = make_marker(point=(-33.87, 151.21), countries=("AU", "NZ"))

    (row,) = rows(exports.as_csv([(make_layer([]), marker)], site=SITE))

    assert (row["latitude"], row["longitude"]) == ("-33.87", "151.21")
    assert row["url"] == f"{SITE}/en/organisations/place-1/"
    assert row["countries"] == "AU NZ"


@given(st.text(max_size=60))
def test_the_old_xml_is_well_formed_whatever_is_in_a_name(title: str) -> None:
    content = exports.as_old_xml([make_marker(title=title or "x")], map_id=1, site=SITE)

    root = fromstring(content, forbid_dtd=True)

    assert root.tag == "markers"
    assert [child.tag for child in root[0]][:4] == ["marker_id", "map_id", "title", "address"]


def test_the_old_xml_is_read_back_by_our_own_reader() -> None:
    markers = [make_marker(1, title="Casa & Co"), make_marker(2, point=OSLO)]

    read = old_markers.read(exports.as_old_xml(markers, map_id=7, site=SITE)).markers

    assert [(m.title, m.point) for m in read] == [("Casa & Co", IASI), ("Place 2", OSLO)]


@pytest.mark.django_db
class TestAddresses:
    """The exports over HTTP."""

    def test_the_old_address_answers_from_the_database(self, client: Client) -> None:
        shown = [make_marker(1), make_marker(2, point=None), make_marker(3, point=SYDNEY)]
        hidden = make_layer([make_marker(4, title="Hidden")], name="others", default=False)
        with only_layers(make_layer(shown), hidden):
            response = client.get("/wp-content/uploads/wp-google-maps/3markers.xml")

        root = fromstring(response.content, forbid_dtd=True)
        assert response["Content-Type"] == "application/xml; charset=utf-8"
        assert [m.findtext("title") for m in root] == ["Place 1", "Place 3"]
        assert {m.findtext("map_id") for m in root} == {"3"}

    def test_the_table_is_a_download(self, client: Client) -> None:
        with only_layers(make_layer([make_marker()])):
            response = client.get("/ro/map/places.csv")

        assert response["Content-Disposition"] == 'attachment; filename="map-ro.csv"'
        assert response.content.startswith(b"\xef\xbb\xbflayer,key,title")

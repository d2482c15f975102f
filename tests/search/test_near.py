"""“Near a place”: towns from the list of towns, distances, and the same on the database."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from django.http import QueryDict
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from core.places.gazetteer import Town, distance_km
from search.near import RADII, Near, read_near
from search.query import SearchQuery
from search.results.find import find
from search.sources.database import records_matching
from search.state.index_state import drain_all
from tests import builders
from tests.search.fakes import FakeSource
from tests.search.samples import entry

IASI = (47.17, 27.6)
VASLUI = (46.64, 27.73)  # 59 km from Iași


def near(text: str, **params: str) -> Near:
    found = SearchQuery.parse({"near": text, **params}, "en").near
    assert found is not None
    return found


def get(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    text: str = response.content.decode()
    return text


# -- the address -----------------------------------------------------------------------------------
@pytest.mark.parametrize("spelling", ["Iași", "iasi", "IAŞI", "Jassy", " Iasi "])
def test_a_town_is_known_by_all_its_names(spelling: str) -> None:
    found = near(spelling)

    assert (found.town.name, found.town.country, found.radius) == ("Iași", "RO", 50)


def test_place_radius_and_chosen_town_survive_the_address() -> None:
    first = near("Newport")
    other = first.others()[0]
    query = SearchQuery(text="a", near=other, sort="distance").with_(page=2)

    assert other.town != first.town
    assert SearchQuery.parse(QueryDict(query.urlencode()), "en") == query
    assert near("Oslo", radius="250").params() == [("near", "Oslo"), ("radius", "250")]


def test_a_town_chosen_for_another_name_does_not_count() -> None:
    query = SearchQuery.parse({"near": "Oslo", "town": "2641598"}, "en")

    assert query.near == near("Oslo")
    assert query.ignored == ()


def test_without_the_place_there_is_no_order_by_distance() -> None:
    query = SearchQuery(near=near("Oslo"), sort="distance")

    assert query.without("near") == SearchQuery()
    assert query.only("theme").sort == "relevance"
    assert SearchQuery.parse({"near": "", "radius": "50", "sort": "distance"}, "en").ignored == ()


@settings(max_examples=300, deadline=None)
@given(
    latitude=st.floats(-90, 90),
    longitude=st.floats(-180, 180),
    here=st.tuples(st.floats(-90, 90), st.floats(-180, 180)),
    radius=st.sampled_from(RADII),
)
def test_the_box_holds_the_whole_circle(
    latitude: float, longitude: float, here: tuple[float, float], radius: int
) -> None:
    town = Town(1, "Somewhere", "NO", here[0], here[1], 1, "exact")
    place = Near(text="somewhere", town=town, radius=radius)
    south, north = place.box()["latitude"]
    west, east = place.box()["longitude"]

    if distance_km(here, (latitude, longitude)) <= radius * 0.999999:
        assert south <= latitude <= north
        assert west <= longitude <= east


def test_no_town_of_that_name_is_no_place() -> None:
    assert read_near("Xyzzyville", town="", radius=50) is None


# -- results ---------------------------------------------------------------------------------------
@pytest.fixture
def clubs(source: FakeSource) -> FakeSource:
    source.put(
        entry("practices/vaslui", "Club", point=VASLUI, countries=("RO",)),
        entry("practices/iasi", "Club", point=IASI, countries=("RO",)),
        entry("practices/nowhere", "Club", countries=("RO",)),
    )
    drain_all()
    return source


@pytest.mark.django_db
def test_results_say_how_far_they_are(clubs: FakeSource) -> None:
    params = {"near": "Iași", "radius": "100", "sort": "distance"}

    found = find(SearchQuery.parse(params, "en"))

    assert [card.key for card in found.cards] == ["practices/iasi", "practices/vaslui"]
    assert found.cards[0].reasons == ("in Iași or next to it",)
    assert found.cards[1].reasons == ("about 59 km from Iași",)


@pytest.mark.django_db
def test_the_page_shows_place_radius_and_a_chip(client: Client, clubs: FakeSource) -> None:
    page = get(client, f"/en/search/?q=club&near={quote('Iași')}&radius=100")

    assert "2 results for" in page
    assert "Within 100 km of Iași, Romania" in page
    assert '<option value="100" selected>' in page
    assert 'href="?q=club"' in page  # the chip takes the place away
    assert "Nearest first" in page


@pytest.mark.django_db
def test_an_ambiguous_name_shows_the_candidates(client: Client, clubs: FakeSource) -> None:
    page = get(client, "/en/search/?near=Newport")

    assert "Or did you mean:" in page
    assert "Newport, Ireland" in page
    assert "near=Newport&amp;town=2962257" in page
    chosen = get(client, "/en/search/?near=Newport&town=2962257&radius=25")
    assert "Within 25 km of Newport, Ireland" in chosen
    assert "Search within a longer distance" in chosen
    assert "near=Newport&amp;town=2962257&amp;radius=100" not in chosen
    assert 'href="?near=Newport&amp;town=2962257"' in chosen  # 50 km, the usual radius


def test_towns_that_once_bore_the_name_are_not_offered() -> None:
    assert near("Paris").others() == []
    assert {other.town.country for other in near("Frankfurt").others()} == {"DE"}
    assert near("Oslo", radius="250").wider() is None


@pytest.mark.django_db
def test_an_unknown_town_is_named_and_ignored(client: Client, clubs: FakeSource) -> None:
    page = get(client, "/en/search/?q=club&near=Xyzzyville")

    assert "3 results for" in page
    assert "near = Xyzzyville" in page


@pytest.mark.django_db
def test_the_api_names_the_place_and_its_namesakes(client: Client, clubs: FakeSource) -> None:
    found = json.loads(get(client, "/api/v1/search?near=Newport"))["near"]

    assert (found["place"]["name"], found["radius"]) == ("Newport", 50)
    assert {"IE"} <= {other["country"] for other in found["others"]}
    assert json.loads(get(client, "/api/v1/search?q=club"))["near"] is None


@pytest.mark.django_db
def test_a_list_shows_the_place_as_a_chip_and_keeps_it_in_its_form(client: Client) -> None:
    home = builders.make_organisation(name="House")
    builders.make_practice(title="Near club", organisation=home, latitude=47.2, longitude=27.6)
    builders.make_practice(title="Far club", organisation=home, latitude=45.75, longitude=21.2)

    page = get(client, f"/en/practices/?maturity=pilot&near={quote('Iași')}&radius=25")

    assert "Near club" in page
    assert "Far club" not in page
    assert "Within 25 km of Iași" in page
    assert 'class="tag tag--remove" href="?sort=title"' in page
    assert '<input type="hidden" name="near" value="Iași">' in page
    assert '<input type="hidden" name="radius" value="25">' in page
    assert "Far club" in get(client, "/en/practices/?sort=title")
    assert "Within" not in get(client, "/en/practices/")


# -- the database ----------------------------------------------------------------------------------
@pytest.mark.django_db
def test_the_database_finds_the_same() -> None:
    home = builders.make_organisation(name="House", latitude=IASI[0], longitude=IASI[1])
    for name, point in (("Far", VASLUI), ("Near", (47.2, 27.6))):
        builders.make_practice(title=name, organisation=home, latitude=point[0], longitude=point[1])
    builders.make_practice(
        title="Whole country",
        organisation=home,
        latitude=IASI[0],
        longitude=IASI[1],
        precision="country",
    )
    builders.make_practice(title="Nowhere", organisation=home)
    drain_all()

    for radius, number in (("25", 2), ("100", 3)):
        query = SearchQuery.parse({"near": "Iași", "radius": radius, "sort": "distance"}, "en")
        found = find(query)
        assert not found.degraded
        assert found.total == number
        assert set(records_matching(query)) == {card.key for card in found.cards}
    practices = [key for key in records_matching(query) if key.startswith("practices/")]
    assert practices == ["practices/near", "practices/far"]

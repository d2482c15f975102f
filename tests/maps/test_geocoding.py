"""The chain of geocoders against a stub of the address service: choice, silence, secrecy."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from geopy.exc import GeopyError
from pytest_django import Settings

from maps import geocoding
from maps.geocoding import GazetteerGeocoder, candidates, town_candidates
from maps.places import PointSource, Precision

pytestmark = pytest.mark.django_db  # the service is told which network asks

ADDRESS = {
    "display_name": "Casa Verde, Strada Lăpușneanu 7, Iași, România",
    "lat": "47.1623456",
    "lon": "27.5812345",
    "addresstype": "building",
    "address": {"country_code": "ro"},
}


class StubService(ThreadingHTTPServer):
    """Answers like Nominatim; remembers what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[dict[str, list[str]]] = []
        self.agents: list[str] = []
        self.status, self.delay, self.results = 200, 0.0, [ADDRESS]


class _Handler(BaseHTTPRequestHandler):
    server: StubService

    def do_GET(self) -> None:
        self.server.asked.append(parse_qs(urlsplit(self.path).query))
        self.server.agents.append(self.headers["User-Agent"])
        time.sleep(self.server.delay)
        body = json.dumps(self.server.results).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 # the library's name
        """Keep quiet."""


@pytest.fixture
def service(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[StubService]:
    server = StubService()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.NOMINATIM_DOMAIN = f"127.0.0.1:{server.server_address[1]}"
    settings.NOMINATIM_SCHEME = "http"
    monkeypatch.setattr(geocoding, "TIMEOUT_SECONDS", 0.3)
    geocoding._nominatim.cache_clear()
    yield server
    geocoding._nominatim.cache_clear()
    server.shutdown()
    server.server_close()


def test_without_a_service_the_list_of_towns_answers() -> None:
    (first, *_others) = candidates("Iasi", country="RO", precision=Precision.ADDRESS)

    assert first.name == "Iași, Romania"
    assert (first.latitude, first.longitude) == (47.1667, 27.6)
    assert (first.precision, first.source) == (Precision.TOWN, PointSource.GAZETTEER)


def test_an_address_comes_from_the_service(service: StubService) -> None:
    (found,) = candidates("Casa Verde, Iași", country="RO", precision=Precision.ADDRESS)

    assert (found.latitude, found.longitude) == (47.1623456, 27.5812345)
    assert (found.precision, found.source) == (Precision.ADDRESS, PointSource.SERVICE)
    assert service.asked[0]["q"] == ["Casa Verde, Iași"]
    assert service.asked[0]["countrycodes"] == ["ro"]
    assert "Children of Prisoners" in service.agents[0]


def test_a_town_from_the_service_is_no_more_exact_than_a_town(service: StubService) -> None:
    service.results = [{**ADDRESS, "addresstype": "city"}]

    (found,) = candidates("Iași", precision=Precision.ADDRESS)

    assert (found.latitude, found.longitude, found.precision) == (47.16, 27.58, Precision.TOWN)


def test_the_service_never_hears_of_what_shows_its_town_only(service: StubService) -> None:
    found = candidates("Strada Lăpușneanu 7, Iași", country="RO", precision=Precision.TOWN)

    assert service.asked == []
    assert found[0].source == PointSource.GAZETTEER


@pytest.mark.parametrize("status", [403, 429, 500, 503])
def test_a_refusing_service_is_no_error(service: StubService, status: int) -> None:
    service.status = status

    found = candidates("Oslo", precision=Precision.ADDRESS)

    assert found[0].source == PointSource.GAZETTEER
    assert len(service.asked) == 1


def test_a_silent_service_is_left_after_its_time(service: StubService) -> None:
    service.delay = 1.5
    begun = time.monotonic()

    found = candidates("Oslo", precision=Precision.ADDRESS)

    assert found[0].name == "Oslo, Norway"
    assert time.monotonic() - begun < 1.4


def test_a_service_that_finds_nothing_leaves_it_to_the_list(service: StubService) -> None:
    service.results = []

    assert candidates("Oslo", precision=Precision.ADDRESS)[0].name == "Oslo, Norway"


def test_requests_keep_their_distance(
    service: StubService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(geocoding, "SECONDS_BETWEEN", 0.3)
    begun = time.monotonic()

    for _round in range(3):
        candidates("Casa Verde, Iași", precision=Precision.ADDRESS)

    assert time.monotonic() - begun >= 0.55


def test_an_ambiguous_town_gives_candidates_to_choose_from() -> None:
    names = {candidate.name for candidate in town_candidates("Halle", country="DE")}

    assert {"Halle (Saale), Germany", "Halle, Germany"} <= names


def test_another_spelling_is_marked() -> None:
    assert town_candidates("Dramenn")[0].close
    assert not town_candidates("Drammen")[0].close


class TestGeopyInterface:
    """The offline list behaves like any of geopy's geocoders."""

    def test_one_or_all(self) -> None:
        geocoder = GazetteerGeocoder()

        one = geocoder.geocode("Oslo")
        several = geocoder.geocode("Halle", exactly_one=False, country_codes=["DE", "BE"])

        assert one is not None
        assert (round(one.latitude), round(one.longitude)) == (60, 11)
        assert len(several) > 2

    def test_nothing_found(self) -> None:
        geocoder = GazetteerGeocoder()

        assert geocoder.geocode("Xyzzyxx") is None
        assert geocoder.geocode("Xyzzyxx", exactly_one=False) == []
        assert geocoder.reverse((0.0, -30.0)) is None
        assert geocoder.reverse((0.0, -30.0), exactly_one=False) == []

    def test_reverse_takes_text_and_pairs(self) -> None:
        geocoder = GazetteerGeocoder()

        assert geocoder.reverse("47.16, 27.59").address == "Iași, Romania"
        assert geocoder.reverse((47.16, 27.59)).address == "Iași, Romania"

    def test_nonsense_is_a_value_error_as_in_geopy(self) -> None:
        with pytest.raises((ValueError, GeopyError)):
            GazetteerGeocoder().reverse("nowhere at all")

"""The map's page: complete without script, silent to other hosts, deaf to what people write."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from maps import rendering
from tests.maps.markers import LONDON, OSLO, SYDNEY, make_layer, make_marker, only_layers

pytestmark = pytest.mark.django_db

NASTY = '</script><script>alert(1)</script>${alert(2)}"><img src=x onerror=alert(3)>'


class Tags(HTMLParser):
    """All tags of a page with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag == name]


@pytest.fixture(autouse=True)
def _layers() -> Iterator[None]:
    members = [
        make_marker(1, title="Casa Verde"),
        make_marker(2, title="Verdandi", point=OSLO, place="Oslo", countries=("NO",)),
        make_marker(3, title="Far Away", point=SYDNEY, place="Sydney", countries=("AU",)),
        make_marker(4, title="No Town", point=None, place="", countries=("GB",)),
    ]
    others = [make_marker(5, title="Partner", point=LONDON, place="London", countries=("GB",))]
    with only_layers(make_layer(members), make_layer(others, name="others", default=False)):
        yield


def read(client: Client, address: str = "/en/map/") -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_the_list_is_complete_without_script(client: Client) -> None:
    html = read(client)

    for title in ("Casa Verde", "Verdandi", "Far Away", "No Town"):
        assert f">{title}</a>" in html
    assert "Partner" not in html
    assert [h for h in ("Australia", "Norway", "Romania", "United Kingdom") if h not in html] == []


def test_a_switch_adds_a_layer(client: Client) -> None:
    html = read(client, "/en/map/?layer=testers&layer=others")

    assert ">Partner</a>" in html
    assert ">Casa Verde</a>" in html


def test_a_filter_narrows_list_drawing_and_script(client: Client) -> None:
    html = read(client, "/en/map/?country=NO")
    script = read(client, "/en/map/map.js?country=NO")

    assert ">Verdandi</a>" in html
    assert "Casa Verde" not in html
    assert '"Norway: 1"' in script
    assert "Romania" not in script
    assert "testers.geojson?country=NO" in script


def test_what_is_outside_or_without_a_town_is_counted(client: Client) -> None:
    html = " ".join(read(client).split())

    assert "1 place lies outside this map:" in html
    assert "For 1 entry no town is known" in html


def test_the_drawing_has_named_links(client: Client) -> None:
    links = [
        link["aria-label"]
        for link in Tags(read(client)).all("a")
        if "map-spot" in str(link.get("class"))
    ]

    assert sorted(map(str, links)) == ["Casa Verde, Iași, Romania", "Verdandi, Oslo, Norway"]


def test_policy_and_sources_are_stated(client: Client) -> None:
    html = read(client)

    stated = "Crimea is drawn in Ukraine", "Cyprus as one island", "Kosovo", "GeoNames", "Natural"
    assert [words for words in stated if words not in html] == []


def test_one_heading_and_no_inline_script_or_style(client: Client) -> None:
    for address in ("/en/map/", "/fr/map/embed/"):
        html = read(client, address)
        page = Tags(html)

        assert html.count("<h1") == 1
        assert all(script.get("src") for script in page.all("script"))
        assert "<style" not in html
        assert not [a for _tag, a in page.tags for k in a if k == "style" or k.startswith("on")]


def test_nothing_comes_from_another_host(client: Client) -> None:
    loaded = {"script": "src", "link": "href", "img": "src", "iframe": "src", "use": "href"}
    for address in ("/en/map/", "/de/map/embed/"):
        page = Tags(read(client, address))
        urls = [str(a[loaded[t]]) for t, a in page.tags if t in loaded and loaded[t] in a]

        assert len(urls) > 5
        assert [url for url in urls if urlsplit(url).netloc] == []
    assert re.findall(r"https?:", read(client, "/en/map/map.js")) == []


def test_policy_of_page_and_frame(client: Client) -> None:
    page, frame = client.get("/en/map/"), client.get("/en/map/embed/")

    assert "default-src 'self'" in page["Content-Security-Policy"]
    assert "unsafe" not in page["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"
    assert "frame-ancestors *" in frame["Content-Security-Policy"]
    assert "default-src 'self'" in frame["Content-Security-Policy"]
    assert "X-Frame-Options" not in frame


def test_what_people_write_stays_text(client: Client) -> None:
    nasty = make_marker(title=NASTY, place="${1+1}", organisation=NASTY)
    with only_layers(make_layer([nasty])):
        html = read(client)
        script = read(client, "/en/map/map.js")
        geojson = json.loads(read(client, "/en/map/testers.geojson"))

    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert "alert" not in script
    assert "${" not in script
    assert geojson["features"][0]["properties"]["title"] == NASTY


def test_the_script_is_ours_and_holds_only_addresses_and_numbers(client: Client) -> None:
    response = client.get("/en/map/map.js")
    script = response.content.decode()

    assert response["Content-Type"].startswith("text/javascript")
    assert "</" not in script
    assert "/en/map/testers.geojson" in script


@pytest.mark.parametrize(
    "address",
    [
        "/en/map/testers.geojson",
        "/en/map/map.js",
        "/en/map/places.csv",
        "/wp-content/uploads/wp-google-maps/1markers.xml",
    ],
)
def test_an_unchanged_answer_is_304(client: Client, address: str) -> None:
    first = client.get(address)

    again = client.get(address, headers={"If-None-Match": first["ETag"]})

    assert (first.status_code, again.status_code) == (200, 304)
    assert again.content == b""


def test_another_query_or_layer_has_another_tag(client: Client) -> None:
    tags = {
        client.get(address)["ETag"]
        for address in (
            "/en/map/testers.geojson",
            "/en/map/testers.geojson?country=NO",
            "/en/map/others.geojson",
        )
    }

    assert len(tags) == 3


def test_a_changed_place_changes_the_tag(client: Client) -> None:
    before = client.get("/en/map/testers.geojson")["ETag"]

    with only_layers(make_layer([make_marker(title="Casa Albă")])):
        response = client.get("/en/map/testers.geojson", headers={"If-None-Match": before})

    assert response.status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "layer=nothing",
        "country=ZZ",
        "kind=%00",
        "theme=<b>",
        "page=999999999",
        "q=" + "x" * 9000,
        "layer=",
    ],
)
def test_bad_input_is_shown_or_ignored_and_never_an_error(client: Client, query: str) -> None:
    for address in ("/en/map/", "/en/map/map.js", "/en/map/testers.geojson", "/en/map/places.csv"):
        assert client.get(f"{address}?{query}").status_code == 200


def test_an_ignored_value_is_named(client: Client) -> None:
    html = read(client, "/en/map/?layer=nothing&country=ZZ&theme=nonsense")

    assert "was not understood and left out:" in html
    assert all(each in html for each in ("layer = nothing", "country = ZZ", "theme = nonsense"))
    assert "Casa Verde" in html


def test_what_the_form_does_not_offer_is_seen_and_kept(client: Client) -> None:
    """A filter was in force that nobody saw, and gone when the form was sent."""
    html = read(client, "/en/map/?layer=testers&maturity=pilot&year_from=2001&q=verde&country=RO")

    chips = html[html.index('aria-label="Chosen filters"') :].partition("</ul>")[0]
    assert [words in chips for words in ("“verde”", "ilot", "2001", "Romania")] == [True] * 4
    assert 'href="?layer=testers&amp;q=verde&amp;country=RO&amp;year_from=2001"' in chips
    for name, value in (("q", "verde"), ("maturity", "pilot"), ("year_from", "2001")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in html
    assert '<input type="hidden" name="country"' not in html


def test_an_unknown_layer_is_not_found(client: Client) -> None:
    assert client.get("/en/map/nothing.geojson").status_code == 404


def test_tiles_only_from_the_operators_server(client: Client, settings: Settings) -> None:
    assert "NetworkMap.tiles" not in read(client, "/en/map/map.js")
    settings.MAP_TILES_URL = "https://tiles.example.org/{z}/{x}/{y}.png"
    settings.MAP_TILES_ATTRIBUTION = "© the tile makers"

    assert "tiles.example.org" in read(client, "/en/map/map.js")
    policy = client.get("/en/map/")["Content-Security-Policy"]
    assert "img-src 'self' data: https://tiles.example.org" in policy


def test_queries_do_not_grow_with_the_markers(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with only_layers(make_layer([make_marker(n) for n in range(200)])):
        client.get("/en/map/")
        # the vocabulary’s state; our name; pages; menus; where the directory is
        with django_assert_num_queries(5):
            client.get("/en/map/")


def test_only_addresses_of_ours_reach_folium() -> None:
    settings = rendering.MapSettings(
        label='"><script>', shapes_url="/static/x.json", layers=(), countries={}, words={}
    )

    fragment = rendering.render(settings)

    assert "<script>" not in fragment.html
    assert fragment == rendering.render(settings)
    assert all(url.startswith("/static/") for url in (*fragment.scripts, *fragment.styles))


def test_french_writes_numbers_and_drawing_alike(client: Client) -> None:
    html = read(client, "/fr/map/")

    assert all("," not in str(circle["cx"]) for circle in Tags(html).all("circle"))
    assert "Roumanie" in html


def test_under_a_country_filter_only_the_chosen_countries_are_headings(client: Client) -> None:
    wide = make_marker(title="Campaign", countries=("DE", "NO", "RO"))
    with only_layers(make_layer([wide])):
        everywhere, norway = read(client), read(client, "/en/map/?country=NO")

    assert [code for code in ("DE", "NO", "RO") if f'id="country-{code}"' in everywhere] == [
        "DE",
        "NO",
        "RO",
    ]
    assert [code for code in ("DE", "NO", "RO") if f'id="country-{code}"' in norway] == ["NO"]

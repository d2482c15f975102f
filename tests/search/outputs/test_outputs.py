"""One query, every output: page, JSON, CSV, GeoJSON and Atom give one set of results."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from defusedxml import ElementTree
from django.test import Client
from hypothesis import HealthCheck, example, given
from hypothesis import settings as drawing
from hypothesis import strategies as st
from pytest_django import Settings

from core.kinds import COLLECTIONS
from core.showing.exports import safe_cell, xml_text
from search import page as result_page
from search.engines.base import Engine, EngineUnavailableError
from search.engines.elasticsearch.engine import ElasticsearchEngine
from search.outputs import feed, selection
from search.query import SearchQuery
from search.state.index_state import drain_all
from tests import builders
from tests.languages import EVERY_LANGUAGE
from tests.search.fakes import FakeSource
from tests.search.results.test_find import make_concept
from tests.search.samples import entry
from tests.search.sources.test_sources import make_one_of_each

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
FORMULAS = ["=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", "  =1", "＝1+1"]


def get(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    text: str = response.content.decode()
    return text


def table(client: Client, params: str, language: str = "en") -> list[dict[str, str]]:
    text = get(client, f"/{language}/search/results.csv?{params}")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def features(client: Client, params: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(get(client, f"/en/search/results.geojson?{params}"))
    return found


def atom(client: Client, params: str, language: str = "en") -> Any:
    return ElementTree.fromstring(get(client, f"/{language}/search/results.atom?{params}"))


def keys_of_addresses(addresses: list[str]) -> list[str]:
    return ["/".join(address.rstrip("/").split("/")[-2:]) for address in addresses]


@pytest.fixture
def records(source: FakeSource) -> FakeSource:
    fill(source)
    return source


def fill(source: FakeSource) -> None:
    """Publish 46 records and write them to the index."""
    make_concept("visits", en="Prison visits", nb="Fengselsbesøk")
    source.put(
        *(
            entry(
                f"practices/p{number:02}",
                {"en": f"Lantern {'walk' if number % 2 else 'feast'} {number}"},
                summary={"en": "Prison visits by <light>, & more."},
                countries=("NO",) if number % 3 else ("NO", "SE"),
                kind="programme" if number % 5 else "",
                year=1990 + number,
                updated=f"2026-01-{number % 28 + 1:02}T10:00:00+00:00",
                point=(59.9 + number / 20, 10.7) if number % 4 else None,
            )
            for number in range(45)
        ),
        entry("practices/visits", {"nb": "Om fengselsbesøk"}, language="nb", themes=("visits",)),
    )
    drain_all()


def assert_one_set(client: Client, asked: dict[str, str]) -> None:
    """The page, JSON, CSV, GeoJSON and Atom of one query give the same results."""
    params = urlencode(asked)
    plain = urlencode({name: value for name, value in asked.items() if name != "page"})
    shown, told = [], []
    for number in range(1, 4):
        html = get(client, f"/en/search/?{plain}&page={number}")
        shown += re.findall(r'card__title"><a href="/en/(practices/\w+)/"', html)
        told += [
            result["key"]
            for result in json.loads(get(client, f"/api/v1/search?{plain}&page={number}"))[
                "results"
            ]
        ]

    rows = keys_of_addresses([row["Permanent address"] for row in table(client, params)])
    points = [feature["id"] for feature in features(client, params)["features"]]
    entries = keys_of_addresses([e.text for e in atom(client, params).iterfind(f".//{ATOM}id")][1:])

    assert rows == points == list(dict.fromkeys(told))  # in one order, too
    assert set(rows) == set(shown) == set(entries)
    assert len(rows) == len(set(rows)) == len(entries)


# -- one set ---------------------------------------------------------------------------------------
QUERIES = st.fixed_dictionaries(
    {},
    optional={
        "q": st.sampled_from(
            [
                "lantern",
                "walk",
                "lantern walk",
                "prison visits",
                '"lantern feast"',
                "lantern zzz",
                "zzz",
            ]
        ),
        "country": st.sampled_from(["NO", "SE", "FR", "XX"]),
        "kind": st.just("programme"),
        "theme": st.sampled_from(["visits", "nonsense"]),
        "language": st.sampled_from(["en", "nb"]),
        "year_from": st.sampled_from(["2000", "soon"]),
        "year_to": st.just("2020"),
        "near": st.sampled_from(["Oslo", "Xyzzyville"]),
        "radius": st.sampled_from(["25", "250"]),
        "sort": st.sampled_from(["newest", "title", "distance", "relevance"]),
        "expand": st.just("off"),
        "page": st.sampled_from(["2", "7"]),
    },
)


@drawing(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(asked=QUERIES)
@example(asked={"q": "lantern zzz"})  # nothing has both words: those with one follow
@example(asked={"q": "lantern", "near": "Oslo", "radius": "250", "sort": "distance"})
@example(asked={"q": "prison visits", "theme": "nonsense", "page": "3"})
def test_every_output_gives_one_set(
    client: Client, records: FakeSource, asked: dict[str, str]
) -> None:
    assert_one_set(client, asked)


@pytest.mark.parametrize(
    "asked",
    [
        {"q": "lantern zzz"},
        {"q": "prison visits", "sort": "title"},
        {"q": "lantern", "near": "Oslo", "radius": "250", "sort": "distance"},
        {"country": "SE", "year_from": "2000"},
    ],
)
def test_every_output_gives_one_set_with_elasticsearch(
    client: Client,
    source: FakeSource,
    elasticsearch: ElasticsearchEngine,
    settings: Settings,
    asked: dict[str, str],
) -> None:
    settings.SEARCH_URL = elasticsearch.url
    fill(source)

    assert_one_set(client, asked)


def test_a_blank_query_gives_empty_outputs(client: Client, records: FakeSource) -> None:
    assert table(client, "") == []
    assert features(client, "") == {"type": "FeatureCollection", "total": 0, "features": []}
    assert atom(client, "").findall(f"{ATOM}entry") == []


def test_a_record_that_is_not_public_any_more_is_in_no_output(
    client: Client, records: FakeSource
) -> None:
    del records.records["p01"]  # a moment ago, the worker hasn't come yet

    assert len(table(client, "q=lantern")) == 44
    assert "p01" not in get(client, "/en/search/results.geojson?q=lantern")
    assert "p01" not in get(client, "/en/search/results.atom?q=lantern")


def test_without_the_engine_the_database_gives_the_outputs(
    client: Client, records: FakeSource, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dead(_plan: object) -> None:
        raise EngineUnavailableError("nobody answers")

    monkeypatch.setattr(engine, "search", dead)

    assert len(table(client, "q=lantern")) == 45
    assert len(features(client, "q=lantern")["features"]) == 45


def test_a_list_that_is_cut_says_so_everywhere(
    client: Client, records: FakeSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selection, "MOST", 3)
    monkeypatch.setattr(result_page, "MOST_GIVEN", 3)
    monkeypatch.setattr(feed, "MOST_ENTRIES", 2)
    note = "Only the first 3 of 45 results. Choose filters to get the others."

    rows = table(client, "q=lantern")
    found = features(client, "q=lantern")

    assert (len(rows), rows[3]["Title"], rows[3]["Permanent address"]) == (4, note, "")
    assert (len(found["features"]), found["total"], found["note"]) == (3, 45, note)
    subtitle = atom(client, "q=lantern").findtext(f"{ATOM}subtitle")
    assert subtitle == "The 2 of 45 results that changed last."
    assert "A file holds the first 3 of these 45 results." in get(client, "/en/search/?q=lantern")


# -- links -----------------------------------------------------------------------------------------
def test_the_page_links_to_every_output(client: Client, records: FakeSource) -> None:
    page = get(client, "/nb/search/?q=lantern&country=NO&page=2")

    for ending, kind in (("csv", "text/csv"), ("geojson", "application/geo+json")):
        address = f'href="/nb/search/results.{ending}?q=lantern&amp;country=NO"'
        assert f'<link rel="alternate" type="{kind}"' in page
        assert page.count(address) == 2  # for programs and for readers
    assert 'href="/nb/search/results.atom?q=lantern&amp;country=NO"' in page
    assert 'href="/api/v1/search?lang=nb&amp;q=lantern&amp;country=NO"' in page
    assert "results.csv" not in get(client, "/nb/search/")


@pytest.mark.parametrize("form", ["csv", "geojson", "atom"])
def test_an_output_is_read_again_only_if_it_changed(
    client: Client, records: FakeSource, form: str
) -> None:
    address = f"/en/search/results.{form}?q=lantern"
    first = client.get(address)

    second = client.get(address, headers={"if-none-match": first.headers["ETag"]})
    assert (second.status_code, second.content) == (304, b"")
    records.put(entry("practices/new", "Lantern"))
    drain_all()
    assert client.get(address, headers={"if-none-match": first.headers["ETag"]}).status_code == 200
    assert first.headers["X-Robots-Tag"] == "noindex"
    assert client.post(address).status_code == 405


# -- CSV -------------------------------------------------------------------------------------------
def test_the_table_has_headings_in_the_reader_s_language(
    client: Client, records: FakeSource
) -> None:
    response = client.get("/en/search/results.csv?q=lantern&near=Oslo")
    heading = response.content.decode().splitlines()[0]

    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert heading.startswith("Title,Language of the title,What it is,Kind,")
    assert heading.endswith("Permanent address,Km from Oslo")
    assert not response.content.startswith(b"\xef\xbb\xbf")
    (row,) = table(client, "q=%22fengselsbes%C3%B8k%22", "nb")
    assert list(row.values())[:2] == ["Om fengselsbesøk", "nb"]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula(client: Client, source: FakeSource, text: str) -> None:
    source.put(entry("practices/a", f"{text} lantern"))
    drain_all()

    (row,) = table(client, "q=lantern")

    assert row["Title"] == f"'{text} lantern"
    assert safe_cell("a=1") == "a=1"


# -- GeoJSON ---------------------------------------------------------------------------------------
def test_features_have_points_where_they_are_known(client: Client, records: FakeSource) -> None:
    found = features(client, "q=lantern&near=Oslo&radius=250")
    everything = features(client, "q=lantern")["features"]

    assert all(f["geometry"]["coordinates"][0] == 10.7 for f in found["features"])
    assert all(f["properties"]["km"] <= 250 for f in found["features"])
    assert sum(f["geometry"] is None for f in everything) == 12
    assert found["features"][0]["properties"]["permalink"].endswith(
        f"/r/{found['features'][0]['id']}/"
    )


# -- Atom ------------------------------------------------------------------------------------------
def assert_valid(root: Any) -> None:
    """What RFC 4287 asks of a feed and its entries."""
    assert root.tag == f"{ATOM}feed"
    assert root.find(f"{ATOM}author/{ATOM}name").text  # 4.1.1
    ids = [element.text for element in root.iterfind(f".//{ATOM}id")]
    assert len(ids) == len(set(ids))
    for part in (root, *root.iterfind(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(part.findall(f"{ATOM}{name}")) == 1, name
            assert part.findtext(f"{ATOM}{name}")
        assert RFC_3339.fullmatch(part.findtext(f"{ATOM}updated"))  # 3.3
        assert part.findtext(f"{ATOM}id").startswith("http")  # 4.2.6
        rels = [link.get("rel") for link in part.iterfind(f"{ATOM}link")]
        assert rels.count("alternate") == 1
        assert len(part.findall(f"{ATOM}summary")) <= 1
        assert all(link.get("href") for link in part.iterfind(f"{ATOM}link"))
        assert all(c.get("term") for c in part.iterfind(f"{ATOM}category"))
    assert [link.get("rel") for link in root.iterfind(f"{ATOM}link")].count("self") == 1


@pytest.mark.parametrize("language", EVERY_LANGUAGE)
def test_the_feed_is_valid_in_every_language(
    client: Client, records: FakeSource, language: str
) -> None:
    root = atom(client, "q=lantern&country=NO", language)

    assert_valid(root)
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == language


def test_the_feed_has_permalinks_and_a_stable_time(client: Client, records: FakeSource) -> None:
    root = atom(client, "q=lantern")
    entries = root.findall(f"{ATOM}entry")

    times = [each.findtext(f"{ATOM}updated") for each in entries]
    assert times == sorted(times, reverse=True)
    assert root.findtext(f"{ATOM}updated") == "2026-01-28T10:00:00+00:00"
    assert entries[0].findtext(f"{ATOM}id").endswith("/r/practices/p27/")
    assert get(client, "/en/search/results.atom?q=lantern") == get(
        client, "/en/search/results.atom?q=lantern&page=3&sort=relevance"
    )
    assert_valid(atom(client, "q=zzzz"))


def test_characters_that_xml_lacks_do_not_break_the_feed(
    client: Client, source: FakeSource
) -> None:
    source.put(entry("practices/a", "Lantern \x0b<b>&\ufffe"))
    drain_all()

    root = atom(client, "q=lantern%0b")

    assert root.findtext(f"{ATOM}entry/{ATOM}title") == "Lantern <b>&"
    assert xml_text("a\x00b") == "ab"


# -- the real records ------------------------------------------------------------------------------
def test_times_of_change_come_from_the_records() -> None:
    practice = builders.make_practice(title="Lantern walk")
    practice.save_revision().publish()
    practice.refresh_from_db()

    assert feed.newest_keys([practice.key, "practices/gone"]) == {
        practice.key: practice.last_published_at.isoformat(),
        "practices/gone": feed.LONG_AGO,
    }


def test_records_of_every_collection_are_in_every_output(client: Client) -> None:
    make_one_of_each()
    drain_all()

    rows = table(client, "q=lantern")

    keys = set(keys_of_addresses([row["Permanent address"] for row in rows]))
    assert {key.partition("/")[0] for key in keys} == COLLECTIONS
    assert all(row["Title"] and row["What it is"] for row in rows)
    assert {feature["id"] for feature in features(client, "q=lantern")["features"]} == keys
    root = atom(client, "q=lantern")
    assert_valid(root)
    permalinks = [each.text for each in root.iterfind(f"{ATOM}entry/{ATOM}id")]
    assert set(keys_of_addresses(permalinks)) == keys
    for permalink in permalinks:
        assert client.get(urlsplit(permalink).path).status_code == 302


def test_queries_do_not_grow_with_results(
    client: Client, source: FakeSource, django_assert_max_num_queries: Any
) -> None:
    source.put(*(entry(f"practices/{number}", "Lantern") for number in range(60)))
    drain_all()
    found = selection.select(SearchQuery(text="lantern"))

    assert found.total == 60
    with django_assert_max_num_queries(3):
        get(client, "/en/search/results.csv?q=lantern")

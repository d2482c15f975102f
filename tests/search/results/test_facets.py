"""Filters of the result page: numbers, several values, chips, decades, filters by their words."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.test import Client

from search.filters import FACETS
from search.models import Scheme
from search.page import facets_of, named_of, periods_of
from search.query import SearchQuery
from search.results.facet_words import values_named
from search.results.find import Found, find
from search.state.index_state import drain_all
from search.vocabulary.concepts import current_vocabulary
from tests import builders
from tests.search.fakes import FakeSource
from tests.search.results.test_find import make_concept
from tests.search.samples import entry

pytestmark = pytest.mark.django_db

#: What readers can filter by → two values, and the entry's field.
FACETED: dict[str, tuple[str, Any, Any]] = {
    "kind": ("kind", "programme", "service"),
    "country": ("countries", "NO", "RO"),
    "nation": ("nations", "GB-SCT", "GB-WLS"),
    "theme": ("themes", "visits", "school"),
    "target_group": ("target_groups", "children", "parents"),
    "setting": ("settings", "prison", "home"),
    "stage": ("stages", "arrest", "release"),
    "maturity": ("maturity", "pilot", "established"),
    "direction": ("directions", "works", "no_effect"),
    "language": ("languages", "en", "nb"),
}


def search(text: str = "", reader: str = "en", **params: Any) -> Found:
    return find(SearchQuery.parse({"q": text, **params}, reader))


def keys(found: Found) -> set[str]:
    return {card.key for card in found.cards}


def get(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return " ".join(response.content.decode().split())


@pytest.fixture
def records(source: FakeSource) -> FakeSource:
    """Record a has the first values, b the second ones, both has both."""
    make_concept("visits", en="Visits and contact", nb="Besøk og kontakt", fr="Visites et liens")
    make_concept("school", en="School")
    for scheme in (Scheme.TARGET_GROUP, Scheme.SETTING, Scheme.STAGE):
        for value in (FACETED[scheme][1], FACETED[scheme][2]):
            make_concept(value, scheme=scheme, en=value.title())
    source.put(*(entry(f"practices/{name}", "Lantern", **_values(name)) for name in "ab"))
    source.put(entry("practices/none", "Lantern", languages=()))
    drain_all()
    return source


def _values(name: str) -> dict[str, Any]:
    position = "ab".index(name)
    singles = ("kind", "maturity")
    found: dict[str, Any] = {
        field: values[position] if facet in singles else (values[position],)
        for facet, (field, *values) in FACETED.items()
    }
    return {**found, "year": (1998, 2021)[position]}


# -- every facet -----------------------------------------------------------------------------------
def test_everything_readers_filter_by_is_counted() -> None:
    assert {*FACETED, "collection", "category", "year"} == set(FACETS)


@pytest.mark.parametrize("name", FACETED)
def test_a_facet_takes_several_values_and_ignores_itself(records: FakeSource, name: str) -> None:
    _field, first, second = FACETED[name]

    one = search("lantern", **{name: first})
    chosen: dict[str, Any] = {name: [first, second]}
    two = search("lantern", **chosen)

    assert keys(one) == {"practices/a"}
    assert keys(two) == {"practices/a", "practices/b"}
    assert one.facets[name] == two.facets[name] == {first: 1, second: 1}
    other = "country" if name != "country" else "theme"
    assert one.facets[other] == {FACETED[other][1]: 1}  # narrowed by this filter


@pytest.mark.parametrize("name", FACETED)
def test_a_facet_is_on_the_page_with_a_chip_and_in_the_address(
    client: Client, records: FakeSource, name: str
) -> None:
    _field, first, second = FACETED[name]

    page = get(client, f"/en/search/?q=lantern&{name}={first}&{name}={second}")

    for value in (first, second):
        assert f'name="{name}" value="{value}" checked' in page
    chips = re.findall(r'class="tag tag--remove" href="([^"]+)"', page)
    assert [html.unescape(chip) for chip in chips] == [
        f"?q=lantern&{name}={second}",
        f"?q=lantern&{name}={first}",
    ]


def test_kinds_and_evidence_are_in_words_of_real_records() -> None:
    found = search()
    query = SearchQuery()
    counts = {"kind": {"programme": 1, "service": 1}, "direction": {"works": 1, "no_effect": 2}}

    facets = {f.name: f for f in facets_of(query, counts, current_vocabulary())}

    assert found.facets == {}
    assert [option.label for option in facets["direction"].options] == [
        "No difference found",
        "Found to help",
    ]
    assert {option.value for option in facets["kind"].options} == {"programme", "service"}
    assert all("_" not in option.label for option in facets["kind"].options)


# -- years -----------------------------------------------------------------------------------------
def test_decades_are_links_with_numbers(client: Client, records: FakeSource) -> None:
    found = search("lantern", year_from="2020", year_to="2029")

    periods = periods_of(found.query, found.facets["year"])

    assert keys(found) == {"practices/b"}
    assert [(p.label, p.count, p.is_current) for p in periods] == [
        ("2020–2029", 1, True),
        ("1990–1999", 1, False),
    ]
    assert periods[1].url == "?q=lantern&year_from=1990&year_to=1999"
    assert "1990–1999" in get(client, "/en/search/?q=lantern")
    assert periods_of(found.query, {"2020": 1, "2021": 3}) == []


# -- filters by their words ------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "reader", "name", "value"),
    [
        ("Romania", "en", "country", "RO"),
        ("roumanie", "fr", "country", "RO"),
        ("Roumanie", "en", "country", "RO"),
        ("besøk og kontakt", "nb", "theme", "visits"),
        ("BESOK OG KONTAKT", "nb", "theme", "visits"),
        ("Scotland", "en", "nation", "GB-SCT"),
        ("Norwegian", "en", "language", "nb"),
        ("norvégien", "fr", "language", "nb"),
        ("practices", "en", "collection", "practices"),
        ("no difference found", "en", "direction", "no_effect"),
    ],
)
def test_the_words_of_a_filter_name_it(
    records: FakeSource, text: str, reader: str, name: str, value: str
) -> None:
    query = SearchQuery.parse({"q": text}, reader)

    named = values_named(query, current_vocabulary())

    assert [(each.name, each.value) for each in named] == [(name, value)]
    assert values_named(query.with_(**{name: value}), current_vocabulary()) == []


@pytest.mark.parametrize("text", ["", '"', "lantern", "Romania visits", "x" * 5000])
def test_other_words_name_nothing(records: FakeSource, text: str) -> None:
    assert values_named(SearchQuery.parse({"q": text}, "en"), current_vocabulary()) == []


@pytest.mark.parametrize(
    ("text", "reader", "filters"),
    [
        ("Romania", "en", {"country": "RO"}),
        ("Roumanie", "fr", {"country": "RO"}),
        ("besøk og kontakt", "nb", {"theme": "visits"}),
    ],
)
def test_typing_a_label_gives_the_set_and_offers_the_filter(
    client: Client, records: FakeSource, text: str, reader: str, filters: dict[str, str]
) -> None:
    typed = search(text, reader)
    chosen = search("", reader, **filters)

    assert keys(typed) == keys(chosen) != set()
    (link,) = named_of(typed, current_vocabulary())
    assert link.url == f"?{SearchQuery(language=reader).with_(**filters).urlencode()}"
    page = get(client, f"/{reader}/search/?q={text}")
    assert f'<a href="{html.escape(link.url)}">' in page


def test_a_kind_is_known_by_its_words_if_any_result_has_it() -> None:
    builders.make_practice(title="Lantern programme", kind="programme")
    drain_all()
    found = search("programme")

    assert keys(found) == {"practices/lantern-programme"}
    named = values_named(found.query, current_vocabulary(), kinds=found.facets["kind"])
    assert ("kind", "programme") in [(each.name, each.value) for each in named]

"""Reading a query from an address, and writing it back."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from search.filters import CLOSED, FILTERS
from search.query import LAST_PAGE, LONGEST_TEXT, MOST_IGNORED, SORTS, SearchQuery


def parse(address: str, language: str = "en") -> SearchQuery:
    return SearchQuery.parse(QueryDict(address), language)


def test_text_filters_sort_and_page_are_read() -> None:
    query = parse("q=prison+visits&country=NO&country=SE&theme=visits&sort=newest&page=3")

    assert query.text == "prison visits"
    assert query.values("country") == ("NO", "SE")
    assert query.values("theme") == ("visits",)
    assert query.values("stage") == ()
    assert (query.sort, query.page, query.offset) == ("newest", 3, 40)
    assert query.ignored == ()


def test_values_may_be_separated_by_commas_and_countries_be_small() -> None:
    assert parse("country=no,se").values("country") == ("NO", "SE")


def test_years_and_switch_are_read() -> None:
    query = parse("q=a&year_from=1999&year_to=2010&expand=off")

    assert (query.year_from, query.year_to, query.expand) == (1999, 2010, False)
    assert not query.expands
    assert parse("q=a").expands


@pytest.mark.parametrize("quote", ['"', "“", "«", "„"])
def test_quotes_turn_expansion_off(quote: str) -> None:
    assert not SearchQuery.parse({"q": f"{quote}a b{quote}"}, "en").expands


@pytest.mark.parametrize(
    ("address", "ignored"),
    [
        ("country=XX", ("country", "XX")),
        ("collection=secrets", ("collection", "secrets")),
        ("direction=great", ("direction", "great")),
        ("language=tlh", ("language", "tlh")),
        ("theme=Not+an+id", ("theme", "Not an id")),
        ("sort=random", ("sort", "random")),
        ("page=0", ("page", "0")),
        ("page=-1", ("page", "-1")),
        ("page=abc", ("page", "abc")),
        (f"page={LAST_PAGE + 1}", ("page", str(LAST_PAGE + 1))),
        ("year_from=soon", ("year_from", "soon")),
        ("year_from=١٩٩٩", ("year_from", "١٩٩٩")),
        ("expand=maybe", ("expand", "maybe")),
        ("near=Xyzzyville", ("near", "Xyzzyville")),
        ("radius=7", ("radius", "7")),
        ("town=1", ("town", "1")),
        ("sort=distance", ("sort", "distance")),
        ("colour=red", ("colour", "red")),
    ],
)
def test_what_is_not_understood_is_named(address: str, ignored: tuple[str, str]) -> None:
    query = parse(address)

    assert query.ignored == (ignored,)
    assert query == SearchQuery()


def test_known_values_are_kept_beside_unknown_ones() -> None:
    query = parse("country=NO&country=XX&q=a")

    assert query.values("country") == ("NO",)
    assert query.ignored == (("country", "XX"),)


def test_an_unknown_reader_s_language_becomes_the_default() -> None:
    assert SearchQuery.parse({}, "xx").language == "en"


def test_changes_make_new_queries_and_lead_to_the_first_page() -> None:
    query = parse("q=a&country=NO&page=4")

    assert query.with_(country="SE").values("country") == ("NO", "SE")
    assert query.with_(country=["NO", "SE"]).values("country") == ("NO", "SE")
    assert query.with_(theme="visits").page == 1
    assert query.with_(page=5).page == 5
    assert query.with_(text="b", sort="title").text == "b"
    assert query.without("country", "NO").filters == ()
    assert query.with_(country="SE").without("country").filters == ()
    assert query.with_(year_from=1999).without("year_from").year_from is None
    assert query.without("text").text == ""
    assert query.page == 4


def test_changes_by_unknown_names_are_mistakes() -> None:
    with pytest.raises(TypeError):
        SearchQuery().with_(colour="red")
    with pytest.raises(TypeError):
        SearchQuery().without("colour")


def test_only_keeps_one_filter() -> None:
    query = parse("q=a&country=NO&theme=visits&year_to=2000")

    assert query.only("theme").to_params() == [("q", "a"), ("theme", "visits")]


def test_blank_is_neither_text_nor_filter() -> None:
    assert parse("").is_blank
    assert parse("q=++&sort=title").is_blank
    assert not parse("country=NO").is_blank
    assert not parse("year_to=2000").is_blank


@pytest.mark.parametrize(
    "text", ["\x00", "a\x00b", "\ud800", "x" * 20_000, "\u202e", "🙂" * 3000, "\r\n\t"]
)
def test_any_text_becomes_text_that_can_be_stored(text: str) -> None:
    found = SearchQuery.parse({"q": text}, "en").text

    assert "\x00" not in found
    assert len(found) <= LONGEST_TEXT
    found.encode("utf-8")


PARAMETERS = ["q", "page", "sort", "expand", "near", "town", "radius", *FILTERS]
VALUES = st.one_of(
    st.text(max_size=200), st.integers(), st.none(), st.lists(st.text(max_size=20), max_size=5)
)


@settings(max_examples=200, deadline=None)
@given(
    params=st.dictionaries(
        st.one_of(st.sampled_from(PARAMETERS), st.text(max_size=30)),
        VALUES,
        max_size=12,
    ),
    language=st.text(max_size=5),
)
def test_parsing_never_raises_and_writes_back(params: dict[str, Any], language: str) -> None:
    query = SearchQuery.parse(params, language)

    assert len(query.ignored) <= MOST_IGNORED
    again = SearchQuery.parse(QueryDict(query.urlencode()), query.language)
    assert again == query
    assert again.ignored == ()


@settings(max_examples=30, deadline=None)
@given(piece=st.text(min_size=1, max_size=50))
def test_ten_kilobytes_of_anything_are_a_query(piece: str) -> None:
    text = (piece * 10_000)[:10_000]

    assert SearchQuery.parse({"q": text, "country": text, "page": text}, "en").page >= 1


@settings(max_examples=60, deadline=None)
@given(
    chosen=st.fixed_dictionaries(
        {
            name: st.lists(st.sampled_from(sorted(values)), max_size=3, unique=True)
            for name, values in CLOSED.items()
        }
    ),
    sort=st.sampled_from(SORTS),
    page=st.integers(1, LAST_PAGE),
)
def test_every_query_survives_its_address(
    chosen: dict[str, list[str]], sort: str, page: int
) -> None:
    query = SearchQuery().with_(**chosen).with_(sort=sort, text="a").with_(page=page)

    assert SearchQuery.parse(QueryDict(query.urlencode()), "en") == query

"""The search page and the API over HTTP."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from search.engines.base import Engine, EngineUnavailableError
from search.models import Scheme
from search.state.index_state import drain_all
from tests.languages import EVERY_LANGUAGE
from tests.search.fakes import FakeSource
from tests.search.results.test_find import make_concept
from tests.search.samples import entry

pytestmark = pytest.mark.django_db
NASTY = [
    "'",
    '"',
    "%00",
    "%ff%fe",
    "%F0%9F%99%82",
    "[",
    "a" * 10_000,
    "1e999",
    "../../etc/passwd",
    "<script>alert(1)</script>",
    "-1",
    "٣",
    "{{ 7 }}",
    "%25",
    "%5C",
]
NAMES = ["q", "country", "theme", "collection", "kind", "sort", "page", "expand", "year_from"]
NAMES += ["language", "direction", "organisation", "category", "lang", "unheard_of"]


def get(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def api(client: Client, params: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(get(client, f"/api/v1/search?{params}"))
    return found


@pytest.fixture
def published(source: FakeSource) -> FakeSource:
    make_concept("visits", en="Prison visits", nb="Fengselsbesøk", fr="Parloirs")
    source.put(
        entry(
            "practices/a",
            {"en": "Lantern visits", "nb": "Lyktebesøk"},
            countries=("NO",),
            themes=("visits",),
            summary={"en": "Prison visits by lantern light."},
        ),
        entry("practices/b", "Lantern walk", countries=("SE",)),
    )
    drain_all()
    return source


def test_the_start_page_says_how_to_ask(client: Client, published: FakeSource) -> None:
    page = get(client, "/en/search/")

    assert page.count("<h1") == 1
    assert 'name="q"' in page
    assert "card__title" not in page
    assert "not available at the moment" not in page


def test_results_facets_chips_and_reasons_are_shown(client: Client, published: FakeSource) -> None:
    page = get(client, "/en/search/?q=lantern&country=NO")

    assert page.count("<h1") == 1
    assert "1 result for" in page
    assert "Lantern visits" in page
    assert "Lantern walk" not in page
    assert 'name="country" value="NO" checked' in " ".join(page.split())
    assert 'name="country" value="SE"' in page  # counted without its own filter
    assert "Remove filter:" in page
    assert "<mark>lantern</mark>" in page


def test_other_words_are_shown_and_can_be_switched_off(
    client: Client, published: FakeSource
) -> None:
    page = get(client, "/en/search/?q=prison+visits")
    assert '<i lang="nb" title="Norwegian">Fengselsbesøk</i>' in page
    assert "?q=prison+visits&amp;expand=off" in page

    page = get(client, "/en/search/?q=prison+visits&expand=off")
    assert "Only your own words were searched." in page
    assert "Fengselsbesøk" not in page


def test_ignored_values_are_named_and_escaped(client: Client, published: FakeSource) -> None:
    page = get(client, "/en/search/?q=lantern&theme=nonsense&colour=<b>red</b>&page=x")

    assert "nonsense" in page
    assert "&lt;b&gt;red&lt;/b&gt;" in page
    assert "<b>red" not in page
    assert "2 results" in page


def test_no_results_say_what_to_try(client: Client, published: FakeSource) -> None:
    page = get(client, "/en/search/?q=zzzzqqq&country=NO")

    assert "Nothing found" in page
    assert "Search without the filters" in page


def test_a_page_beyond_the_last_shows_the_last(client: Client, source: FakeSource) -> None:
    source.put(*(entry(f"practices/p{n:02}", "Lantern") for n in range(25)))
    drain_all()

    page = get(client, "/en/search/?q=lantern&page=400")

    assert page.count("card__title") == 5
    assert 'aria-current="page"' in page


def test_the_page_says_when_the_engine_is_down(
    client: Client, published: FakeSource, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dead(_plan: object) -> None:
        raise EngineUnavailableError("no such host: /srv/secret")

    monkeypatch.setattr(engine, "search", dead)

    page = get(client, "/en/search/?q=lantern")

    assert "not available at the moment" in page
    assert "Lantern walk" in page
    assert "secret" not in page
    assert api(client, "q=lantern")["degraded"] is True


@pytest.mark.parametrize("language", EVERY_LANGUAGE)
def test_the_page_opens_in_every_language(
    client: Client, published: FakeSource, language: str
) -> None:
    page = get(client, f"/{language}/search/?q=lantern&country=NO")

    assert f'<html lang="{language}">' in page


def test_nothing_is_inline_and_nothing_comes_from_elsewhere(
    client: Client, published: FakeSource
) -> None:
    page = get(client, "/en/search/?q=lantern")

    assert "<style" not in page
    assert " style=" not in page
    assert " onclick" not in page
    assert 'src="http' not in page


@pytest.mark.parametrize("value", NASTY)
def test_no_parameter_value_breaks_the_page(
    client: Client, published: FakeSource, value: str
) -> None:
    everything = "&".join(f"{name}={value}" for name in NAMES)
    for address in (f"/en/search/?{everything}", f"/en/search/?q={value}"):
        assert "<script>alert" not in get(client, address)
    get(client, f"/en/search/suggestions/?q={value}")
    get(client, f"/api/v1/search?{everything}")


def test_only_reading_is_allowed(client: Client) -> None:
    assert client.post("/en/search/").status_code == 405


# -- the API ---------------------------------------------------------------------------------------
def test_the_api_gives_the_same_results(client: Client, published: FakeSource) -> None:
    found = api(client, f"q={quote('fengselsbesøk')}&lang=nb&country=NO")

    assert found["total"] == 1
    assert found["lang"] == "nb"
    assert found["filters"] == {"country": ["NO"]}
    (result,) = found["results"]
    assert result["key"] == "practices/a"
    assert result["url"].endswith("/nb/practices/a/")
    assert result["title"] == {"text": "Lyktebesøk", "language": "nb"}
    assert result["snippet"]["html"] == "<mark>Prison</mark> <mark>visits</mark> by lantern light."
    assert {"language": "en", "word": "Prison visits"} in found["also_searched"]
    assert found["facets"]["country"] == [{"value": "NO", "label": "Norge", "count": 1}]
    assert found["ignored"] == []


def test_the_api_filters_by_theme_collection_and_page(
    client: Client, published: FakeSource
) -> None:
    assert api(client, "theme=visits&collection=practices")["total"] == 1
    assert api(client, "q=lantern&page=2")["results"] == []
    assert api(client, "q=")["total"] == 0


def test_the_api_names_what_it_ignored(client: Client, published: FakeSource) -> None:
    found = api(client, "q=lantern&lang=tlh&country=XX&page=minus")

    assert found["total"] == 2
    assert {"name": "lang", "value": "tlh"} in found["ignored"]
    assert {"name": "country", "value": "XX"} in found["ignored"]
    assert {"name": "page", "value": "minus"} in found["ignored"]


def test_suggestions_are_json(client: Client, published: FakeSource) -> None:
    found = json.loads(get(client, "/nb/search/suggestions/?q=fengsels"))

    assert found["suggestions"] == [
        {
            "label": "Fengselsbesøk",
            "language": "nb",
            "note": str(Scheme.THEME.label),
            "url": "/nb/search/?theme=visits",
        }
    ]

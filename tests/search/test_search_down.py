"""The search server is away: the site says so, in the reader's language, and can be browsed."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.utils.html import escape
from django.utils.translation import gettext, override
from pytest_django import Settings

from search.models import Scheme
from tests import builders
from tests.languages import EVERY_LANGUAGE

pytestmark = pytest.mark.django_db

NOTICE = (
    "The full search is not available at the moment. Filters work; words are only looked for as "
    "you typed them, in titles and summaries."
)
SECRET = "not-to-be-shown"


@pytest.fixture(autouse=True)
def _nobody_listens(settings: Settings) -> None:
    settings.SEARCH_URL = f"http://ann:{SECRET}@127.0.0.1:1"  # no such service


@pytest.fixture(autouse=True)
def _content() -> None:
    theme = builders.make_concept(record_id="visits", label="Prison visits")
    builders.make_concept(record_id="school", label="School")
    norway = builders.make_organisation(name="Lantern Oslo", country="NO")
    romania = builders.make_organisation(name="Lantern Cluj", country="RO")
    practice = builders.make_practice(title="Lantern walk", organisation=norway)
    practice.set_concepts({Scheme.THEME: [theme]})
    practice.save_revision().publish()
    builders.make_practice(title="Lantern feast", organisation=romania)
    builders.make_practice(title="Lantern secret", organisation=romania, live=False)


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    text: str = response.content.decode()
    assert SECRET not in text
    assert "Lantern secret" not in text
    return text


@pytest.mark.parametrize("language", EVERY_LANGUAGE)
def test_the_page_says_so_in_the_reader_s_language(client: Client, language: str) -> None:
    with override(language):
        notice = escape(gettext(NOTICE))

    text = page(client, f"/{language}/search/?q=lantern")

    assert notice in text
    assert "Lantern walk" in text


@pytest.mark.parametrize("language", EVERY_LANGUAGE)
def test_the_page_without_a_query_says_so_in_the_same_words(client: Client, language: str) -> None:
    with override(language):
        notice = escape(gettext(NOTICE))

    text = page(client, f"/{language}/search/")

    assert text.count(notice) == 1
    assert text.count("<h1") == 1
    assert "card__title" not in text


def test_words_are_looked_for_as_they_stand(client: Client) -> None:
    text = page(client, "/en/search/?q=lantern+feast")

    assert "Lantern feast" in text
    assert "Lantern walk" not in text


@pytest.mark.parametrize(
    ("chosen", "shown", "hidden"),
    [
        ("country=NO", "Lantern walk", "Lantern feast"),
        ("country=RO&collection=practices", "Lantern feast", "Lantern walk"),
        ("theme=visits", "Lantern walk", "Lantern feast"),
        ("collection=organisations", "Lantern Oslo", "Lantern walk"),
    ],
)
def test_country_theme_and_kind_can_be_browsed(
    client: Client, chosen: str, shown: str, hidden: str
) -> None:
    results = page(client, f"/en/search/?{chosen}").partition('role="status"')[2]

    assert shown in results
    assert hidden not in results


def test_what_can_be_chosen_comes_from_the_database(client: Client) -> None:
    text = page(client, "/en/search/?q=lantern")

    for name, value in (
        ("country", "NO"),
        ("country", "RO"),
        ("theme", "visits"),
        ("collection", "practices"),
        ("collection", "organisations"),
    ):
        assert f'name="{name}" value="{value}"' in text
    assert 'name="country" value="SE"' not in text


@pytest.mark.parametrize(
    "params",
    ["q=%22lantern", "q=lantern&sort=newest", "q=lantern&page=7", "q=zzz&year_from=1990", "q=%00"],
)
def test_it_never_fails(client: Client, params: str) -> None:
    page(client, f"/en/search/?{params}")


def test_the_api_says_that_it_is_not_the_whole_search(client: Client) -> None:
    answer = json.loads(page(client, "/api/v1/search?q=lantern&country=NO"))

    assert answer["degraded"] is True
    assert {result["title"]["text"] for result in answer["results"]} >= {"Lantern walk"}


def test_suggestions_still_come_from_the_vocabulary(client: Client) -> None:
    found = json.loads(page(client, "/en/search/suggestions/?q=pris"))

    assert [each["label"] for each in found["suggestions"]] == ["Prison visits"]

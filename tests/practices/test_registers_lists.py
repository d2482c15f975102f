"""The list of every collection: filters, pages, what was not understood."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.kinds import kinds
from tests.builders import make_concept, make_practice, make_update
from tests.practices.register_builders import make_policy, make_recommendation, make_statistic

pytestmark = pytest.mark.django_db


def page_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("collection", [kind.collection for kind in kinds() if kind.filters])
def test_empty_list_says_so(client: Client, collection: str) -> None:
    assert "Nothing shared yet" in page_of(client, f"/en/{collection}/")


def test_list_shows_what_is_public_only(client: Client) -> None:
    make_practice(title="Shown")
    make_practice(title="Draft", live=False)

    page = page_of(client, "/en/practices/")

    assert "Shown" in page
    assert "Draft" not in page
    assert "1 practice<" in page


def test_filters_narrow_the_list_and_can_be_taken_away(client: Client) -> None:
    make_practice(title="In Romania", countries=["RO"])
    make_practice(title="In Norway", countries=["NO"])

    page = page_of(client, "/en/practices/?country=NO")

    assert "In Norway" in page
    assert "In Romania" not in page
    assert 'name="country" value="NO" checked' in page
    assert "Remove filter:" in page


def test_topic_narrows_the_list(client: Client) -> None:
    make_policy(record_id="a", title_en="Tagged", themes=[make_concept()])
    make_policy(record_id="b", title_en="Other")

    page = page_of(client, "/en/policies/?theme=visits")

    assert "Tagged" in page
    assert ">Other<" not in page


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ("/en/practices/?kind=dance", "kind = dance"),
        ("/en/practices/?theme=no-such-topic", "theme = no-such-topic"),
        ("/en/practices/?country=XX", "country = XX"),
        ("/en/practices/?year_from=2000", "year_from = 2000"),
        ("/en/policies/?maturity=pilot", "maturity = pilot"),
        ("/en/policies/?colour=red", "colour = red"),
        ("/en/policies/?page=minus", "page = minus"),
        ("/en/policies/?colour=%3Cscript%3E", "colour = &lt;script&gt;"),
    ],
)
def test_what_is_not_understood_is_named_and_left_out(
    client: Client, address: str, named: str
) -> None:
    make_practice(title="Still there")
    make_policy(title_en="Still there")

    page = page_of(client, address)

    assert named in page
    assert "Still there" in page


def test_country_without_any_record_gives_an_empty_list(client: Client) -> None:
    make_practice(title="In Romania", countries=["RO"])

    page = page_of(client, "/en/practices/?country=MT")

    assert "In Romania" not in page
    assert "Nothing here matches all of this" in page


def test_long_list_has_pages_and_the_last_one_stands_for_those_beyond(client: Client) -> None:
    for number in range(21):
        make_policy(record_id=f"p{number}", title_en=f"Policy {number:02}")

    first, last = (page_of(client, f"/en/policies/?page={n}") for n in (1, 99))

    assert "Policy 00" in first
    assert "Policy 20" not in first
    assert "Policy 20" in last


def test_words_to_search_for_lead_to_the_search(client: Client) -> None:
    response = client.get("/fr/practices/?q=visite&country=NO")

    assert response.status_code == 302
    assert response["Location"] == "/fr/search/?q=visite&collection=practices&country=NO"


def test_figures_in_the_list_say_country_year_and_source(client: Client) -> None:
    make_statistic(year=None, country="")

    page = page_of(client, "/en/statistics/")

    for words in ("1,234", "country not stated", "year not stated", "method not stated", "Source:"):
        assert words in page


def test_news_come_newest_first_and_have_a_feed(client: Client) -> None:
    make_update(title="Older", date="2025-01-01")
    make_update(title="Newer", date="2026-01-01")

    page = page_of(client, "/en/updates/")
    feed = client.get("/en/updates/feed.xml")

    assert page.index("Newer") < page.index("Older")
    assert 'type="application/atom+xml"' in page
    assert feed.status_code == 200
    assert "<title>Newer</title>" in feed.content.decode()


@pytest.mark.parametrize("collection", ["policies", "statistics", "recommendations"])
def test_number_of_queries_does_not_grow_with_the_list(client: Client, collection: str) -> None:
    make = {
        "policies": make_policy,
        "statistics": make_statistic,
        "recommendations": make_recommendation,
    }[collection]
    theme = make_concept()
    make(record_id="first", themes=[theme])
    client.get(f"/en/{collection}/")  # fills what Wagtail and Django keep in memory
    counts = []

    for added in (0, 6):
        for number in range(added):
            make(record_id=f"more-{number}", themes=[theme])
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(f"/en/{collection}/")
        counts.append(len(queries))

    assert counts[0] == counts[1]

"""Every public address: answers, is a proper page, needs no other host, writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from search.models import Concept
from tests.project.world import (
    FILES,
    MACHINES,
    PAGES,
    REDIRECTS,
    REFUSALS,
    addresses,
    fill_more,
    fill_once,
)

pytestmark = pytest.mark.django_db
#: parts of the address space that have tests of their own, or aren't ours
ELSEWHERE = ("admin/", "documents/", "api/v1/", "media/", "static/", "patterns/")


@pytest.fixture
def world() -> None:
    fill_once()


class Page(HTMLParser):
    """What a page consists of, as far as these tests look at it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.headings = 0
        self.language = ""
        self.title = ""
        self.assets: list[str] = []
        self.inline: list[str] = []
        self._open: str = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self._open = tag
        self.headings += tag == "h1"
        if tag == "html":
            self.language = found.get("lang", "")
        if tag == "link" and found.get("rel") not in ("alternate", "canonical", "license"):
            self.assets.append(found.get("href", ""))
        if tag in ("script", "img", "iframe", "source", "video", "audio", "embed"):
            self.assets.append(found.get("src") or found.get("srcset", ""))
        if tag == "style" or (tag == "script" and "src" not in found):
            self.inline.append(f"<{tag}>")
        self.inline += [
            f'{tag} {name}="{value}"'
            for name, value in found.items()
            if name == "style" or name.startswith("on")
        ]

    def handle_data(self, data: str) -> None:
        if self._open == "title":
            self.title += data
            self._open = ""


def is_ours(asset: str) -> bool:
    """Whether an asset comes from this site."""
    return (asset.startswith("/") and not asset.startswith("//")) or asset.startswith("data:")


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("language", ["en", "ro"])
def test_every_page_is_whole(client: Client, language: str) -> None:
    wrong: list[str] = []

    for rest in PAGES:
        address = f"/{language}/{rest}"
        response = client.get(address)
        page = Page(response.content.decode())
        wrong += [
            f"{address}: {what}"
            for what, holds in {
                f"status {response.status_code}": response.status_code == 200,
                f"{page.headings} h1": page.headings == 1,
                f"lang {page.language!r}": page.language == language,
                f"title {page.title!r}": bool(page.title.strip()),
                f"assets {page.assets}": page.assets and all(map(is_ours, page.assets)),
                f"inline {page.inline}": not page.inline,
                "no policy": "default-src 'self'" in response.get("Content-Security-Policy", ""),
            }.items()
            if not holds
        ]

    assert wrong == []


def test_the_look_at_pages_sees_what_is_wrong() -> None:
    page = Page(
        '<html><title>A</title><h1>a</h1><h1>b</h1><p style="x" onclick="y">'
        '<script>z</script><link rel="stylesheet" href="https://cdn.example/x.css">'
        '<img src="//cdn.example/x.png">'
    )

    assert page.headings == 2
    assert page.inline == ['p style="x"', 'p onclick="y"', "<script>"]
    assert [is_ours(asset) for asset in page.assets] == [False, False, False]


@pytest.mark.usefixtures("world")
def test_every_other_address_answers(client: Client) -> None:
    localised = [f"/{language}/{rest}" for language in ("en", "ro") for rest in FILES]

    statuses = {address: client.get(address).status_code for address in (*localised, *MACHINES)}

    assert {a: s for a, s in statuses.items() if s != 200} == {}
    assert {address: client.get(address).status_code for address in REFUSALS} == REFUSALS


@pytest.mark.usefixtures("world")
def test_addresses_that_lead_elsewhere_lead_to_a_page(client: Client) -> None:
    answers = {address: client.get(address, follow=True) for address in REDIRECTS}

    assert [address for address, answer in answers.items() if not answer.redirect_chain] == []
    assert [address for address, answer in answers.items() if answer.status_code != 200] == []


def _public_routes(patterns: list[Any], prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = (prefix + str(pattern.pattern)).replace("^", "")
        if route.startswith(ELSEWHERE):
            continue
        if isinstance(pattern, URLResolver):
            yield from _public_routes(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route


@pytest.mark.usefixtures("world")
def test_every_route_is_among_the_addresses_tested_here() -> None:
    asked = [
        *addresses("en"),
        *(a for a in REDIRECTS if a.startswith(("/en/", "/r/", "/newsletter/"))),
        *REFUSALS,
    ]

    tested = {resolve(address.partition("?")[0]).route.replace("^", "") for address in asked}
    routes = set(_public_routes(get_resolver().url_patterns))

    assert {route for route in routes - tested if "_util/" not in route} == set()


# -- a public GET never writes -------------------------------------------------------------------
@pytest.fixture
def read_only(world: None) -> Iterator[Callable[[], None]]:
    """Refuse writes on this connection from the call of the yielded function on."""
    sqlite = connection.vendor == "sqlite"

    def refuse() -> None:
        connection.check_constraints()  # PostgreSQL locks rows for it, which it then refuses too
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA query_only=ON" if sqlite else "SET TRANSACTION READ ONLY")

    yield refuse
    if sqlite:  # PostgreSQL's ends with the test's transaction
        connection.connection.execute("PRAGMA query_only=OFF")  # past a transaction that failed


def test_every_public_address_works_on_a_read_only_database(
    client: Client, read_only: Callable[[], None]
) -> None:
    read_only()

    statuses = {address: client.get(address).status_code for address in addresses("en", "ro")}
    redirects = {address: client.get(address).status_code for address in REDIRECTS}

    assert {a: s for a, s in statuses.items() if s != 200} == {}
    assert set(redirects.values()) == {302}


def test_the_database_of_that_test_does_refuse_writes(read_only: Callable[[], None]) -> None:
    read_only()

    with pytest.raises(DatabaseError):
        Concept(record_id="x", scheme="theme", label_en="x").save()


# -- queries don't depend on how much there is ---------------------------------------------------
def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.usefixtures("world")
def test_number_of_queries_is_constant_in_the_number_of_records(client: Client) -> None:
    measured = list(addresses("en"))
    theme = Concept.objects.get(record_id="visits")
    found = []

    for numbers in (range(1, 4), range(4, 7)):  # the front page shows three things of three members
        for number in numbers:
            fill_more(theme, number=number)
        client.get("/en/")  # Wagtail forgets the site's address when pages are added
        found.append({address: _queries(client, address) for address in measured})
    before, after = found

    assert {a: (before[a], after[a]) for a in measured if after[a] > before[a]} == {}

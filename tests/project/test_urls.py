"""Every kind of page, in two languages, as a crawler that starts at the front page finds it."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import translation
from wagtail.models import get_page_models

LANGUAGES = ("en", "ro")
OTHER_LANGUAGES = {code for code, _name in settings.LANGUAGES} - set(LANGUAGES)
ORIGIN = "http://testserver"
# Signing in writes a session; documents and uploads are files.
NOT_FOLLOWED = ("/admin/", "/documents/", "/media/", "/static/")
READS = ("SELECT", "SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT", "EXPLAIN", "PRAGMA")


@contextmanager
def read_only() -> Iterator[None]:
    """Refuse every statement that is not a question."""

    def refuse(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        assert sql.lstrip("( ").upper().startswith(READS), f"written on a GET: {sql[:120]}"
        return execute(sql, *rest)

    with connection.execute_wrapper(refuse):
        yield


def seeds() -> Iterator[str]:
    """Yield the front page, and one page of each class, in each language."""
    for language in LANGUAGES:
        yield f"/{language}/"
    for model in get_page_models():
        page = model.objects.live().filter(depth__gte=3).order_by("pk").first()
        for language in LANGUAGES if page else ():
            with translation.override(language):
                yield page.specific.get_url()


def links(page: BeautifulSoup, *, address: str) -> Iterator[str]:
    """Yield the addresses of this site that a page links to, without query and fragment."""
    for anchor in page.find_all("a", href=True):
        target = urlsplit(urldefrag(urljoin(f"{ORIGIN}{address}", str(anchor["href"]))).url)
        other = target.path.lstrip("/").split("/")[0] in OTHER_LANGUAGES
        if target.netloc == "testserver" and not other and not target.path.startswith(NOT_FOLLOWED):
            yield target.path


def shape(address: str) -> tuple[object, ...]:
    """Return what addresses of one kind have in common."""
    parts = address.strip("/").split("/")
    return (*parts[:2], len(parts)) if parts[0] in LANGUAGES else (parts[0], len(parts))


def crawl(
    client: Client, *, per_shape: int
) -> Iterator[tuple[str, int, str, BeautifulSoup | None]]:
    """Yield address, status, where it was linked, and the parsed page if it is one.

    Follows `per_shape` links to addresses of one shape, such as /en/organisations/…/.
    """
    waiting = deque((address, "start") for address in seeds())
    seen: set[str] = set()
    groups: Counter[tuple[object, ...]] = Counter()
    while waiting:
        address, source = waiting.popleft()
        if address in seen or (source != "start" and groups[shape(address)] >= per_shape):
            continue
        seen.add(address)
        groups[shape(address)] += 1
        response = client.get(address, follow=True)
        page = None
        if response.get("Content-Type", "").startswith("text/html"):
            page = BeautifulSoup(response.content, "html.parser")
            waiting.extend((link, address) for link in links(page, address=address))
        yield address, response.status_code, source, page


def faults(page: BeautifulSoup, *, address: str) -> Iterator[str]:
    """Yield what is wrong with a page."""
    language = address.split("/")[1]
    html = page.html
    if language in LANGUAGES and (html is None or html.get("lang") != language):
        yield "its language is not that of its address"
    if len(page.find_all("h1")) != 1:
        yield f"{len(page.find_all('h1'))} h1"
    if page.title is None or not page.title.get_text(strip=True):
        yield "no title"
    ids = Counter(str(tag["id"]) for tag in page.find_all(id=True))
    yield from (f"id {name} stands {count} times" for name, count in ids.items() if count > 1)
    for tag in page.find_all(["img", "script", "link", "iframe", "source"]):
        yield from source_faults(tag)
    if page.select_one("[style]") or page.find("style"):
        yield "inline style"


def source_faults(tag: Tag) -> Iterator[str]:
    """Yield what is wrong with what an element loads."""
    loaded = tag.get("src") or (tag.get("href") if "stylesheet" in (tag.get("rel") or []) else None)
    if loaded and urlsplit(str(loaded)).netloc not in ("", "testserver"):
        yield f"loads {loaded}"
    if tag.name == "img" and tag.get("alt") is None:
        yield f"picture without words: {loaded}"


@pytest.mark.parametrize("per_shape", [1, pytest.param(3, marks=pytest.mark.slow)])
@pytest.mark.django_db
def test_every_kind_of_page_is_in_order(per_shape: int) -> None:
    call_command("load_demo")
    problems: list[str] = []
    visited: list[str] = []

    with read_only():
        for address, status, source, page in crawl(Client(), per_shape=per_shape):
            visited.append(address)
            if status != 200:
                problems.append(f"{address} answers {status} (linked from {source})")
            elif page is not None:
                problems += [f"{address}: {fault}" for fault in faults(page, address=address)]

    assert len(visited) > 40
    assert problems == []


def test_a_page_with_faults_is_found_out() -> None:
    page = BeautifulSoup(
        '<html lang="en"><h1>a</h1><h1>b</h1><p id="x" style="color:red"></p><p id="x"></p>'
        '<img src="//cdn.example/a.png"></html>',
        "html.parser",
    )

    assert list(faults(page, address="/ro/")) == [
        "its language is not that of its address",
        "2 h1",
        "no title",
        "id x stands 2 times",
        "loads //cdn.example/a.png",
        "picture without words: //cdn.example/a.png",
        "inline style",
    ]


@pytest.mark.django_db
def test_a_write_on_a_get_is_found_out() -> None:
    from wagtail.models import Site

    with read_only(), pytest.raises(AssertionError, match="written on a GET: UPDATE"):
        Site.objects.update(site_name="x")

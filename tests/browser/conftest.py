"""A real Chromium for browser tests: one process per run, a fresh context per test.

Every page watches itself: a message in the console, an uncaught error, a refused policy or a
request to another host fails the test that caused it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connections
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    Route,
    sync_playwright,
)
from pytest_django.live_server_helper import LiveServer

from tests.conftest import server_missing

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LOCAL_HOSTS = {"127.0.0.1", "localhost"}
SERIOUS = {"serious", "critical"}


@dataclass
class Watch:
    """What a context's pages did that no page may do; `allow(text)` names an expected one."""

    problems: list[str] = field(default_factory=list)
    allowed: list[str] = field(default_factory=list)

    def allow(self, text: str) -> None:
        """Expect console messages that contain `text` (a page that must answer 404, say)."""
        self.allowed.append(text)

    def note(self, problem: str) -> None:
        """Remember a problem, unless it is an expected one."""
        if not any(text in problem for text in self.allowed):
            self.problems.append(problem)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder `browser`; the live server sees only what is committed."""
    for item in items:
        if item.nodeid.startswith("tests/browser/"):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def playwright_driver(django_db_setup: None) -> Iterator[Playwright]:
    """Start Playwright; its event loop lives in this thread, which Django must be told.

    While a loop runs, Django holds another connection object for the thread. The first one is
    closed, or a transaction left in it would block the second; the second must know what the
    migrations made, or nothing is put back after a test that empties the tables.
    """
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    planted = connections["default"]._test_serialized_contents
    connections["default"].close()
    with sync_playwright() as driver:
        setattr(connections["default"], "_test_serialized_contents", planted)  # noqa: B010
        yield driver
        connections["default"].close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def browser(playwright_driver: Playwright) -> Iterator[Browser]:
    """Start the system's Chromium (`CHROMIUM` names another), or skip for want of one."""
    executable = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if executable is None:
        server_missing("chromium")
    started = playwright_driver.chromium.launch(
        executable_path=executable, headless=True, args=CHROMIUM_FLAGS
    )
    yield started
    started.close()


@pytest.fixture
def watch() -> Watch:
    """What the pages of this test did wrong."""
    return Watch()


@pytest.fixture
def new_context(
    browser: Browser, live_server: LiveServer, watch: Watch
) -> Iterator[Callable[..., BrowserContext]]:
    """Return a maker of browser contexts: `new_context(java_script_enabled=False, …)`.

    All share the live server as base address, an English reader in Paris and the watch; what
    `Browser.new_context` takes may be given.
    """
    contexts: list[BrowserContext] = []

    def make(**options: Any) -> BrowserContext:
        defaults: dict[str, Any] = {
            "base_url": live_server.url,
            "locale": "en-GB",
            "timezone_id": "Europe/Paris",
            "viewport": {"width": 1280, "height": 900},
            "reduced_motion": "reduce",
        }
        context = browser.new_context(**{**defaults, **options})
        context.set_default_timeout(10_000)
        _watch_over(context, watch)
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()
    assert not watch.problems, "\n".join(watch.problems)


def _watch_over(context: BrowserContext, watch: Watch) -> None:
    def refuse_other_hosts(route: Route) -> None:
        address = urlsplit(route.request.url)
        if address.scheme in ("data", "blob") or address.hostname in LOCAL_HOSTS:
            route.continue_()
        else:
            watch.note(f"request to another host: {route.request.url}")
            route.abort()

    def console(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            watch.note(f"console {message.type}: {message.text} {message.location}")

    context.route("**/*", refuse_other_hosts)
    context.on("console", console)
    context.on("weberror", lambda error: watch.note(f"uncaught: {error.error}"))


@pytest.fixture
def page(new_context: Callable[..., BrowserContext]) -> Page:
    """A page of an ordinary reader at 1280 × 900."""
    return new_context().new_page()


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Return a check that axe finds nothing serious on a page."""

    def check(page: Page) -> None:
        violations = Axe().run(page).response["violations"]
        serious = [
            f"{found['id']}: {found['help']} – {[node['html'] for node in found['nodes']][:3]}"
            for found in violations
            if found["impact"] in SERIOUS
        ]
        assert not serious, "\n".join(serious)

    return check

"""What watches over the browser tests sees what it must see."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watch


def problems_of(watch: Watch) -> list[str]:
    """Take the problems away, so that they don't fail the test that provoked them."""
    problems, watch.problems = watch.problems, []
    return problems


def test_a_request_to_another_host_is_stopped_and_told(page: Page, watch: Watch) -> None:
    page.set_content('<img src="http://elsewhere.example/x.png">')
    page.wait_for_load_state("load")

    assert "request to another host: http://elsewhere.example/x.png" in problems_of(watch)


def test_a_message_in_the_console_and_an_uncaught_error_are_told(page: Page, watch: Watch) -> None:
    with page.expect_console_message():
        page.evaluate("console.error('broken map')")
    page.evaluate("setTimeout(() => { throw new Error('broken script') }, 0)")
    page.wait_for_timeout(100)

    told = "\n".join(problems_of(watch))
    assert "console error: broken map" in told
    assert "broken script" in told


def test_an_expected_message_is_no_problem(page: Page, watch: Watch) -> None:
    watch.allow("404")

    page.goto("/en/no-such-page/")

    expect(page.locator("h1")).to_have_count(1)


def test_axe_finds_a_picture_without_words(
    page: Page, watch: Watch, axe: Callable[[Page], None]
) -> None:
    page.set_content('<html lang="en"><title>t</title><h1>h</h1><img src="data:image/gif;base64,">')

    with pytest.raises(AssertionError, match="image-alt"):
        axe(page)
    problems_of(watch)

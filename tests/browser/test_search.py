"""Suggestions below a search box: an ARIA combobox, by keyboard; without script a plain form."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core.management import call_command
from playwright.sync_api import BrowserContext, Page, expect

from tests.builders import make_organisation, make_practice


@pytest.fixture(autouse=True)
def _practice() -> None:
    owner = make_organisation(name="Alternative Sociale")
    make_practice(organisation=owner, title="Storybook visits")
    call_command("rebuild_search")


@pytest.mark.parametrize("address", ["/en/", "/en/practices/", "/en/search/"])
def test_a_suggestion_is_chosen_by_keyboard(page: Page, address: str) -> None:
    page.goto(address)
    box = page.get_by_role("combobox").locator("visible=true").first

    box.press_sequentially("storyb", delay=20)
    expect(page.get_by_role("option", name="Storybook visits")).to_be_visible()
    assert box.get_attribute("aria-expanded") == "true"
    box.press("ArrowDown")
    chosen = box.get_attribute("aria-activedescendant")
    assert chosen
    assert page.locator(f"#{chosen}").get_attribute("aria-selected") == "true"
    box.press("Escape")
    assert box.get_attribute("aria-expanded") == "false"
    box.press("ArrowDown")
    box.press("Enter")

    expect(page.get_by_role("heading", level=1)).not_to_have_text("")
    assert re.search("storybook|search", page.url)


def test_suggestions_and_results_pass_axe(page: Page, axe: Callable[[Page], None]) -> None:
    page.goto("/en/search/?q=storybook")
    box = page.get_by_role("combobox").locator("visible=true").first
    box.fill("storyb")
    expect(page.get_by_role("option").first).to_be_visible()

    axe(page)


def test_without_script_the_box_is_a_plain_form(
    new_context: Callable[..., BrowserContext],
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/en/practices/")

    box = page.get_by_role("searchbox").locator("visible=true").first
    box.fill("storybook")
    box.press("Enter")

    expect(page.get_by_role("link", name="Storybook visits").first).to_be_visible()
    assert page.url.endswith("q=storybook")

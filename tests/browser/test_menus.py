"""What opens at the head of a page stands inside the window, however narrow it is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator

from tests.browser.conftest import Watch

Contexts = Callable[..., BrowserContext]


def inside(opened: Locator, *, width: int) -> bool:
    """Whether something that is shown begins and ends within the window's width."""
    box = opened.bounding_box()
    assert box is not None
    return box["x"] >= 0 and box["x"] + box["width"] <= width


@pytest.mark.parametrize("address", ["/en/", "/ro/countries/"])
@pytest.mark.parametrize("width", [320, 360, 760, 1280])
def test_the_menus_open_inside_the_window(
    new_context: Contexts, watch: Watch, address: str, width: int
) -> None:
    page = new_context(viewport={"width": width, "height": 800}).new_page()
    page.goto(address)

    page.locator(".language-menu > summary").click()
    assert inside(page.locator(".language-menu__panel"), width=width)

    button = page.locator(".menu-button")
    if button.is_visible():
        page.locator(".language-menu > summary").click()
        button.click()
        assert inside(page.locator(".site-nav"), width=width)

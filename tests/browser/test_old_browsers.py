"""Browsers without the popover interface: nothing lies over the page, and all can be reached.

Such a browser ignores the attributes and drops every style rule that names `:popover-open`; both
are taken out of what the server sends.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.builders import make_membership, make_organisation, make_practice

Contexts = Callable[..., BrowserContext]
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
#: what is at the middle of the window, and whether the page's heading can be seen there
COVERED = """() => {
  const box = document.querySelector('h1').getBoundingClientRect();
  const top = document.elementFromPoint(box.left + 5, box.top + box.height / 2);
  return !(top && top.closest('h1'));
}"""


def _older(route: Route) -> None:
    kind = route.request.resource_type
    if kind not in ("document", "stylesheet"):
        route.continue_()
        return
    response = route.fetch()
    if kind == "document":
        body = re.sub(r' popover(target(action)?="[^"]*")?(?=[ >])', "", response.text())
    else:
        body = response.text().replace(":popover-open", ":not-known-yet")
    route.fulfill(response=response, body=body)


@pytest.fixture(params=[True, False], ids=["js", "no-js"])
def old(request: pytest.FixtureRequest, new_context: Contexts) -> Iterator[Callable[..., Page]]:
    """Open a page in an old browser, of a phone unless told."""
    make_membership(organisation=make_organisation(name="Casa Verde"))
    make_practice(organisation=make_organisation(name="Casa Alba"))
    contexts: list[BrowserContext] = []

    def opened(address: str, *, size: dict[str, int]) -> Page:
        context = new_context(viewport=size, java_script_enabled=request.param)
        contexts.append(context)
        context.route("**/*", _older)
        page = context.new_page()
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.unroute_all(behavior="ignoreErrors")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize(
    "address", ["/en/", "/ro/practices/", "/en/organisations/", "/en/search/?q=a"]
)
def test_nothing_lies_over_the_page_and_everything_is_reached(
    old: Callable[..., Page], address: str, size: dict[str, int]
) -> None:
    page = old(address, size=size)

    assert page.evaluate("() => CSS.supports('selector(:not-known-yet)')") is False
    heading = page.locator("h1")
    expect(heading).to_be_visible()
    heading.scroll_into_view_if_needed()
    assert page.evaluate(COVERED) is False
    expect(page.locator("#site-nav a").first).to_be_visible()
    expect(page.locator(".menu-button")).to_be_hidden()
    for button in page.locator(".site-nav__head button, .sheet__head button, .sheet-button").all():
        expect(button).to_be_hidden()
    if page.locator("#filters").count():
        expect(page.locator("#filters form button").last).to_be_visible()
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_the_menu_leads_on(old: Callable[..., Page]) -> None:
    page = old("/en/practices/", size=PHONE)

    page.locator("#site-nav").get_by_role("link", name="Organisations").click()

    expect(page).to_have_url(re.compile("/en/organisations/$"))


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_browsers_of_today_open_menu_and_filters_by_a_button(
    new_context: Contexts, size: dict[str, int]
) -> None:
    make_practice()
    page = new_context(viewport=size, java_script_enabled=False).new_page()
    page.goto("/en/practices/")
    if size is DESK:
        expect(page.locator("#site-nav a").first).to_be_visible()
        expect(page.locator("#filters form")).to_be_visible()
        return

    expect(page.locator("#site-nav")).to_be_hidden()
    expect(page.locator("#filters")).to_be_hidden()
    page.locator(".sheet-button").click()
    expect(page.locator("#filters form button").last).to_be_visible()
    page.locator(".sheet__head button").click()
    page.locator(".menu-button").click()
    expect(page.locator("#site-nav a").first).to_be_visible()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_suggestions_on_the_front_page_are_not_cut_off(
    new_context: Contexts, size: dict[str, int]
) -> None:
    make_practice()
    answer = [
        {"label": f"Answer {number}", "language": "en", "note": "x", "url": "/en/"}
        for number in range(8)
    ]
    context = new_context(viewport=size)
    context.route("**/suggestions/*", lambda route: route.fulfill(json={"suggestions": answer}))
    page = context.new_page()
    page.goto("/en/")

    page.locator("#hero-q").press_sequentially("an")
    last = page.get_by_role("option", name="Answer 7")
    last.scroll_into_view_if_needed()

    box = last.bounding_box()
    assert box is not None
    seen = page.evaluate(
        "([x, y]) => document.elementFromPoint(x, y)?.closest('[role=option]')?.textContent",
        [box["x"] + 10, box["y"] + box["height"] / 2],
    )
    assert "Answer 7" in (seen or "")

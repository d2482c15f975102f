"""The map in a real browser: marks, keyboard, failure, no script, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import Watch
from tests.maps.markers import LONDON, OSLO, SYDNEY, make_layer, make_marker, only_layers

pytestmark = pytest.mark.django_db(transaction=True)

FOCUSED = """[document.activeElement.tagName,
    document.activeElement.getAttribute("aria-label") || document.activeElement.innerText]"""
NASTY = "</script><script>alert(1)</script>${alert(2)}<img src=x onerror=alert(3)>"


@pytest.fixture(autouse=True)
def _layers(live_server: LiveServer) -> Iterator[None]:
    members = [
        make_marker(1, title="Casa Verde"),
        make_marker(2, title="Verdandi", point=OSLO, place="Oslo", countries=("NO",)),
        make_marker(3, title="Far Away", point=SYDNEY, place="Sydney", countries=("AU",)),
        *(
            make_marker(
                n, title=f"London House {n}", point=LONDON, place="London", countries=("GB",)
            )
            for n in range(4, 8)
        ),
    ]
    others = [make_marker(8, title=NASTY, point=(40.4, -3.7), place="${1+1}", countries=("ES",))]
    with only_layers(
        make_layer(members, name="members"),
        make_layer(others, name="organisations", default=False),
    ):
        yield


def open_map(page: Page, address: str = "/en/map/") -> None:
    page.goto(address)
    page.wait_for_selector(".network-map[data-markers][data-countries]")


def marks(page: Page) -> list[str]:
    found = page.locator(".network-map .leaflet-marker-icon")
    return sorted(
        found.nth(i).get_attribute("aria-label") or found.nth(i).inner_text()
        for i in range(found.count())
    )


def test_the_map_shows_its_marks(page: Page) -> None:
    open_map(page)

    assert page.locator(".network-map").get_attribute("data-markers") == "6"
    assert marks(page) == [
        "4\nPlaces here: 4. Press Enter to see them.",
        "Casa Verde, Iași, Romania",
        "Verdandi, Oslo, Norway",
    ]
    expect(page.locator(".map-drawing")).to_be_hidden()
    assert page.locator("path.map-land--1").count() >= 2


def test_switches_and_filters_are_a_plain_form(page: Page) -> None:
    open_map(page)

    page.get_by_role("checkbox", name="Organisations").check()
    page.get_by_role("button", name="Show").click()
    page.wait_for_selector(".network-map[data-markers='7']")

    page.get_by_text("Country, kind, topic").click()
    page.get_by_label("Country", exact=True).select_option("NO")
    page.get_by_role("button", name="Show").click()
    page.wait_for_selector(".network-map[data-markers='1']")
    assert "country=NO" in page.url


def test_keyboard_opens_a_mark_and_gets_back(page: Page) -> None:
    open_map(page)
    mark = page.get_by_role("button", name="Casa Verde, Iași, Romania")

    mark.focus()
    page.keyboard.press("Enter")

    link = page.locator(".map-popup a")
    expect(link).to_be_focused()
    expect(link).to_have_text("Casa Verde")
    page.keyboard.press("Escape")
    expect(page.locator(".map-popup")).to_have_count(0)
    expect(mark).to_be_focused()

    page.keyboard.press(" ")
    expect(page.locator(".map-popup a")).to_be_focused()


def test_a_mark_shows_its_name_to_pointer_and_keyboard(page: Page) -> None:
    open_map(page)
    mark = page.get_by_role("button", name="Casa Verde, Iași, Romania")
    tip = page.locator(".network-map .leaflet-tooltip")
    assert mark.get_attribute("title") == "Casa Verde, Iași, Romania"

    page.locator(".network-map").focus()
    for _step in range(6):
        page.keyboard.press("Tab")
        if mark.evaluate("node => node === document.activeElement"):
            break

    expect(tip).to_have_text("Casa Verde, Iași, Romania")
    page.keyboard.press("Escape")
    expect(tip).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.locator(".map-popup a")).to_be_focused()
    expect(tip).to_have_count(0)


def test_tab_reaches_the_marks_and_no_country(page: Page) -> None:
    open_map(page)
    page.locator(".network-map").focus()

    reached = []
    for _step in range(6):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(FOCUSED))

    assert [name for tag, name in reached if tag == "path"] == []
    names = " | ".join(str(name) for _tag, name in reached)
    assert "Verdandi, Oslo, Norway" in names
    assert "Casa Verde, Iași, Romania" in names
    assert "Places here: 4" in names


def test_a_cluster_in_one_town_lists_what_is_there(page: Page) -> None:
    open_map(page)
    cluster = page.locator(".map-cluster")

    cluster.focus()
    page.keyboard.press("Enter")

    expect(page.locator(".map-popup a")).to_have_count(4)
    expect(page.locator(".map-popup a").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(cluster).to_be_focused()


def test_a_cluster_of_towns_opens_into_marks_and_keeps_the_focus(page: Page) -> None:
    near = [
        make_marker(n, title=f"Near {n}", point=(51.5 + n / 5, -0.1), place="", countries=("GB",))
        for n in range(3)
    ]
    with only_layers(make_layer(near)):
        open_map(page)

        page.locator(".map-cluster").focus()
        page.keyboard.press("Enter")

        expect(page.locator(".network-map .map-pin")).to_have_count(3)
        page.wait_for_function("document.activeElement.classList.contains('map-pin')")


def test_what_people_write_stays_text(page: Page) -> None:
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    open_map(page, "/en/map/?layer=organisations")

    page.locator(".network-map .map-pin").click()

    expect(page.locator(".map-popup a")).to_have_text(NASTY)
    expect(page.locator(".map-popup__where")).to_have_text("${1+1}, Spain")
    assert page.locator(".map-popup img").count() == 0


def test_without_script_the_list_and_the_drawing_are_there(
    new_context: Callable[..., BrowserContext],
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/en/map/")

    expect(page.locator(".map-drawing")).to_be_visible()
    expect(page.locator(".map-spot")).to_have_count(3)
    expect(page.get_by_role("link", name="Casa Verde", exact=True)).to_be_visible()
    page.get_by_role("link", name="4 places in or near London").click()
    assert page.url.endswith("#country-GB")


def test_when_the_marks_fail_the_drawing_comes_back(page: Page, watch: Watch) -> None:
    watch.allow("Failed to load resource")
    page.route("**/members.geojson*", lambda route: route.fulfill(status=500, body="no"))
    page.goto("/en/map/")

    expect(
        page.get_by_text("The map could not be loaded. The list below is complete.")
    ).to_be_visible()
    expect(page.locator(".map-drawing")).to_be_visible()


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_overflows_and_axe_finds_nothing_serious(
    new_context: Callable[..., BrowserContext],
    axe: Callable[[Page], None],
    width: int,
    scheme: str,
) -> None:
    page = new_context(viewport={"width": width, "height": 800}, color_scheme=scheme).new_page()
    open_map(page, "/fr/map/?layer=members&layer=organisations")

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    axe(page)


def test_the_map_in_a_frame(page: Page) -> None:
    open_map(page, "/de/map/embed/")

    assert page.locator(".network-map").get_attribute("data-markers") == "6"
    assert page.locator("h1").count() == 1

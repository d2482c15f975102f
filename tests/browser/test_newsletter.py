"""A reader subscribes, confirms by the link in the mail, chooses, and leaves."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django import Settings

from newsletter.models import State, Subscriber
from tests.browser.conftest import Watch
from tests.builders import make_concept, make_organisation
from tests.newsletter.making import last_mail, links_in

Check = Callable[[Page], None]
Look = Callable[[], None]


@pytest.fixture(autouse=True)
def _offered(settings: Settings) -> None:
    settings.NEWSLETTER_SIGNUP = True


def stored() -> Subscriber:
    return Subscriber.objects.get()


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def sign_up(page: Page, look: Look) -> None:
    """Mistype the address at the foot of a page, then fill in the whole form."""
    page.goto("/en/countries/")
    foot = page.get_by_role("contentinfo")
    foot.get_by_label("Get the newsletter").fill("ana@")
    foot.get_by_role("button", name="Subscribe").click()
    expect(page.get_by_label("Your e-mail address")).to_have_value("ana@")
    expect(page.get_by_role("alert")).to_contain_text("This is no e-mail address.")
    look()
    page.get_by_label("Your e-mail address").fill("ana@example.org")
    page.get_by_label("Second choice").select_option("nb")
    page.get_by_text("Only some countries or topics").click()
    page.get_by_label("Norway").check()
    look()
    page.get_by_role("main").get_by_role("button", name="Subscribe").click()
    heading(page, "Please look into your mail")
    look()


def confirm(page: Page, look: Look) -> None:
    """Follow the link in the mail, then press the button."""
    page.goto(links_in(last_mail())[0])
    assert stored().state == State.PENDING
    look()
    page.get_by_role("button", name="Yes, subscribe me").click()
    heading(page, "You are subscribed")
    look()


def choose(page: Page, look: Look) -> None:
    """Choose a topic and how often."""
    page.get_by_role("link", name="Choose languages, countries and topics").click()
    expect(page.get_by_label("Norway")).to_be_checked()
    page.get_by_label("Once a month").check()
    page.get_by_label("Visits").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("Your choice is saved.")
    look()


def leave(page: Page, look: Look) -> None:
    """Unsubscribe."""
    page.get_by_role("link", name="Unsubscribe").click()
    heading(page, "Unsubscribe")
    look()
    page.get_by_role("button", name="Unsubscribe").click()
    heading(page, "You are unsubscribed")
    look()


@pytest.mark.parametrize(
    "options",
    [{}, {"java_script_enabled": False, "viewport": {"width": 320, "height": 700}}],
    ids=["wide", "phone without scripts"],
)
def test_from_subscribing_to_leaving(
    new_context: Callable[..., BrowserContext], axe: Check, options: dict[str, object]
) -> None:
    make_organisation(country="NO")
    make_concept()
    page = new_context(**options).new_page()

    def look() -> None:
        page.wait_for_load_state()
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        if not options:
            axe(page)

    sign_up(page, look)
    assert stored().state == State.PENDING

    confirm(page, look)
    assert (stored().state, stored().languages) == (State.ACTIVE, ["en", "nb"])

    choose(page, look)
    assert (stored().frequency, len(stored().themes)) == ("monthly", 1)

    leave(page, look)
    assert stored().state == State.UNSUBSCRIBED
    assert page.context.cookies() == []


def test_a_link_that_no_longer_works_says_what_to_do(page: Page, axe: Check, watch: Watch) -> None:
    watch.allow("404")

    page.goto("/en/newsletter/preferences/x/")

    expect(page.get_by_role("link", name="Have a new link sent to you")).to_be_visible()
    axe(page)

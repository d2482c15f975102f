"""The editor's finder in a real browser: a name becomes a point that somebody chose."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from core.places import gazetteer
from tests.builders import make_administrator, make_organisation

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _towns_are_loaded() -> None:
    """Without the unpacked list the first look-up of a process takes seconds."""
    gazetteer.find("Oslo")


def sign_in(page: Page, live_server: LiveServer) -> None:
    client = Client()
    client.force_login(make_administrator())
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
    )


def test_a_town_is_chosen_among_candidates(page: Page, live_server: LiveServer) -> None:
    organisation = make_organisation(name="Casa Verde", country="DE")
    sign_in(page, live_server)
    page.goto(f"/admin/pages/{organisation.pk}/edit/")
    place = page.locator("input[name=place]")

    place.evaluate("field => field.closest('[role=tabpanel]')?.removeAttribute('hidden')")
    place.fill("Halle")
    page.get_by_role("button", name="Find on the map").click()
    page.get_by_role("button", name="Halle (Saale), Germany").click()

    expect(page.locator("input[name=latitude]")).to_have_value("51.4816")
    expect(page.locator("input[name=longitude]")).to_have_value("11.9795")
    expect(page.locator("select[name=precision]")).to_have_value("town")
    expect(page.get_by_text("The point is set: Halle (Saale), Germany")).to_be_visible()


def test_a_name_that_is_no_town_is_said_to_be_none(page: Page, live_server: LiveServer) -> None:
    organisation = make_organisation(name="Casa Verde", country="NO")
    sign_in(page, live_server)
    page.goto(f"/admin/pages/{organisation.pk}/edit/")
    place = page.locator("input[name=place]")

    place.evaluate("field => field.closest('[role=tabpanel]')?.removeAttribute('hidden')")
    place.fill("Bredtveit")
    page.get_by_role("button", name="Find on the map").click()

    expect(page.get_by_text("No town of this name is known.")).to_be_visible()
    expect(page.locator("input[name=latitude]")).to_have_value("")

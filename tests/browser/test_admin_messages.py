"""In a real browser: the links within a message of the admin can be read."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from search.models import Scheme
from tests.browser.test_place_finder import sign_in
from tests.builders import make_concept, make_practice

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_pages_that_use_a_keyword_are_named_in_the_colour_of_the_message(
    page: Page, live_server: LiveServer
) -> None:
    concept = make_concept(label="Visits")
    practice = make_practice(title="Reading aloud")
    practice.set_concepts({Scheme.THEME: [concept]})
    practice.save_revision().publish()
    sign_in(page, live_server)

    page.goto(f"/admin/snippets/search/concept/delete/{concept.pk}/")
    link = page.get_by_role("link", name="Reading aloud")

    colour = "element => getComputedStyle(element).color"
    assert link.evaluate(colour) == link.locator("xpath=..").evaluate(colour)
    assert "underline" in link.evaluate("e => getComputedStyle(e).textDecorationLine")

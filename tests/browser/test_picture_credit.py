"""In a real browser: a picture is chosen, and its author is offered beside the credit."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from core.files.intake.states import PictureIntake
from members.models import OrganisationImage
from tests.browser.test_place_finder import sign_in
from tests.builders import make_image, make_organisation

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


def test_the_author_is_offered_and_taken_over(page: Page, live_server: LiveServer) -> None:
    organisation, image = make_organisation(), make_image(title="Our house")
    OrganisationImage.objects.create(record=organisation, image=image, alt_en="A house")
    organisation.save_revision().publish()
    PictureIntake.objects.update(credit="Ioana Marin")
    sign_in(page, live_server)

    page.goto(f"/admin/pages/{organisation.pk}/edit/")
    field = page.locator("input[name=images-0-credit]")
    field.evaluate(
        "e => { for (let up = e; up; up = up.parentElement) up.removeAttribute('hidden'); }"
    )

    expect(field).to_have_value("")  # nothing is filled in unseen
    expect(
        page.get_by_text("Found in the picture’s file. Please check it: Ioana Marin")
    ).to_be_attached()
    page.get_by_role("button", name="Take it over").click()
    expect(field).to_have_value("Ioana Marin")

    # another one is chosen, as the chooser does it: nobody is named before somebody says so
    field.fill("")
    page.locator("[data-credit-found]").evaluate("note => note.remove()")
    page.locator("input[name=images-0-image]").evaluate(
        "(input, key) => input.setAttribute('value', key)", str(image.pk)
    )
    expect(page.locator("[data-credit-found]")).to_contain_text("Ioana Marin")
    expect(field).to_have_value("")

"""A picture goes online with a word of what it shows; a draft and an import may lack it."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from wagtail.images.models import Image

from members.models import EditorAccess
from practices.models import PracticePage
from tests import builders
from tests.forms import errors_of, filled
from tests.members.world import World

pytestmark = pytest.mark.django_db
ASKED = "Please say what the picture shows"
SEND = {"action-submit": "1"}
PUBLISH = {"action-publish": "1"}


@pytest.fixture
def page(world: World) -> PracticePage:
    """An editor's page with a picture that nobody described, as imports make them."""
    collection = EditorAccess.objects.get(organisation=world.ours.organisation).collection
    picture: Image = builders.make_image(title="A room", collection=collection)
    world.ours.live.images.create(image=picture)
    world.ours.live.save_revision()
    return world.ours.live


def sent(browser: Any, page: PracticePage, **changes: str) -> Any:
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return browser.post(url, filled(browser, url, **changes))


def test_it_is_asked_for_before_a_page_goes_online(world: World, page: PracticePage) -> None:
    answer = sent(world.ours.direct_browser, page, **PUBLISH)

    assert answer.status_code == 200
    assert ASKED in errors_of(answer)["images.alt_en"][0]


def test_the_form_says_so_beforehand(world: World, page: PracticePage) -> None:
    address, words = reverse("wagtailadmin_pages:edit", args=[page.pk]), "no words for those who"
    assert "1 picture has no words for those who" in world.office.get(address).content.decode()

    picture = page.images.get()
    picture.alt_en = "A room with toys"
    page.images.set([picture])
    page.save_revision()

    assert words not in world.office.get(address).content.decode()


def test_so_it_is_before_it_goes_to_the_office(world: World, page: PracticePage) -> None:
    answer = sent(world.ours.browser, page, **SEND)

    assert ASKED in errors_of(answer)["images.alt_en"][0]


def test_a_blank_nobody_sees_is_no_word(world: World, page: PracticePage) -> None:
    answer = sent(world.ours.direct_browser, page, **PUBLISH, **{"images-0-alt_en": " \u200b"})

    assert "images.alt_en" in errors_of(answer)


def test_with_a_word_it_goes_online(world: World, page: PracticePage) -> None:
    words = {"images-0-alt_en": "A room with toys"}

    answer = sent(world.ours.direct_browser, page, **PUBLISH, **words)

    assert answer.status_code == 302
    assert PracticePage.objects.get(pk=page.pk).images.get().alt_en == "A room with toys"


def test_a_draft_is_saved_without(world: World, page: PracticePage) -> None:
    assert sent(world.ours.browser, page).status_code == 302


def test_a_picture_that_is_taken_out_needs_none(world: World, page: PracticePage) -> None:
    answer = sent(world.ours.direct_browser, page, **PUBLISH, **{"images-0-DELETE": "on"})

    assert answer.status_code == 302


def test_a_page_written_in_another_language_is_asked_in_that_one(
    world: World, page: PracticePage
) -> None:
    page.original_language, page.heading_ro, page.summary_ro = "ro", "Titlu", "Rezumat."
    page.save_revision()

    answer = sent(world.ours.direct_browser, page, **PUBLISH)

    assert ASKED in errors_of(answer)["images.alt_ro"][0]
    assert "images.alt_en" not in errors_of(answer)


def test_code_publishes_what_was_imported(page: PracticePage) -> None:
    page.get_latest_revision().publish()

    assert PracticePage.objects.get(pk=page.pk).images.get().alt_en in ("", None)

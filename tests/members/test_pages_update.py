"""The page of an update: news, event, campaign, story, call or vacancy."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from members.models import UpdateImage, UpdateKind, UpdatePage
from search.models import Scheme
from tests.builders import make_concept, make_image, make_organisation, make_update
from tests.shown import read_page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_cached_sizes() -> None:
    """Forget pictures of earlier tests: Wagtail's cache knows them by key and content only."""
    cache.clear()


def event(**fields: object) -> UpdatePage:
    values: dict[str, object] = {
        "kind": UpdateKind.EVENT,
        "title": "Conference in Berlin",
        "body_en": "Two days.\n\nSee https://example.org/programme.",
        "date": "2026-01-02",
        "starts": "2099-06-13",
        "ends": "2099-06-14",
        "deadline": "2099-05",
        "place": "Berlin",
        "country": "DE",
        "web_address": "https://example.org/conference",
        "sources": ["Letter to members, May 2015"],
        **fields,
    }
    page = make_update(organisation=make_organisation(name="Treffpunkt"), **values)  # type: ignore[arg-type]  # one dict for all
    page.set_concepts({Scheme.THEME: [make_concept()]})
    page.save()
    return page


def test_every_fact_is_on_the_page(client: Client) -> None:
    shown = read_page(client, event())

    for words in (
        "Event Conference in Berlin Treffpunkt · Berlin, Germany",
        "2099",
        "Answer until May 2099",
        "Two days.",
        "Visits",
        "Letter to members, May 2015",
        "Who to ask Treffpunkt",
        "Written in English",
    ):
        assert words in shown.words
    assert 'href="https://example.org/conference"' in shown.html
    assert 'href="https://example.org/programme"' in shown.html
    assert shown.headings(1) == ["Conference in Berlin"]


def test_a_coming_event_is_not_over(client: Client) -> None:
    assert "over" not in read_page(client, event()).words


def test_a_past_event_says_that_it_is_over(client: Client) -> None:
    shown = read_page(client, event(starts="2016-04", ends=""))

    assert "This is over" in shown.words


def test_a_passed_deadline_is_told(client: Client) -> None:
    shown = read_page(
        client, event(kind=UpdateKind.VACANCY, starts="", ends="", deadline="2016-04-01")
    )

    assert "The last day to answer has passed." in shown.words


def test_an_event_without_a_date_says_so(client: Client) -> None:
    assert "Takes place date not stated" in read_page(client, event(starts="", ends="")).words


def test_news_says_nothing_of_a_date_it_cannot_have(client: Client) -> None:
    shown = read_page(client, event(kind=UpdateKind.NEWS, starts="", ends=""))

    assert "Takes place" not in shown.words


def test_a_picture_shows_without_making_a_size(client: Client) -> None:
    page = event()
    image = make_image()
    UpdateImage.objects.create(record=page, image=image, alt_en="A table of cakes", credit="Ana")
    made = image.renditions.count()

    shown = read_page(client, page)

    assert 'alt="A table of cakes"' in shown.html
    assert "Photo: Ana" in shown.words
    assert image.renditions.count() == made


def test_a_picture_whose_sizes_are_not_made_yet_is_left_out(client: Client) -> None:
    page = event()
    image = make_image()
    image.renditions.all().delete()
    UpdateImage.objects.create(record=page, image=image, alt_en="A table of cakes")

    shown = read_page(client, page)

    assert "A table of cakes" not in shown.html
    assert not image.renditions.exists()


def test_a_draft_is_not_served(client: Client) -> None:
    page = make_update(live=False)

    assert client.get(page.url_in("en")).status_code == 404


def test_the_trail_leads_back_to_the_organisation(client: Client) -> None:
    shown = read_page(client, event())

    assert "Start Organisations Treffpunkt Conference in Berlin" in shown.words

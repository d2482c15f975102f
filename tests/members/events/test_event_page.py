"""What the page of an event says of when, where and how."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from core.i18n import LANGS
from members.events.words import elsewhere_in_words, when_in_words, zone_in_words
from members.models import UpdatePage
from members.presentation.updates import update_card, what_is_over
from tests.members.events.making import make_event
from tests.shown import read_page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def paris(settings: Any) -> None:
    settings.TIME_ZONE = "Europe/Paris"


def test_the_page_says_when_by_which_clock_where_and_how(client: Client) -> None:
    shown = read_page(client, make_event(deadline="2099-05-01", organiser="Casa Albastră"))

    for words in (
        "Takes place 13 June 2099, 14:30–16:00 (Bucharest)",
        "Time zone Bucharest (Eastern European Summer Time, UTC+3) Paris: 13:30–15:00",
        "On site or online On site and online",
        "Online at The address comes after you registered.",
        "Register by 1 May 2099",
        "Organised by Casa Albastră",
        "Iași, Romania, on site and online",
    ):
        assert words in shown.words
    assert 'href="https://example.org/register"' in shown.html


def test_registration_by_mail_and_a_public_meeting_are_links(client: Client) -> None:
    page = make_event(registration="office@example.org", online_address="https://example.org/room")

    shown = read_page(client, page)

    assert 'href="mailto:office@example.org"' in shown.html
    assert 'href="https://example.org/room"' in shown.html
    assert "after you registered" not in shown.words


def test_a_cancelled_event_says_so_first(client: Client) -> None:
    page = make_event(cancelled=True)

    assert "This was cancelled." in read_page(client, page).words
    with translation.override("en"):
        assert update_card(page, None).kind_label == "Event, cancelled"  # type: ignore[arg-type]  # no request


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "13 June 2099, 14:30–16:00 (Bucharest)"),
        ({"end_time": ""}, "13 June 2099, 14:30 (Bucharest)"),
        ({"ends": "2099-06-14"}, "13 June 2099, 14:30 – 14 June 2099, 16:00 (Bucharest)"),
        (
            {"ends": "2099-06-14", "end_time": ""},
            "13 June 2099, 14:30 – 14 June 2099 (Bucharest)",
        ),
        ({"start_time": "", "end_time": ""}, "13 June 2099"),
        ({"start_time": "", "end_time": "", "ends": "2099-06-14"}, "13 June 2099 – 14 June 2099"),
        ({"starts": "2099-06", "start_time": "", "end_time": ""}, "June 2099"),
        ({"starts": "", "start_time": "", "end_time": "", "ends": "2099"}, "until 2099"),
    ],
)
def test_days_and_times_in_words(fields: dict[str, Any], words: str) -> None:
    assert when_in_words(make_event(**fields)) == words


@pytest.mark.parametrize("language", LANGS)
def test_every_language_writes_times_its_own_way(language: str) -> None:
    page = make_event()

    with translation.override(language):
        assert "2099" in when_in_words(page)
        assert "UTC+3" in zone_in_words(page.when)


@pytest.mark.parametrize(
    ("zone", "time", "words"),
    [
        ("Europe/Berlin", "14:30", ""),
        ("Europe/Bucharest", "14:30", "Paris: 13:30"),
        ("America/New_York", "20:00", "Paris: 14 June 2099, 02:00"),
    ],
)
def test_another_clock_than_the_network_s_is_told(zone: str, time: str, words: str) -> None:
    page = make_event(time_zone=zone, start_time=time, end_time="")

    assert elsewhere_in_words(page.when) == words


def test_the_day_is_over_when_it_is_in_the_event_s_zone() -> None:
    page = make_event(starts="2026-06-13", start_time="", end_time="", deadline="2026-06-13")

    def told(hour: int) -> str:
        return what_is_over(page, now=dt.datetime(2026, 6, 13, hour, tzinfo=dt.UTC))

    assert told(20) == ""
    assert "over" in told(21)  # midnight in Bucharest, eleven in Paris


def test_the_moments_are_stored_at_every_save() -> None:
    page = make_event()
    page.starts = "2099-06-15"
    page.save_revision().publish()

    stored = UpdatePage.objects.get()
    assert stored.begins_at == dt.datetime(2099, 6, 15, 11, 30, tzinfo=dt.UTC)
    assert stored.over_at == dt.datetime(2099, 6, 15, 13, tzinfo=dt.UTC)
    assert UpdatePage.objects.filter(begins_at__gt=dt.datetime(2099, 6, 15, tzinfo=dt.UTC)).exists()

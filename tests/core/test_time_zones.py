"""Time zones people can choose from, and times that say where they are meant."""

from __future__ import annotations

import zoneinfo
from datetime import UTC, datetime
from typing import Any

from django.utils import timezone, translation

from core.time_zones import CITIES, moment_in_words, time_zone_choices


def test_every_city_is_a_time_zone() -> None:
    assert set(CITIES) <= zoneinfo.available_timezones()
    assert len(CITIES) == len(set(CITIES))


def test_the_sites_own_comes_first_and_each_once_by_its_city(settings: Any) -> None:
    settings.TIME_ZONE = "Europe/Athens"

    choices = time_zone_choices()

    assert choices[0] == ("Europe/Athens", "Athens")
    assert len(choices) == len(dict(choices)) < 60
    assert {"Europe/Paris": "Paris", "UTC": "UTC"}.items() <= dict(choices).items()


def test_a_site_in_a_rare_zone_has_its_own(settings: Any) -> None:
    settings.TIME_ZONE = "Asia/Kathmandu"

    assert time_zone_choices()[0][0] == "Asia/Kathmandu"


def test_cities_are_in_the_readers_language() -> None:
    with translation.override("de"):
        assert dict(time_zone_choices())["Europe/Athens"] == "Athen"


def test_a_moment_says_where_it_is_meant() -> None:
    moment = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)

    with timezone.override("Europe/Paris"):
        words = moment_in_words(moment)

    assert "2 July 2026" in words
    assert words.endswith("(Europe/Paris)")
    assert moment_in_words(None) == ""

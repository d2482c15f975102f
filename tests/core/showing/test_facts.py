"""Addresses, dates and places in words."""

from __future__ import annotations

import pytest

from core.showing.facts import (
    date_in_words,
    period_in_words,
    place_in_words,
    safe_url,
    where_in_words,
)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://example.org/a", "https://example.org/a"),
        (" http://example.org ", "http://example.org"),
        ("HTTPS://example.org", "HTTPS://example.org"),
        ("javascript:alert(1)", ""),
        ("//example.org", ""),
        ("https:", ""),
        ("http://[broken", ""),
        ("guide.txt (printed about 2008)", ""),
    ],
)
def test_only_whole_web_addresses_are_safe(text: str, address: str) -> None:
    assert safe_url(text) == address


def test_periods_and_places() -> None:
    assert period_in_words("2016", "2018") == "2016 – 2018"
    assert period_in_words("2016", "2016") == "2016"
    assert period_in_words("2016", "") == "since 2016"
    assert period_in_words("", "2018") == "until 2018"
    assert period_in_words("", "") == ""
    assert date_in_words("") == ""
    assert place_in_words("Oslo", "", "Oslo", "Norway") == "Oslo, Norway"


def test_where_something_is() -> None:
    assert where_in_words("Oslo", ["NO"]) == "Oslo, Norway"
    assert where_in_words("Oslo", ["NO", "RO"]) == "Norway, Romania"
    assert where_in_words("Oslo", ["NO", "RO", "FR", "DE"]) == "4 countries"
    assert where_in_words("", []) == ""

"""Codes and numbers in words: units, qualifiers, waves, amounts, kinds."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation

from core.showing.age import age_of
from core.showing.facts import (
    date_in_words,
    period_in_words,
    place_in_words,
    safe_url,
    where_in_words,
)
from members.organisation_kinds import ORGANISATION_KINDS, organisation_kind
from members.presentation.organisations import telephone_url
from practices.presentation.research import doi_url
from practices.presentation.resource import ages_in_words
from practices.words import (
    measured,
    money,
    percent,
    policy_kind,
    qualifier_in_words,
    quantity,
    resource_kind,
    unit_in_words,
    wave_in_words,
)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("before", "before"),
        ("three_months", "3 months later"),
        ("one_year", "1 year later"),
        ("18_months", "18 months later"),
        ("on_leave", "on leave"),
        ("umpteen_months", "umpteen months"),
    ],
)
def test_a_wave_says_when_it_was(code: str, words: str) -> None:
    assert wave_in_words(code) == words


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (14, "people", ("14", "people")),
        (1, "people", ("1", "person")),
        (1.5, "hours", ("1.5", "hours")),
        (65, "percent", ("65%", "")),
        (2000, "GBP", ("£2,000", "")),
        (2004, "year", ("2004", "")),
        (3, "light_years", ("3", "light years")),
        (None, "people", ("", "")),
    ],
)
def test_a_number_and_its_unit(value: float | None, unit: str, shown: tuple[str, str]) -> None:
    assert quantity(value, unit) == shown


def test_a_fraction_is_plural() -> None:
    assert unit_in_words("hours", 0.5) == "hours"


@pytest.mark.parametrize(
    ("qualifier", "words"),
    [("over", "over 14 people"), ("of 19", "14 people (of 19)"), ("", "14 people")],
)
def test_a_qualifier_stands_where_it_belongs(qualifier: str, words: str) -> None:
    assert measured(14, "people", qualifier) == words


@pytest.mark.parametrize(
    ("qualifier", "words"),
    [("of 19", "sur 19"), ("of 12,500", "sur 12 500"), ("40 to 50", "40–50"), ("N", "N")],
)
def test_a_part_of_a_number_is_said_in_the_readers_language(qualifier: str, words: str) -> None:
    with translation.override("fr"):
        shown = qualifier_in_words(qualifier)

    assert shown.replace("\u202f", " ").replace("\xa0", " ") == words


def test_money_keeps_cents_only_where_there_are_some() -> None:
    assert money(100000, "EUR") == "€100,000"
    assert money(0.5, "EUR") == "€0.50"
    assert money(0, "EUR") == "€0"
    assert money(None, "EUR") == ""
    assert money(5, "") == "5 (currency not stated)"


def test_per_cent_keeps_its_fraction() -> None:
    assert percent(12.5) == "12.5%"
    with translation.override("de"):
        assert percent(12.5).replace("\xa0", " ") == "12,5 %"


def test_unknown_kinds_are_shown_as_they_are() -> None:
    assert organisation_kind("space_agency") == "space agency"
    assert policy_kind("royal_decree") == "royal decree"
    assert resource_kind("magic_lantern") == "magic lantern"
    assert organisation_kind("visitor_centre") == "visitors’ centre"


def test_every_kind_of_organisation_has_words_without_underscores() -> None:
    assert all("_" not in str(words) for words in ORGANISATION_KINDS.values())


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


@pytest.mark.parametrize(
    ("number", "address"),
    [
        ("+33 (0) 142 53 7185", "tel:+33142537185"),
        ("0800 254 0088", "tel:08002540088"),
        ("(0)20 7000", "tel:0207000"),
        ("ask the office", ""),
    ],
)
def test_a_telephone_number_can_be_dialled(number: str, address: str) -> None:
    assert telephone_url(number) == address


def test_doi_addresses() -> None:
    assert doi_url("10.1000/xyz") == "https://doi.org/10.1000/xyz"
    assert doi_url("https://doi.org/10.1/x") == "https://doi.org/10.1/x"
    assert doi_url("unknown") == ""


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (3, 8, "3 to 8 years"),
        (3, None, "from 3 years"),
        (None, 8.5, "up to 8.5 years"),
        (0, 3, "0 to 3 years"),
    ],
)
def test_ages(first: float | None, last: float | None, words: str) -> None:
    assert ages_in_words(first, last) == words


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


@pytest.mark.parametrize(
    ("as_of", "confirmed_on", "is_old"),
    [
        ("2008", "", True),
        ("2021-03-01", "", False),
        ("2021-02", "", True),
        ("2021", "", False),
        ("2008", "2025", False),
        ("2008", "2010", True),
        ("", "", False),
    ],
)
def test_what_is_old(as_of: str, confirmed_on: str, is_old: bool) -> None:
    today = dt.date(2026, 3, 1)

    assert age_of(as_of=as_of, confirmed_on=confirmed_on, today=today).is_old == is_old

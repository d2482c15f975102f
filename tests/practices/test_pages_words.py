"""Codes and numbers in words: units, qualifiers, waves, amounts, kinds."""

from __future__ import annotations

import pytest
from django.utils import translation

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

"""Dates as people write them, in every language of the site."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from core.dates import PartialDate
from core.i18n import LANGS
from core.written_dates import YEARS_AHEAD, WrittenDateField, read_date, read_day


@pytest.mark.parametrize("language", LANGS)
def test_what_the_site_writes_it_reads(language: str) -> None:
    for month in range(1, 13):
        for text in (f"2026-{month:02}-12", f"2026-{month:02}"):
            date = PartialDate(text)
            assert read_date(date.in_words(language)) == date


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("12.3.2026", "2026-03-12"),
        ("12. 3. 26", "2026-03-12"),
        ("12/03/2026", "2026-03-12"),
        ("03/25/2026", "2026-03-25"),
        ("12-3-2026", "2026-03-12"),
        ("2026/3/12", "2026-03-12"),
        ("2026-03-12", "2026-03-12"),
        ("20260312", "2026-03-12"),
        (" 12 MARCH 2026 ", "2026-03-12"),
        ("March 12th, 2026", "2026-03-12"),
        ("1er avril 2016", "2016-04-01"),
        ("den 12 mars 2026", "2026-03-12"),
        ("12 MÄRZ 2026", "2026-03-12"),
        ("12 Μαρτίου 2026", "2026-03-12"),
        ("vom 3.4.2020", "2020-04-03"),
        ("03/2026", "2026-03"),
        ("sept. 2009", "2009-09"),
        ("1998", "1998"),
        ("２０２６", "2026"),
    ],
)
def test_ways_to_write_a_date(written: str, read: str) -> None:
    assert read_date(written).text == read


def test_a_year_of_two_digits_lies_little_ahead_or_in_the_past() -> None:
    """A membership since 12.3.98 began in 2098, while a project of that day ended in 1998."""
    this = timezone.localdate().year
    for year in (1998, this, this + YEARS_AHEAD, this + YEARS_AHEAD - 99):
        written = f"12.3.{year % 100:02}"
        assert read_date(written).text == f"{year}-03-12"
        assert read_day(written) == dt.date(year, 3, 12)


@pytest.mark.parametrize("written", ["2026", "3.2026", "March 2026", "soon", "31.2.2026", ""])
def test_what_is_no_whole_day_is_refused(written: str) -> None:
    with pytest.raises(ValueError):
        read_day(written)


@pytest.mark.parametrize(
    "written",
    ["", "soon", "12 March", "99", "31.2.2026", "32.1.2026", "1.2.3.2026", "March April 2026",
     "12.13.14.15", "0", "99999999", "2026-13", "\0", "1" * 60],
)  # fmt: skip
def test_what_is_no_date_is_refused_in_words(written: str) -> None:
    with pytest.raises(ValidationError) as refused:
        read_date(written)

    assert "“" in refused.value.messages[0]


def test_a_field_cleans_to_a_partial_date_and_may_be_empty() -> None:
    assert WrittenDateField().clean("3. 4. 2020") == "2020-04-03"
    assert WrittenDateField(required=False).clean("") == ""

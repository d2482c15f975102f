"""Partial dates: what they mean, what they refuse, how they are stored."""

from __future__ import annotations

import datetime as dt

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from core.dates import PartialDate, validate_partial_date
from members.models import Membership
from tests.builders import make_membership, make_organisation


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2016", dt.date(2016, 1, 1), dt.date(2016, 12, 31)),
        ("2016-02", dt.date(2016, 2, 1), dt.date(2016, 2, 29)),
        ("2015-02", dt.date(2015, 2, 1), dt.date(2015, 2, 28)),
        ("2015-12", dt.date(2015, 12, 1), dt.date(2015, 12, 31)),
        ("2016-04-12", dt.date(2016, 4, 12), dt.date(2016, 4, 12)),
    ],
)
def test_a_partial_date_knows_its_first_and_last_day(
    text: str, first: dt.date, last: dt.date
) -> None:
    date = PartialDate(text)

    assert (date.first, date.last) == (first, last)


@pytest.mark.parametrize(
    "text", ["", "16", "2016-13", "2016-00", "2016-02-30", "2016-4", "0000", "2016 ", "２０１６"]
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a date YYYY"):
        PartialDate(text)
    with pytest.raises(ValidationError, match="is not a date"):
        validate_partial_date(text)


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("2016", "fr", "2016"),
        ("2016-04", "fr", "avril 2016"),
        ("2016-04-12", "fr", "12 avril 2016"),
        ("2016-04", "ro", "aprilie 2016"),
        ("2016-04-12", "en", "12 April 2016"),
        ("2016-04", "pl", "kwiecień 2016"),
        ("2016-04-12", "nb", "12. april 2016"),
    ],
)
def test_a_partial_date_reads_as_the_language_writes_it(
    text: str, language: str, words: str
) -> None:
    assert PartialDate(text).in_words(language) == words


@given(st.dates(min_value=dt.date(1, 1, 1)))
def test_every_calendar_day_is_its_own_first_and_last_day(day: dt.date) -> None:
    date = PartialDate(day.isoformat())

    assert date.first == date.last == day


@pytest.mark.django_db
def test_first_and_last_day_are_stored_at_every_save() -> None:
    membership = make_membership(organisation=make_organisation(), since="2016-04", until="2019")

    assert membership.since_first == dt.date(2016, 4, 1)
    assert membership.until_last == dt.date(2019, 12, 31)

    membership.until = ""
    membership.save()
    membership.refresh_from_db()

    assert membership.until_last is None


@pytest.mark.django_db
def test_a_membership_until_a_year_lasts_to_that_years_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make_membership(organisation=make_organisation(), since="2015", until="2025")

    monkeypatch.setattr("django.utils.timezone.localdate", lambda: dt.date(2025, 12, 31))
    assert Membership.objects.active().count() == 1

    monkeypatch.setattr("django.utils.timezone.localdate", lambda: dt.date(2026, 1, 1))
    assert Membership.objects.active().count() == 0


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "1 December 2026"), ("ro", "1 decembrie 2026"), ("el", "1 Δεκεμβρίου 2026")],
)
def test_templates_write_a_day_as_its_readers_do(language: str, words: str) -> None:
    late = dt.datetime(2026, 11, 30, 23, 30, tzinfo=dt.UTC)  # in Paris the next day
    template = Template("{{ moment|day }}|{{ date|day }}|{{ none|day }}")

    with translation.override(language):
        said = template.render(Context({"moment": late, "date": dt.date(2026, 12, 1)}))

    assert said == f"{words}|{words}|"


def test_no_template_leaves_the_words_of_a_day_to_django() -> None:
    templates = (settings.BASE_DIR / "cope_network" / "templates").rglob("*.*")

    assert not [each.name for each in templates if '|date:"DATE_FORMAT"' in each.read_text()]

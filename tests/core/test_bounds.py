"""What has a bound: numbers, texts and lists of records, wherever they come from."""

from __future__ import annotations

import math

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.test import Client

from core import checks, columns
from core.bounds import (
    LARGEST_NUMBER,
    LONGEST_LINE,
    LONGEST_TEXT,
    MOST_LINES,
    is_number,
    latest_year,
    validate_lines,
)
from core.lists import LinesField
from core.showing.cards import LONGEST, shortened
from core.translation.state import changed_share
from practices.models import Indicator


@pytest.mark.parametrize("value", [10**400, -(10**400), math.nan, math.inf, True, "1", None, [1]])
def test_what_is_no_finite_number(value: object) -> None:
    assert is_number(value) is False


@pytest.mark.parametrize("value", [0, -3, 2.5, 10**15, 1e300])
def test_what_is_one(value: object) -> None:
    assert is_number(value) is True


def test_every_column_that_people_fill_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    assert checks.columns_have_bounds(None) == []

    monkeypatch.setattr(columns.NumberColumn, "default_validators", [])
    column = Indicator._meta.get_field("target")
    monkeypatch.delitem(column.__dict__, "validators", raising=False)
    assert [error.id for error in checks.columns_have_bounds(None)][:1] == ["core.E008"]


@pytest.mark.parametrize("kind", [models.FloatField, models.TextField, models.JSONField])
def test_django_s_own_columns_have_none(kind: type[models.Field[object, object]]) -> None:
    assert checks._takes_anything(kind())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", None), (" 12 ", 12), ("-2.5", -2.5), ("1e3", 1000.0), ("3 of 4", "3 of 4"),
        ('"12"', "12"), ('"', '"'), ("{}", "{}"), ("true", "true"), ("NaN", "NaN"),
        ('""a""', '"a"'),
    ],
)  # fmt: skip
def test_a_value_is_a_number_or_a_text(typed: str, meant: object) -> None:
    field = columns.ValueField(required=False)

    assert field.clean(typed) == meant
    assert not field.has_changed(meant, field.prepare_value(meant))
    assert field.prepare_value(field.bound_data(typed, None)) == typed


@pytest.mark.parametrize("typed", ["1e40", "-1e300", "1" + 310 * "0", 4301 * "1", 20_000 * "["])
def test_a_value_that_no_page_can_show(typed: str) -> None:
    with pytest.raises(ValidationError):
        columns.ValueField(required=False).clean(typed)


@pytest.mark.parametrize("value", [{"a": 1}, [1], True, 1e40, 10**311, math.nan, "x" * 300])
def test_a_column_for_values_takes_no_other(value: object) -> None:
    with pytest.raises(ValidationError):
        columns.NumberOrTextColumn().run_validators(value)


def test_lists_have_so_many_lines_of_so_many_characters() -> None:
    validate_lines(["a" * LONGEST_LINE] * MOST_LINES)
    for lines in (["a"] * (MOST_LINES + 1), ["a" * (LONGEST_LINE + 1)], "a"):
        with pytest.raises(ValidationError):
            validate_lines(lines)


def test_a_field_of_lines_says_what_is_too_much() -> None:
    class Form(forms.Form):
        sources = LinesField()

    form = Form({"sources": "\n".join(["a"] * 1000)})

    assert form.errors["sources"] == ["At most 200 entries are possible here; these are 1000."]
    assert form["sources"].value().count("\n") == 999


def test_years_lie_within_a_thousand_years_and_ten() -> None:
    year = columns.YearColumn()
    year.run_validators(1000)
    year.run_validators(latest_year())
    for wrong in (999, latest_year() + 1, 99_999):
        with pytest.raises(ValidationError):
            year.run_validators(wrong)


def test_texts_and_numbers() -> None:
    columns.TextColumn().run_validators("a" * LONGEST_TEXT)
    columns.NumberColumn().run_validators(LARGEST_NUMBER)
    with pytest.raises(ValidationError):
        columns.TextColumn().run_validators("a" * (LONGEST_TEXT + 1))
    with pytest.raises(ValidationError):
        columns.NumberColumn().run_validators(LARGEST_NUMBER * 2)


def test_what_is_long_is_cut_at_a_word() -> None:
    assert shortened("short") == "short"
    assert shortened("word " * 1000) == " ".join(["word"] * (LONGEST // 5)) + "…"
    assert len(shortened("a" * 10_000)) == LONGEST


def test_long_texts_are_compared_by_their_words() -> None:
    text = " ".join("abcdefghij"[number % 10] for number in range(20_000))

    assert changed_share(text, text) == 0
    assert 0 < changed_share(text, text + " k" * 10_000) < 1


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/admin/login/", "/admin/password_reset/"])
@pytest.mark.parametrize("sent", ["1" * 4301, "[" * 100_000, '{"a":' * 1500])
def test_json_of_strangers_that_python_does_not_read(
    client: Client, address: str, sent: str
) -> None:
    data = {"email": "a@example.org", "workflow-action-extra-data": sent}

    assert client.post(address, data, HTTP_HOST="localhost").status_code == 400

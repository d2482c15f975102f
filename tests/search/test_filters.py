"""The table of filters: a row that can't work is found before a reader meets it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from core.kinds import COLLECTIONS, kind_of
from practices.findings import FINDINGS
from practices.models import Maturity
from search import checks
from search.filters import CLOSED, Filter, Where, offered_in, register_values
from search.query import SearchQuery
from search.sources.model_source import ModelSource
from search.sources.registry import source_of


def test_the_table_is_whole() -> None:
    assert checks.check_filters() == []


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ({"field": "colours"}, "no field of SearchEntry"),
        ({"label": ""}, "no label"),
        ({"label": "colour"}, "no label"),
        ({"scheme": "colour"}, "no scheme"),
        ({"offered": {Where.MAP: 4}}, "no choice"),
    ],
)
def test_a_row_that_cannot_work_is_an_error(
    monkeypatch: pytest.MonkeyPatch, broken: dict[str, Any], said: str
) -> None:
    whole = Filter(name="colour", label=_("kind"), field="kind")
    monkeypatch.setattr(checks, "FILTERS", {"colour": replace(whole, **broken)})

    found = checks.check_filters()[0]

    assert said in found.msg
    assert found.hint
    assert found.id == "search.E003"


def test_a_list_that_names_no_filter_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        checks, "kinds", lambda: [replace(kind_of("projects"), filters=("colour",))]
    )

    (found,) = checks.check_filters()

    assert "'projects' has an unknown filter 'colour'" in found.msg


def test_closed_values_are_their_owners() -> None:
    assert CLOSED["maturity"] == frozenset(Maturity.values)
    assert CLOSED["direction"] == frozenset(FINDINGS)
    with pytest.raises(ImproperlyConfigured, match="registered already"):
        register_values("maturity", words=lambda values, language: {}, closed=["done"])


def test_every_value_a_filter_can_have_is_understood() -> None:
    for name, values in CLOSED.items():
        for value in values:
            assert SearchQuery.parse({name: value}, "en").values(name) == (value,)


@pytest.mark.parametrize("where", list(Where))
def test_a_form_offers_each_filter_at_its_own_place(where: Where) -> None:
    places = [each.offered[where] for each in offered_in(where)]

    assert places == list(range(1, len(places) + 1))


@pytest.mark.django_db
@pytest.mark.parametrize("collection", sorted(COLLECTIONS))
def test_a_list_offers_what_its_records_can_be_asked_for(collection: str) -> None:
    source = source_of(collection)
    assert isinstance(source, ModelSource)

    for name in kind_of(collection).filters:
        value = next(iter(CLOSED.get(name, ["some"])))
        assert source.condition(name, [value]) is not None, name

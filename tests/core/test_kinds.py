"""Kinds of records: registered once, found wherever they appear, and complete."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.template import Context, Template
from django.utils.translation import override

from core import checks, kinds
from core.kinds import Kind, Place, kind_of, kinds_in
from members.models import OrganisationPage
from practices.models import LibraryPage, Policy, PracticePage, ResearchPage
from search import checks as search_checks
from search.sources import registry


@contextmanager
def changed(monkeypatch: pytest.MonkeyPatch, collection: str, **fields: Any) -> Iterator[Kind]:
    """A kind with other fields, as if it had been registered so."""
    with monkeypatch.context() as patch:
        kind = replace(kind_of(collection), **fields)
        patch.setitem(kinds._kinds, collection, kind)
        yield kind


def collections_in(place: Place) -> list[str]:
    return [kind.collection for kind in kinds_in(place)]


# -- names -----------------------------------------------------------------------------------------
def test_names_are_those_of_the_model_in_the_readers_language() -> None:
    visits, research = kind_of("exchanges"), kind_of("research")

    with override("en"):
        assert (visits.one, visits.many, visits.title) == (
            "study visit", "study visits", "Study visits",
        )  # fmt: skip
        assert (research.many, research.title) == ("studies and reports", "Research")
        assert visits.count_in_words(1) == "1 study visit"
    with override("de"):
        assert visits.title == "Studienbesuche"
        assert visits.url == "/de/exchanges/"


# -- where kinds appear ----------------------------------------------------------------------------
def test_each_place_has_its_own_order() -> None:
    assert collections_in(Place.MENU) == [
        "practices", "organisations", "research", "updates", "helplines",
    ]  # fmt: skip
    assert collections_in(Place.THEME) == [
        "practices", "research", "resources", "policies", "statistics", "recommendations",
        "projects", "updates",
    ]  # fmt: skip
    assert collections_in(Place.COUNTRY) == [
        "practices", "policies", "statistics", "research", "projects", "recommendations",
        "updates",
    ]  # fmt: skip


def test_no_two_kinds_claim_one_position() -> None:
    for place in Place:
        positions = [kind.places[place] for kind in kinds_in(place)]
        assert len(set(positions)) == len(positions)
    orders = [kind.order for kind in kinds.kinds()]
    assert len(set(orders)) == len(orders)


def test_what_pages_say_of_their_parents_decides_what_stands_below() -> None:
    below = {kind.collection for kind in kinds.kinds() if kind.is_below(OrganisationPage)}
    in_library = {kind.collection for kind in kinds.kinds() if kind.is_below(LibraryPage)}

    assert below == {"practices", "projects", "research", "exchanges", "resources", "updates"}
    assert in_library == {"research", "resources"}
    assert {model.collection for model in OrganisationPage.creatable_subpage_models()} == below
    assert {model.collection for model in LibraryPage.creatable_subpage_models()} == in_library
    assert not kind_of("policies").is_below(OrganisationPage)


def test_templates_ask_for_tone_and_shape() -> None:
    template = Template("{{ 'helplines'|tone }} {{ 'helplines'|shape }} {{ 'search'|shape }}")

    assert template.render(Context()) == "apricot helplines search"


def test_a_part_is_listed_like_a_kind_and_has_no_records_of_its_own() -> None:
    events = kind_of("events")

    assert (events.collection, events.model) == ("updates", kind_of("updates").model)
    assert events in kinds.kinds_and_parts()
    assert events not in kinds.kinds()
    assert "events" not in kinds.COLLECTIONS
    with override("fr"):
        assert events.list_url("country=RO") == "/fr/events/?country=RO"
    with pytest.raises(ImproperlyConfigured, match="registered already"):
        kinds.register(events)


# -- what is refused -------------------------------------------------------------------------------
def test_a_second_kind_of_a_collection_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match="registered already"):
        kinds.register(kind_of("practices"))


def test_a_list_without_words_for_its_number_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    half = replace(kind_of("practices"), counted=None)
    monkeypatch.delitem(kinds._kinds, "practices")

    with pytest.raises(ImproperlyConfigured, match="lead"):
        kinds.register(half)


# -- what the checks find --------------------------------------------------------------------------
def test_this_site_is_in_order() -> None:
    assert checks.records_have_a_kind(None) == []
    assert checks.kinds_can_be_drawn(None) == []
    assert search_checks.kinds_can_be_searched() == []


@pytest.mark.parametrize("model", [ResearchPage, Policy])
def test_a_record_without_a_kind_is_found(model: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(kinds._kinds, model.collection)

    (error,) = checks.records_have_a_kind(None)

    assert error.id == "core.E006"
    assert model.__name__ in error.msg


def test_a_tone_or_shape_that_is_nowhere_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    with changed(monkeypatch, PracticePage.collection, tone="pink", shape="unicorn"):
        found = checks.kinds_can_be_drawn(None)

    assert [error.id for error in found] == ["core.E007", "core.E007"]
    assert ["pink" in found[0].msg, "unicorn" in found[1].msg] == [True, True]


def test_an_entry_without_facts_or_a_view_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its links raised where they were shown."""
    assert checks.kinds_have_addresses(None) == []
    for name in ("toy", "toy_part"):
        part = "" if name == "toy" else name
        model = type("ToyEntry", (), {"collection": "toy"})
        kind = replace(kind_of("policies"), model=model, part=part)
        monkeypatch.setitem(kinds._parts if part else kinds._kinds, name, kind)

    found = [error.msg for error in checks.kinds_have_addresses(None)]

    assert [name in "".join(found) for name in ("toy_list", "toy_entry", "toy_part_list")] == [
        True, True, True,
    ]  # fmt: skip
    assert len(found) == 3


def test_a_kind_without_a_search_source_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(registry._sources, "glossary")

    (error,) = search_checks.kinds_can_be_searched()

    assert error.id == "search.E002"
    assert "glossary" in error.msg

"""Conventions of the map that a start of the site checks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from maps import checks
from members.models import OrganisationPage
from tests.maps.markers import make_layer, only_layers


def test_this_site_is_in_order() -> None:
    assert checks.layers_can_be_searched(None) == []
    assert checks.layers_are_told_apart(None) == []
    assert checks.located_models_keep_their_constraints(None) == []
    assert checks.located_kinds_have_a_layer(None) == []


def test_a_layer_that_no_search_knows_is_named() -> None:
    with only_layers(replace(make_layer([]), collection="clouds")):
        (error,) = checks.layers_can_be_searched(None)

    assert error.id == "maps.E001"
    assert "clouds" in error.msg


@pytest.mark.parametrize("pins", [("dot", "unicorn"), ("ring", "ring")])
def test_a_layer_without_a_form_of_its_own_is_named(pins: tuple[str, str]) -> None:
    first, second = (
        replace(make_layer([], name=name), pin=pin)
        for name, pin in zip(("first", "second"), pins, strict=True)
    )

    with only_layers(first, second):
        errors = checks.layers_are_told_apart(None)

    assert {error.id for error in errors} == {"maps.E003"}
    assert pins[1] in errors[-1].msg


def test_a_model_that_lost_its_constraints_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(OrganisationPage._meta, "constraints", [])

    (error,) = checks.located_models_keep_their_constraints(None)

    assert error.id == "maps.E002"
    assert error.hint == "Let its Meta inherit from Located.Meta."


def test_a_located_kind_that_no_layer_shows_is_named() -> None:
    with only_layers(replace(make_layer([]), collection=OrganisationPage.collection)):
        errors = checks.located_kinds_have_a_layer(None)

    assert {error.id for error in errors} == {"maps.E004"}
    assert [error.msg.split()[0] for error in errors] == [
        "practices.PracticePage",
        "practices.ProjectPage",
    ]

"""The registry refuses what would be ambiguous."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from maps import layers
from search.query import SearchQuery
from tests.maps.markers import make_layer, only_layers


def test_a_second_layer_of_a_name_is_refused() -> None:
    with only_layers(make_layer([])), pytest.raises(ImproperlyConfigured, match="already"):
        layers.register(make_layer([]))


@pytest.mark.parametrize("name", ["", "Members", "my layer", "../x"])
def test_a_name_that_is_no_word_is_refused(name: str) -> None:
    with only_layers(), pytest.raises(ImproperlyConfigured, match="no name"):
        layers.register(make_layer([], name=name))


def test_default_layers_come_first() -> None:
    late = make_layer([], name="late")
    first = make_layer([], name="early", default=False)

    with only_layers(first, late):
        assert [layer.name for layer in layers.all_layers()] == ["late", "early"]
        assert layers.layer_named("early") is first
        assert layers.layer_named("nothing") is None


def test_a_collection_without_a_search_source_is_named() -> None:
    with pytest.raises(ImproperlyConfigured, match="clouds"):
        layers.ids_matching("clouds", SearchQuery())

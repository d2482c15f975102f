"""What one address of the map shows: layers, query, and the markers by country."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from core.countries import COUNTRY_CODES, country_name
from core.folding import order_of
from core.i18n import current_language
from maps.layers import Layer, Marker, all_layers, layer_named
from search.query import SearchQuery
from search.results.find import checked
from search.vocabulary.concepts import current_vocabulary
from search.vocabulary.matching import Vocabulary


@dataclass(frozen=True, slots=True)
class MarkersOfCountry:
    """The markers of one country in the list. `code` is "" where no country is known."""

    code: str
    name: str
    markers: tuple[tuple[Layer, Marker], ...]


@dataclass(frozen=True)
class Selection:
    """The chosen layers with their markers, and the query that selected them."""

    layers: tuple[Layer, ...]
    query: SearchQuery
    markers: tuple[tuple[Layer, Marker], ...]

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Words for values of filters, loaded once."""
        return current_vocabulary()

    @cached_property
    def counts(self) -> dict[str, int]:
        """Number of things by country code."""
        codes = (code for _layer, marker in self.markers for code in self.countries_of(marker))
        return dict(Counter(code for code in codes if code in COUNTRY_CODES))

    def countries_of(self, marker: Marker) -> tuple[str, ...]:
        """The countries under which a marker stands: its own, of the chosen ones if any is."""
        chosen = self.query.values("country")
        own = tuple(dict.fromkeys(marker.countries))
        return tuple(code for code in own if code in chosen) or own

    @cached_property
    def groups(self) -> tuple[MarkersOfCountry, ...]:
        """The list: by country's name, things without a country last; each under all its own."""
        by_code: dict[str, list[tuple[Layer, Marker]]] = {}
        for pair in self.markers:
            for code in self.countries_of(pair[1]) or ("",):
                by_code.setdefault(code, []).append(pair)
        groups = [
            MarkersOfCountry(code, country_name(code) if code else "", tuple(pairs))
            for code, pairs in by_code.items()
        ]
        return tuple(sorted(groups, key=lambda group: (not group.code, order_of(group.name))))

    @cached_property
    def outside(self) -> tuple[Marker, ...]:
        """What has a point beyond the map's window."""
        return tuple(m for _layer, m in self.markers if m.point is not None and not m.is_drawn)

    @cached_property
    def without_point(self) -> int:
        """How many things have no point at all."""
        return sum(marker.point is None for _layer, marker in self.markers)

    @property
    def drawn(self) -> tuple[tuple[Layer, Marker], ...]:
        """What is drawn."""
        return tuple(pair for pair in self.markers if pair[1].is_drawn)

    def address_of(self, query: SearchQuery) -> str:
        """The address of the same layers with another query."""
        return f"?{replace(self, query=query).urlencode()}"

    def params(self) -> list[tuple[str, str]]:
        """The selection as (name, value) pairs of an address."""
        return [*(("layer", layer.name) for layer in self.layers), *self.query.to_params()]

    def urlencode(self) -> str:
        """The selection as the part of an address after the question mark."""
        return urlencode(self.params())


def chosen_layers(names: list[str]) -> tuple[Layer, ...]:
    """Return the layers of these names in the map's order; the default ones where none is known."""
    layers = all_layers()
    return tuple(layer for layer in layers if layer.name in names) or tuple(
        layer for layer in layers if layer.default
    )


def read_query(params: Mapping[str, Any]) -> tuple[list[str], SearchQuery]:
    """Split an address into layer names and the query. Never raises.

    A layer that doesn't exist, and a value nobody knows, are among the query's ignored values.
    """
    getlist = getattr(params, "getlist", None)
    names = list(getlist("layer") if getlist else params.get("layer", []))
    known = [name for name in names if layer_named(name)]
    rest = {name: getlist(name) if getlist else params[name] for name in params if name != "layer"}
    unknown = [name for name in names if name not in known]
    query = SearchQuery.parse(
        {**rest, **({"layer": unknown} if unknown else {})}, current_language()
    )
    return known, checked(query, current_vocabulary()) if query.filters else query


def select(params: Mapping[str, Any]) -> Selection:
    """Read an address and load what it selects, through each layer's public gate."""
    names, query = read_query(params)
    layers = chosen_layers(names)
    markers = tuple(
        (layer, marker)
        for layer in layers
        for marker in sorted(layer.markers(query), key=lambda m: (order_of(str(m.title)), m.key))
    )
    return Selection(layers, query, markers)

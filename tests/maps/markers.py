"""Markers and layers of plain values, so that the map can be tested without any record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from core.i18n import Localised
from maps import layers
from maps.layers import Layer, Marker
from search.query import SearchQuery

#: Where the stand-in things are.
IASI, OSLO, LONDON, SYDNEY = (47.16, 27.59), (59.91, 10.75), (51.51, -0.13), (-33.87, 151.21)


def make_marker(
    number: int = 1, *, title: str = "", point: tuple[float, float] | None = IASI, **fields: Any
) -> Marker:
    """A marker in Iași unless `point` says otherwise."""
    values: dict[str, Any] = {
        "key": f"organisations/place-{number}",
        "title": Localised(title or f"Place {number}", "en", "en"),
        "url": f"/en/organisations/place-{number}/",
        "kind_label": "association",
        "place": "Iași",
        "countries": ("RO",),
        "organisation": "",
        "latitude": point[0] if point else None,
        "longitude": point[1] if point else None,
        "precision": "town",
    }
    return Marker(**{**values, **fields})


def make_layer(markers: Iterable[Marker], *, name: str = "testers", default: bool = True) -> Layer:
    """A layer of these markers that knows the filter `country`."""
    kept = list(markers)

    def matching(query: SearchQuery) -> list[Marker]:
        wanted = set(query.values("country"))
        return [m for m in kept if not wanted or wanted & set(m.countries)]

    return Layer(
        name=name,
        label=name.capitalize(),
        collection="organisations",
        default=default,
        markers=matching,
        countries=lambda: {code for marker in kept for code in marker.countries},
        kinds=lambda: [("association", "association")],
    )


@contextmanager
def only_layers(*wanted: Layer) -> Iterator[None]:
    """Replace all layers of the site by these."""
    before = dict(layers._layers)
    layers._layers.clear()
    try:
        for layer in wanted:
            layers.register(layer)
        yield
    finally:
        layers._layers.clear()
        layers._layers.update(before)

"""The interactive map: a folium map as a fragment with our own assets.

folium builds the map and the calls to `NetworkMap` (static/js/map.js), which load their data from
our addresses. It never sees a word that a user wrote: its popups and tooltips put text into a
template literal, where `</script>` and `${…}` would run. What it is given is JSON of our own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

MAP_ID = "network_map"

#: The first view and how far it can be moved: south-west and north-east corner, (lat, lon).
VIEW = [[35.5, -10.5], [66.0, 34.0]]
BOUNDS = [[27.0, -32.0], [73.0, 52.0]]
#: Nearer than the second the outlines look coarse; with tiles one may go on to the third.
ZOOMS = (3, 9, 15)


@dataclass(frozen=True, slots=True)
class Tiles:
    """A tile server of the operator's: address with {z}, {x}, {y}, and its attribution."""

    url: str
    attribution: str


@dataclass(frozen=True, slots=True)
class MapSettings:
    """What the map is given: addresses, counts by country code, and words. No user's text.

    `layers` are (name, words, tone, pin, address of the GeoJSON); `countries` are code →
    (shade, words).
    """

    label: str
    shapes_url: str
    layers: tuple[tuple[str, str, str, str, str], ...]
    countries: dict[str, tuple[int, str]]
    words: dict[str, str]
    tiles: Tiles | None = None
    bounds: list[list[float]] = field(default_factory=lambda: VIEW)


@dataclass(frozen=True, slots=True)
class Fragment:
    """A rendered map: its element, its script (to be served from an address), its assets' URLs."""

    html: str
    script: str
    scripts: tuple[str, ...]
    styles: tuple[str, ...]


def _all(element: Any) -> Iterator[Any]:
    yield element
    for child in element._children.values():  # noqa: SLF001 # branca has no other way
        yield from _all(child)


def render(settings: MapSettings) -> Fragment:
    """Return the map as a fragment. Equal settings give equal bytes (for ETags and tests)."""
    from maps.elements import Call, ClusterCall, LocalMap

    view = {
        "view": settings.bounds,
        "bounds": BOUNDS,
        "minZoom": ZOOMS[0],
        "maxZoom": ZOOMS[2] if settings.tiles else ZOOMS[1],
        "words": settings.words,
    }
    network_map = LocalMap(view, settings.label)
    if settings.tiles:
        tiles = {"url": settings.tiles.url, "attribution": settings.tiles.attribution}
        network_map.add_child(Call("tiles", tiles))
    shapes = {"url": settings.shapes_url, "countries": settings.countries}
    network_map.add_child(Call("countries", shapes))
    layers = [
        dict(zip(("name", "label", "tone", "pin", "url"), layer, strict=True))
        for layer in settings.layers
    ]
    network_map.add_child(ClusterCall("markers", {"layers": layers, "words": settings.words}))
    return _fragment(network_map)


def _fragment(network_map: Any) -> Fragment:
    from branca.element import CssLink, JavascriptLink

    for number, element in enumerate(_all(network_map)):
        element._name, element._id = MAP_ID, str(number)  # noqa: SLF001 # random otherwise
    figure = network_map.get_root()
    for child in figure._children.values():  # noqa: SLF001 # branca has no other way
        child.render()
    header = list(figure.header._children.values())  # noqa: SLF001 # branca has no other way
    return Fragment(
        html=figure.html.render(),
        script=figure.script.render(),
        scripts=tuple(item.url for item in header if isinstance(item, JavascriptLink)),
        styles=tuple(item.url for item in header if isinstance(item, CssLink)),
    )

"""The interactive map: a folium map as a fragment with our own assets. Only here folium is used.

folium builds the map and the calls to `NetworkMap` (static/js/map.js), which load their data from
our addresses. It never sees a word that a user wrote: its popups and tooltips put text into a
template literal, where `</script>` and `${…}` would run. What it is given is JSON of our own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.templatetags.static import static

MAP_ID = "network_map"

#: The first view and how far it can be moved: south-west and north-east corner, (lat, lon).
VIEW = [[35.5, -10.5], [66.0, 34.0]]
BOUNDS = [[27.0, -32.0], [73.0, 52.0]]
#: Nearer than the second the outlines look coarse; with tiles one may go on to the third.
ZOOMS = (3, 9, 15)

_HTML = """
{% macro html(this, kwargs) %}
<div class="network-map" id="{{ this.get_name() }}" role="region" aria-label="{{ this.label|e }}">
</div>
{% endmacro %}
{% macro script(this, kwargs) %}
var {{ this.get_name() }} = L.map(
    {{ this.get_name()|tojson }}, NetworkMap.options({{ this.settings|tojson }})
);
NetworkMap.begin({{ this.get_name() }}, {{ this.settings|tojson }});
{% endmacro %}
"""
_CALL = """
{% macro script(this, kwargs) %}
NetworkMap.{{ this.function }}({{ this._parent.get_name() }}, {{ this.settings|tojson }});
{% endmacro %}
"""


@dataclass(frozen=True, slots=True)
class Tiles:
    """A tile server of the operator's: address with {z}, {x}, {y}, and its attribution."""

    url: str
    attribution: str


@dataclass(frozen=True, slots=True)
class MapSettings:
    """What the map is given: addresses, counts by country code, and words. No user's text.

    `layers` are (name, words, tone, address of the GeoJSON); `countries` code → (shade, words).
    """

    label: str
    shapes_url: str
    layers: tuple[tuple[str, str, str, str], ...]
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


@cache
def _elements() -> tuple[type[Any], type[Any], type[Any]]:
    """Return the classes for the map, a call and a call that needs clusters.

    folium takes most of a second to import; only the first map of a process pays for it.
    """
    import folium
    from branca.element import MacroElement
    from folium.elements import JSCSSMixin
    from folium.template import Template

    class LocalMap(folium.Map):
        """folium's map without its page: no foreign assets, no inline style, no viewport tag."""

        _template = Template(_HTML)

        def __init__(self, settings: dict[str, Any], label: str) -> None:
            super().__init__(tiles=None)
            self.settings, self.label = settings, label

        @property
        def default_js(  # type: ignore[override]  # folium only reads it
            self,
        ) -> list[tuple[str, str]]:
            """Our copies of Leaflet and the map's own script."""
            return [("leaflet", static("vendor/leaflet/leaflet.js"))]

        @property
        def default_css(  # type: ignore[override]  # folium only reads it
            self,
        ) -> list[tuple[str, str]]:
            """Our copy of Leaflet's style."""
            return [("leaflet_style", static("vendor/leaflet/leaflet.css"))]

    class Call(MacroElement):
        """`NetworkMap.<function>(map, <JSON>)`."""

        _template = Template(_CALL)

        def __init__(self, function: str, settings: dict[str, Any]) -> None:
            super().__init__()  # type: ignore[no-untyped-call]  # branca
            self._name, self.function, self.settings = "Call", function, settings

    class ClusterCall(JSCSSMixin, Call):
        """The call that needs markercluster, and the map's own script after it."""

        _template = Template(_CALL)

        @property
        def default_js(  # type: ignore[override]  # folium only reads it
            self,
        ) -> list[tuple[str, str]]:
            """Our copy of markercluster."""
            return [
                ("markercluster", static("vendor/markercluster/leaflet.markercluster.js")),
                ("network_map", static("js/map.js")),
            ]

        @property
        def default_css(  # type: ignore[override]  # folium only reads it
            self,
        ) -> list[tuple[str, str]]:
            """Our copy of markercluster's style."""
            return [("markercluster_style", static("vendor/markercluster/MarkerCluster.css"))]

    return LocalMap, Call, ClusterCall


def _all(element: Any) -> Iterator[Any]:
    yield element
    for child in element._children.values():  # noqa: SLF001 # branca has no other way
        yield from _all(child)


def render(settings: MapSettings) -> Fragment:
    """Return the map as a fragment. Equal settings give equal bytes (for ETags and tests)."""
    local_map, call, cluster_call = _elements()
    view = {
        "view": settings.bounds,
        "bounds": BOUNDS,
        "minZoom": ZOOMS[0],
        "maxZoom": ZOOMS[2] if settings.tiles else ZOOMS[1],
        "words": settings.words,
    }
    network_map = local_map(view, settings.label)
    if settings.tiles:
        tiles = {"url": settings.tiles.url, "attribution": settings.tiles.attribution}
        network_map.add_child(call("tiles", tiles))
    shapes = {"url": settings.shapes_url, "countries": settings.countries}
    network_map.add_child(call("countries", shapes))
    layers = [
        dict(zip(("name", "label", "tone", "url"), layer, strict=True)) for layer in settings.layers
    ]
    network_map.add_child(cluster_call("markers", {"layers": layers, "words": settings.words}))
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

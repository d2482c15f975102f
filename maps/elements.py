"""folium's elements with our own assets. Only here folium is imported.

It takes most of a second to import: `maps.rendering` does so for the first map of a process.
"""

from __future__ import annotations

from typing import Any

import folium
from branca.element import MacroElement
from django.templatetags.static import static
from folium.elements import JSCSSMixin
from folium.template import Template

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

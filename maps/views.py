"""The map's addresses. Each reads one `Selection`; nothing is written anywhere."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from core.countries import country_name
from core.i18n import current_language, default_language
from core.showing.addresses import whole
from core.showing.exports import answer
from core.showing.tables import CSV_TYPE
from maps import drawing, exports, geojson, options, rendering
from maps.layers import all_layers, layer_named
from maps.selection import Selection, read_query, select
from search.query import SearchQuery


def _tiles() -> rendering.Tiles | None:
    if not settings.MAP_TILES_URL:
        return None
    return rendering.Tiles(settings.MAP_TILES_URL, settings.MAP_TILES_ATTRIBUTION)


def _address(name: str, selection: Selection) -> str:
    return f"{reverse(name)}?{selection.urlencode()}"


def _words() -> dict[str, str]:
    return {
        "cluster": _("Places here: {count}. Press Enter to see them."),
        "failed": _("The map could not be loaded. The list below is complete."),
        "zoomIn": _("Zoom in"),
        "zoomOut": _("Zoom out"),
        "close": _("Close"),
    }


def _fragment(selection: Selection) -> rendering.Fragment:
    query = selection.query.urlencode()
    layers = tuple(
        (
            layer.name,
            layer.title,
            layer.tone,
            layer.pin,
            reverse("map_layer", args=[layer.name]) + (f"?{query}" if query else ""),
        )
        for layer in selection.layers
    )
    countries = {
        code: (drawing.shade(count), drawing.count_in_words(country_name(code), count))
        for code, count in sorted(selection.counts.items())
    }
    return rendering.render(
        rendering.MapSettings(
            label=_("Map"),
            shapes_url=static("geo/countries.json"),
            layers=layers,
            countries=countries,
            words=_words(),
            tiles=_tiles(),
        )
    )


def _context(selection: Selection, *, list_url: str = "") -> dict[str, Any]:
    fragment = _fragment(selection)
    return {
        "selection": selection,
        "drawing": drawing.draw(selection.drawn, counts=selection.counts, list_url=list_url),
        "legend": drawing.legend(),
        "fragment": fragment,
        "fragment_html": mark_safe(fragment.html),  # noqa: S308 # folium escaped its one label
        "script_url": _address("map_script", selection),
    }


def _with_policy(
    request: HttpRequest, response: HttpResponse, **policy: list[str]
) -> HttpResponseBase:
    """Let the page load pictures from the operator's tile server, if there is one."""
    if settings.MAP_TILES_URL:
        parts = urlsplit(settings.MAP_TILES_URL.replace("{s}", "*"))
        policy["img-src"] = ["'self'", "data:", f"{parts.scheme}://{parts.netloc}"]
    return csp_replace(policy)(lambda _request: response)(request)


@require_safe
def map_page(request: HttpRequest) -> HttpResponseBase:
    """`/<lang>/map/`: the list by country, the drawing, and the interactive map over it."""
    selection = select(request.GET)
    context = _context(selection) | {
        "noindex": bool(request.GET),
        "switches": options.switches(selection),
        "filters": options.filters(selection),
        "chips": options.chips(selection),
        "hidden": options.hidden(selection),
        "clear_url": reverse("map"),
        "csv_url": _address("map_csv", selection),
        "embed_code": format_html(
            '<iframe src="{}" title="{}" width="100%" height="600" loading="lazy"></iframe>',
            whole(_address("map_embed", selection)),
            _("Who is where"),
        ),
        "geojson_urls": [
            (layer, reverse("map_layer", args=[layer.name]) + f"?{selection.query.urlencode()}")
            for layer in selection.layers
        ],
    }
    return _with_policy(request, render(request, "maps/map.html", context))


@require_safe
@xframe_options_exempt
def map_embed(request: HttpRequest) -> HttpResponseBase:
    """`/<lang>/map/embed/`: the map alone, for a frame on anybody's page."""
    selection = select(request.GET)
    context = _context(selection, list_url=_address("map", selection))
    response = render(request, "maps/embed.html", context)
    return _with_policy(request, response, **{"frame-ancestors": ["*"]})


@require_safe
def map_script(request: HttpRequest) -> HttpResponseBase:
    """`/<lang>/map/map.js`: what folium made, from our own address: nothing inline."""
    fragment = _fragment(select(request.GET))
    return answer(request, fragment.script.encode("utf-8"), "text/javascript; charset=utf-8")


@require_safe
def map_layer(request: HttpRequest, name: str) -> HttpResponseBase:
    """`/<lang>/map/<layer>.geojson`: one layer's markers under the same query."""
    layer = layer_named(name)
    if layer is None:
        raise Http404(f"no map layer {name}")
    _names, query = read_query(request.GET)
    return answer(request, geojson.encode(layer.markers(query)), geojson.CONTENT_TYPE)


@require_safe
def map_csv(request: HttpRequest) -> HttpResponseBase:
    """`/<lang>/map/places.csv`: the chosen layers' markers for a spreadsheet."""
    body = exports.as_csv(select(request.GET).markers, site=settings.SITE_URL)
    response = answer(request, body, CSV_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="map-{current_language()}.csv"'
    return response


@require_safe
def old_markers(request: HttpRequest, number: int) -> HttpResponseBase:
    """The former map's marker file, generated from what is shown today, in the default language."""
    with override(default_language()):
        query = SearchQuery.parse({}, default_language())
        markers = [m for layer in all_layers() if layer.default for m in layer.markers(query)]
    body = exports.as_old_xml(markers, map_id=number, site=settings.SITE_URL)
    return answer(request, body, "application/xml; charset=utf-8")

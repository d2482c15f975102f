"""Addresses of outputs: `/<lang>/search/results.csv`, `.xlsx`, `.geojson`, `.atom`. Reads only."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.i18n import current_language
from core.showing.addresses import whole, with_query
from core.showing.exports import answer
from core.showing.tables import CSV_TYPE, WORKBOOK_TYPE
from search.outputs import feed, geojson, spreadsheet
from search.outputs.selection import ResultRow, ResultSelection, rows_of, select
from search.query import SearchQuery


def _download(
    ending: str,
    *,
    make: Callable[[ResultSelection, Iterable[ResultRow]], bytes],
    content_type: str,
) -> Callable[[HttpRequest], HttpResponseBase]:
    """A view that hands all results over as a file."""

    @require_safe
    def view(request: HttpRequest) -> HttpResponseBase:
        selection = _selected(request)
        body = make(selection, rows_of(selection.keys, selection.query.language))
        response = _unlisted(answer(request, body, content_type))
        name = f"search-{selection.query.language}.{ending}"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    return view


results_csv = _download("csv", make=spreadsheet.as_csv, content_type=CSV_TYPE)
results_xlsx = _download("xlsx", make=spreadsheet.as_workbook, content_type=WORKBOOK_TYPE)
results_geojson = _download("geojson", make=geojson.as_geojson, content_type=geojson.CONTENT_TYPE)


@require_safe
def results_atom(request: HttpRequest) -> HttpResponseBase:
    """The results that changed last, for a feed reader."""
    selection = _selected(request)
    stamps = feed.newest_keys(selection.keys)
    rows = rows_of(list(stamps), selection.query.language)
    body = feed.as_atom(
        selection,
        rows,
        stamps=stamps,
        address=_whole("search:atom", selection.query),
        page=_whole("search:search", selection.query),
    )
    return _unlisted(answer(request, body, feed.CONTENT_TYPE))


def _selected(request: HttpRequest) -> ResultSelection:
    return select(SearchQuery.parse(request.GET, current_language()))


def _whole(name: str, query: SearchQuery) -> str:
    params = replace(query, page=1).urlencode()
    return whole(with_query(reverse(name), params))


def _unlisted(response: HttpResponseBase) -> HttpResponseBase:
    """Like the result page: not for the lists of search machines."""
    response.headers["X-Robots-Tag"] = "noindex"
    return response

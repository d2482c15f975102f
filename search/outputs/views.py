"""Addresses of outputs: `/<lang>/search/results.csv`, `.xlsx`, `.geojson`, `.atom`. Reads only."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.i18n import current_language
from core.showing.exports import answer
from search.outputs import feed, geojson, spreadsheet
from search.outputs.selection import ResultSelection, rows_of, select
from search.query import SearchQuery


@require_safe
def results_csv(request: HttpRequest) -> HttpResponseBase:
    """All results as a table."""
    selection = _selected(request)
    rows = rows_of(selection.keys, selection.query.language)
    body = spreadsheet.as_csv(selection, rows)
    return _file(answer(request, body, spreadsheet.CONTENT_TYPE), selection, "csv")


@require_safe
def results_xlsx(request: HttpRequest) -> HttpResponseBase:
    """The same table for a spreadsheet program."""
    selection = _selected(request)
    rows = rows_of(selection.keys, selection.query.language)
    body = spreadsheet.as_workbook(selection, rows)
    return _file(answer(request, body, spreadsheet.WORKBOOK_TYPE), selection, "xlsx")


@require_safe
def results_geojson(request: HttpRequest) -> HttpResponseBase:
    """All results with their points."""
    selection = _selected(request)
    rows = rows_of(selection.keys, selection.query.language)
    body = geojson.as_geojson(selection, rows)
    return _file(answer(request, body, geojson.CONTENT_TYPE), selection, "geojson")


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
    return f"{settings.SITE_URL}{reverse(name)}" + (f"?{params}" if params else "")


def _file(response: HttpResponseBase, selection: ResultSelection, ending: str) -> HttpResponseBase:
    name = f"search-{selection.query.language}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return _unlisted(response)


def _unlisted(response: HttpResponseBase) -> HttpResponseBase:
    """Like the result page: not for the lists of search machines."""
    response.headers["X-Robots-Tag"] = "noindex"
    return response

"""The search page and the suggestions below its box."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.i18n import current_language
from search.page import page_context
from search.query import SearchQuery
from search.reports.query_lines import note_query
from search.results.find import find
from search.results.suggest import suggestions


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Results for the address's query; a page beyond the last one shows the last one."""
    query = SearchQuery.parse(request.GET, current_language())
    found = find(query)
    if query.page > found.pages:
        found = find(query.with_(page=found.pages))
    elif request.method == "GET" and not found.degraded:
        note_query(found.query, total=found.total)
    return render(request, "search/search.html", page_context(found))


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """Suggestions for `?q=`, as {"suggestions": [{label, language, note, url}]}."""
    found = suggestions(request.GET.get("q", ""), language=current_language())
    return JsonResponse({"suggestions": [suggestion.as_dict() for suggestion in found]})

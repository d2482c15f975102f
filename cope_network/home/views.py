"""Addresses of the site itself: permanent addresses, machines' files, health, errors."""

from __future__ import annotations

from django.conf import settings
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cope_network.core.i18n import current_language
from cope_network.home.permalinks import public_address, readers_language
from members.selectors import organisation_index

ROBOTS = """User-agent: *
Disallow: /admin/
Disallow: /api/
Disallow: /*/search/
Disallow: /*/map/embed/
Sitemap: {site}/sitemap.xml
"""


@require_safe
def permalink(request: HttpRequest, collection: str, record_id: str) -> HttpResponse:
    """`/r/<collection>/<id>/`: to the page in the reader's language (cookie, then browser)."""
    language = readers_language(request)
    address = public_address(collection, record_id, request=request, language=language)
    if address is None:
        raise Http404(f"no public record {collection}/{record_id}")
    response = HttpResponseRedirect(address)
    patch_vary_headers(response, ("Accept-Language", "Cookie"))
    return response


@require_safe
def members(request: HttpRequest) -> HttpResponse:
    """`/<lang>/members/`: to the directory, which shows members unless asked for everybody."""
    index = organisation_index()
    if index is None:
        raise Http404("the list of organisations isn't public")
    query = request.META.get("QUERY_STRING", "")
    address = index.url_in(current_language(), request)
    return HttpResponseRedirect(f"{address}?{query}" if query else address)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """`/robots.txt`."""
    return HttpResponse(ROBOTS.format(site=settings.SITE_URL), content_type="text/plain")


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """`/healthz`: answers `ok` when the database answers, for the operator's watch."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 in the reader's language."""
    return render(request, "403.html", status=403)


def not_understood(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400 in the reader's language."""
    return render(request, "400.html", status=400)

"""Addresses of the site itself: permanent addresses, machines' files, errors."""

from __future__ import annotations

import sys
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import views as sitemap_views
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from core.i18n import current_language
from core.network.legal import Role, page_of
from core.work.migrated import is_passing
from home.permalinks import public_address, readers_language
from home.sitemaps import sitemaps
from members.selectors import organisation_index

MEGABYTE = 1024 * 1024
RETRY_AFTER = "60"  # seconds
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
def office_page(request: HttpRequest, role: str) -> HttpResponse:
    """`/<lang>/network/<role>/`: to the office's notice, imprint …, whichever page that is now."""
    if role not in Role.values:
        raise Http404(f"no page is called {role}")
    page = page_of(Role(role))
    if page is None:
        context = {"name": Role(role).label, "no_signup": True}
        return render(request, "not_online_yet.html", context)
    return HttpResponseRedirect(page.url_in(current_language(), request))


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """`/robots.txt`."""
    return HttpResponse(ROBOTS.format(site=settings.SITE_URL), content_type="text/plain")


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """`/sitemap.xml`: the parts below the site's own address, by whichever name it is asked."""
    parts: dict[str, Any] = {**sitemaps()}
    response: Any = sitemap_views.index(request, parts, sitemap_url_name="sitemap_part")
    for part in response.context_data["sitemaps"]:
        given = urlsplit(part.location)
        part.location = settings.SITE_URL + given._replace(scheme="", netloc="").geturl()
    answer: HttpResponse = response
    return answer


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 in the reader's language."""
    return render(request, "403.html", status=403)


def not_understood(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400 in the reader's language."""
    return render(request, "400.html", status=400)


@require_safe
def too_large(request: HttpRequest) -> HttpResponse:
    """`/too-large/`: 413 in the reader's language, for a proxy that has thrown a body away."""
    limits = {
        "picture": settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE // MEGABYTE,
        "file": settings.WAGTAILDOCS_MAX_UPLOAD_SIZE // MEGABYTE,
    }
    return render(request, "413.html", limits, status=413)


def broken(request: HttpRequest) -> HttpResponse:
    """500 in all languages, of nothing but a file; 503 while the database can't be used."""
    del request
    if is_passing(sys.exc_info()[1]):
        return HttpResponse(
            render_to_string("503.html"), status=503, headers={"Retry-After": RETRY_AFTER}
        )
    return HttpResponse(render_to_string("500.html"), status=500)

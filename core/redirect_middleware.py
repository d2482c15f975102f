"""Old addresses lead on, but never to a page that readers can't open: its new address names it."""

from __future__ import annotations

from urllib.parse import urlparse

from django.http import HttpRequest, HttpResponseBase
from wagtail.contrib.redirects.middleware import RedirectMiddleware, get_redirect
from wagtail.contrib.redirects.models import Redirect

from core.visibility import is_public


class PublicRedirectMiddleware(RedirectMiddleware):
    """Wagtail's, which asks nobody whether the page is online."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Return the redirect, or the answer as it was where the page isn't public."""
        answer: HttpResponseBase = super().process_response(request, response)
        return answer if answer is response or _is_open(request) else response


def _is_open(request: HttpRequest) -> bool:
    path = Redirect.normalise_path(request.get_full_path(), decode_unicode=False)
    redirect = get_redirect(request, path) or get_redirect(request, urlparse(path).path)
    page = redirect.redirect_page if redirect else None
    return page is None or is_public(page)

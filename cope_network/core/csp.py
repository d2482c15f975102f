"""Content security policy by area: strict for readers, Wagtail's inline panels for editors."""

from __future__ import annotations

from csp.constants import SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponseBase

ADMIN_PREFIXES = ("/admin/", "/django-admin/")
#: Wagtail's inline panels need inline scripts, its rich text editor inline styles.
ADMIN_UPDATE = {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
}


class AreaCSPMiddleware(CSPMiddleware):
    """Sends the public policy everywhere but below `/admin/`."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Relax script and style sources below the admin's address only."""
        if request.path.startswith(ADMIN_PREFIXES):
            setattr(response, "_csp_replace", ADMIN_UPDATE)  # noqa: B010 - django-csp's decorators do so
        return super().process_response(request, response)

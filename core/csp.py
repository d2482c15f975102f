"""Content security policy by area: strict for readers, Wagtail's inline panels for editors."""

from __future__ import annotations

from csp.constants import SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponseBase

from core.headers import is_admin, is_preview

#: Wagtail's inline panels need inline scripts, its rich text editor inline styles.
ADMIN_UPDATE = {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "frame-ancestors": [SELF],
}
PREVIEW_UPDATE = {"frame-ancestors": [SELF]}


class AreaCSPMiddleware(CSPMiddleware):
    """Sends the public policy everywhere but below `/admin/`."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Relax script and style sources below the admin's address only, frames in previews too."""
        update = ADMIN_UPDATE if is_admin(request) else PREVIEW_UPDATE
        if is_admin(request) or is_preview(request):
            # django-csp's decorators set the same
            replaced = {**getattr(response, "_csp_replace", {}), **update}
            setattr(response, "_csp_replace", replaced)  # noqa: B010
        return super().process_response(request, response)

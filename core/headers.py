"""Headers of every answer: what browsers may do with it, who may frame it, who may keep it.

Django's own middlewares add some of them, but not to answers given before them (a refused host).
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

ADMIN_PREFIXES = ("/admin/", "/django-admin/")
PRIVATE = "no-store, private"
#: The site asks for none of these, so nothing that slipped into a page can.
PERMISSIONS = ", ".join(
    f"{name}=()"
    for name in (
        "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture",
        "encrypted-media", "geolocation", "gyroscope", "hid", "idle-detection", "magnetometer",
        "microphone", "midi", "payment", "publickey-credentials-get", "screen-wake-lock", "serial",
        "usb", "xr-spatial-tracking",
    )
)  # fmt: skip


def is_admin(request: HttpRequest) -> bool:
    """Tell whether a request is for the editors' area."""
    return request.path.startswith(ADMIN_PREFIXES)


def is_preview(request: HttpRequest) -> bool:
    """Tell whether Wagtail renders a draft as its public page: a request of its own."""
    return bool(getattr(request, "is_dummy", False))


def is_private(request: HttpRequest) -> bool:
    """Tell whether an answer may be for one person only: an editor's, or whoever has a link.

    Whoever signed in gets everything fresh, unless its view knows that it is for everybody.
    """
    match = request.resolver_match
    return (
        is_admin(request)
        or is_preview(request)
        or settings.SESSION_COOKIE_NAME in request.COOKIES
        or (match is not None and "token" in match.kwargs)
    )


class HeadersMiddleware:
    """Adds what is missing. A view that says more about one of these headers has the last word."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on and complete its answer."""
        response = self.get_response(request)
        headers = response.headers
        headers.setdefault("Permissions-Policy", PERMISSIONS)
        headers.setdefault("Referrer-Policy", settings.SECURE_REFERRER_POLICY)
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("Cross-Origin-Opener-Policy", settings.SECURE_CROSS_ORIGIN_OPENER_POLICY)
        if is_admin(request) or is_preview(request):
            headers.setdefault("X-Frame-Options", "SAMEORIGIN")
        if is_private(request) and "public" not in headers.get("Cache-Control", ""):
            headers["Cache-Control"] = PRIVATE
        return response

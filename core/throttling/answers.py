"""429: too many, and when to come again, for whoever asks."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.throttling.rules import Answer

TOO_MANY = 429
#: Pages where people sign in.
DOORS = {"wagtailadmin_login", "wagtailcore_login"}


class TooMany(Exception):
    """Somebody does something too often; `wait` is in seconds."""

    def __init__(self, wait: int) -> None:
        super().__init__(f"too many, wait for {wait} s")
        self.wait = wait


def when_in_words(wait: int) -> str:
    """Say when to come again."""
    minutes = -(-wait // 60)
    words = ngettext(
        "Please try again in a minute.",
        "Please try again in %(minutes)s minutes.",
        minutes,
    )
    return words % {"minutes": minutes}


def too_many(request: HttpRequest, *, wait: int, answer: Answer = Answer.PAGE) -> HttpResponse:
    """Answer a request that isn't served now."""
    when = when_in_words(wait)
    response: HttpResponse
    if answer is Answer.JSON:
        error = _("Too many requests.")
        response = JsonResponse({"error": f"{error} {when}", "retry_after": wait}, status=TOO_MANY)
    elif answer is Answer.TEXT:
        response = HttpResponse(
            f"too many requests, retry in {wait} seconds\n",
            content_type="text/plain",
            status=TOO_MANY,
        )
    else:
        context = {"when": when, "no_signup": True, "signing_in": _door(request)}
        response = render(request, "429.html", context, status=TOO_MANY)
    response["Retry-After"] = str(wait)
    response["Cache-Control"] = "no-store"
    return response


def _door(request: HttpRequest) -> str:
    """The address of the sign-in page that was asked, to come back to; empty for other pages."""
    match = request.resolver_match
    return request.get_full_path() if match and match.view_name in DOORS else ""

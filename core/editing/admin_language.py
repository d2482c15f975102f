"""The admin speaks the language of the account, where it answers outside of Wagtail's views too."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils import translation

from core.headers import is_admin


class AdminLanguageMiddleware:
    """Answers whoever is signed in in the language that the account prefers.

    Wagtail does so inside its views only: what is not found, refused or not understood would be
    said in the browser's language.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request; the account's profile is read once, as Wagtail's views do."""
        if not is_admin(request):
            return self.get_response(request)
        profile = getattr(request.user, "wagtail_userprofile", None)
        if profile is None:
            return self.get_response(request)
        language = profile.get_preferred_language()
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

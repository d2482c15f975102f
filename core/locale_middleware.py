"""The language of a request, and where an address without one leads."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.middleware.locale import LocaleMiddleware
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.cache import patch_vary_headers


class ReadersLocaleMiddleware(LocaleMiddleware):
    """Django's, which would lead any unknown address to the same one below a language.

    Here only one that answers there is led on: the others are not found at once, the admin's in
    the admin's own words.
    """

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        """Redirect what stands below the language; leave the answer as it is else."""
        answer = super().process_response(request, response)
        if answer is response or _answers(request, answer.headers["Location"]):
            return answer
        patch_vary_headers(response, ("Accept-Language",))
        response.headers.setdefault("Content-Language", translation.get_language())
        return response


def _answers(request: HttpRequest, address: str) -> bool:
    """Whether an address of this site leads to something, not only to a view that looks for it."""
    if request.resolver_match is not None:
        return False  # a view was asked without the language already
    if request.method not in ("GET", "HEAD"):
        return False  # a form is for a view itself, behind all that counts and checks it
    try:
        match = resolve(address.partition("?")[0])
        if not match.args and not match.kwargs:
            return True
        return bool(match.func(request, *match.args, **match.kwargs).status_code != 404)
    except (Http404, Resolver404):
        return False

"""What every public template knows about the site."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from core.i18n import LANGS
from core.showing.addresses import elsewhere, with_query


def language_links(request: HttpRequest) -> list[dict[str, Any]]:
    """The twelve interface languages with the address of this page in each, query kept.

    Items: code, name (native), url, is_current.
    """
    current = translation.get_language()
    query = request.META.get("QUERY_STRING", "")
    return [
        {
            "code": code,
            "name": dict(settings.LANGUAGES)[code],
            "url": with_query(elsewhere(request.path, code), query),
            "is_current": code == current,
        }
        for code in LANGS
    ]


def site(request: HttpRequest) -> dict[str, Any]:
    """Names, licence and languages of the network; nothing here asks the database."""
    return {
        "site_url": settings.SITE_URL,
        "network_name": settings.NETWORK_NAME,
        "office_email": settings.OFFICE_EMAIL,
        "licence_name": settings.CONTENT_LICENCE_NAME,
        "licence_url": settings.CONTENT_LICENCE_URL,
        "language_links": SimpleLazyObject(lambda: language_links(request)),
    }

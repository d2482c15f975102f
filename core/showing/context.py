"""What every public template knows about the site."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from core.i18n import LANGS
from core.network.now import network_now
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
    """The network, its office, licence and languages; what isn't shown isn't asked for."""
    network: Any = SimpleLazyObject(network_now)
    return {
        "site_url": settings.SITE_URL,
        "network": network,
        "network_name": SimpleLazyObject(lambda: network.name),
        "office_email": SimpleLazyObject(lambda: network.office_email),
        "licence_name": SimpleLazyObject(lambda: network.licence_name),
        "licence_url": SimpleLazyObject(lambda: network.licence_url),
        "language_links": SimpleLazyObject(lambda: language_links(request)),
    }

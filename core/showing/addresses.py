"""Addresses in the active language, made from the names that urls.py gives them, never by hand.

Templates take the same names: `{% url 'practices_list' %}`, `{% url 'wagtail_serve' '' %}`. Pages
know their own address (`url_in`).
"""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import translation


def with_query(address: str, params: str) -> str:
    """An address with a query, none where there are no parameters."""
    return f"{address}?{params}" if params else address


def start_url(language: str) -> str:
    """The front page in a language."""
    with translation.override(language):
        return reverse("wagtail_serve", args=[""])


def country_url(code: str) -> str:
    """The page of a country."""
    return reverse("country", args=[code.lower()])


def permalink(key: str) -> str:
    """The path that stays, one for all languages, of the record with a key."""
    return reverse("permalink", args=key.split("/"))


def whole(address: str) -> str:
    """An address for what leaves the site: with the site's own name, where it has no other."""
    return f"{settings.SITE_URL}{address}" if address.startswith("/") else address


def elsewhere(path: str, language: str) -> str:
    """The same path below another language; the front page where it is below none."""
    _empty, code, rest = [*path.split("/", 2), "", ""][:3]
    known = code in dict(settings.LANGUAGES)
    return start_url(language) + (rest if known else "")

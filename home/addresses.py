"""Which addresses directly below `/<lang>/` belong to views, so that no page may take them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.urls import LocalePrefixPattern, URLResolver, get_resolver


def _first_parts(patterns: list[Any], prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        first = route.partition("/")[0]
        if "/" in route and first:
            if first.replace("-", "").isalnum():
                yield first
        elif isinstance(pattern, URLResolver):
            yield from _first_parts(pattern.url_patterns, route)


@cache
def slugs_of_views() -> frozenset[str]:
    """First parts of all literal addresses below the language, e.g. `practices`, `search`."""
    return frozenset(
        part
        for resolver in get_resolver().url_patterns
        if isinstance(resolver, URLResolver) and isinstance(resolver.pattern, LocalePrefixPattern)
        for part in _first_parts(resolver.url_patterns)
    )

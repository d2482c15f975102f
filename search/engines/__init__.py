"""The engine that SEARCH_URL names."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from search.engines.base import Engine

#: scheme → class. A class is imported only if it is chosen.
_ELASTICSEARCH = "search.engines.elasticsearch.engine.ElasticsearchEngine"
ENGINES: dict[str, str] = {
    "embedded": "search.engines.embedded.EmbeddedEngine",
    "https": _ELASTICSEARCH,
    "http": _ELASTICSEARCH,
}


def current_engine() -> Engine:
    """Return this process's engine. Raises ImproperlyConfigured if SEARCH_URL names none."""
    return engine_for(settings.SEARCH_URL)


@lru_cache(maxsize=8)
def engine_for(url: str) -> Engine:
    """Return the engine for an address such as `embedded:/var/lib/site/search`.

    Raises ImproperlyConfigured for an unknown scheme or an address that makes no sense.
    """
    scheme = url.partition(":")[0]
    if scheme not in ENGINES:
        known = ", ".join(ENGINES)
        # the rest of the address may hold a password
        raise ImproperlyConfigured(f"SEARCH_URL={scheme}:… is unknown, use one of: {known}")
    engine: Engine = import_string(ENGINES[scheme])(url)
    return engine


def check_setting() -> None:
    """Refuse, when the site starts, a SEARCH_URL that makes no sense. Raises ImproperlyConfigured.

    A folder that is lost afterwards is an engine that is down: readers are told so.
    """
    current_engine()
    scheme, _colon, folder = settings.SEARCH_URL.partition(":")
    if scheme == "embedded":
        _check_folder(folder)


def _check_folder(folder: str) -> None:
    """Raise ImproperlyConfigured where no folder can be, because a file is in its way."""
    path = Path(folder)
    there = next(each for each in (path, *path.parents) if each.exists())
    if not there.is_dir():
        raise ImproperlyConfigured(f"SEARCH_URL=embedded:{folder}: {there} is no directory")

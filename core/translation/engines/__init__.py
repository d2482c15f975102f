"""The machine translation service that TRANSLATION_URL names, if any."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from core.translation.engines.base import EngineProblem, TranslationEngine, TranslationError
from core.translation.engines.deepl import DeepLEngine
from core.translation.engines.libretranslate import LibreTranslateEngine

__all__ = ["EngineProblem", "TranslationEngine", "TranslationError", "current_engine", "engine_for"]

#: what stands before the first colon of TRANSLATION_URL
ENGINES: dict[str, Callable[..., TranslationEngine]] = {
    "deepl": DeepLEngine,
    "libretranslate": LibreTranslateEngine,
}


def current_engine() -> TranslationEngine | None:
    """Return the service of the settings, None where machine translation is off.

    Raises ImproperlyConfigured for settings that make no sense.
    """
    return engine_for(settings.TRANSLATION_URL, key=settings.TRANSLATION_API_KEY)


@lru_cache(maxsize=8)
def engine_for(url: str, *, key: str) -> TranslationEngine | None:
    """Return the engine for an address such as `deepl:https://api-free.deepl.com`; "" is none.

    Raises ImproperlyConfigured for another scheme or an address that makes no sense.
    """
    if not url:
        return None
    scheme, _colon, address = url.partition(":")
    if scheme not in ENGINES:
        known = ", ".join(f"{name}:https://…" for name in ENGINES)
        # what was given isn't repeated: it may hold a password
        raise ImproperlyConfigured(f"TRANSLATION_URL is none of: {known}")
    return ENGINES[scheme](address, key=key)

"""LibreTranslate and what speaks its protocol: `POST /translate`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar
from urllib.parse import urlsplit

from typing_extensions import override

from core.translation.engines.base import (
    EngineProblem,
    TranslationEngine,
    TranslationError,
    one_each,
)
from core.translation.engines.http import ServiceAnswer, checked_base, post

LONGEST_NAME = 60
STATUS: dict[int, EngineProblem] = {
    401: EngineProblem.KEY,
    403: EngineProblem.KEY,
    413: EngineProblem.TOO_LONG,
    429: EngineProblem.BUSY,
    503: EngineProblem.BUSY,
}


class LibreTranslateEngine(TranslationEngine):
    """A LibreTranslate server, which a network can run on a machine of its own."""

    # it computes on its own processor: a call must end before the time allowed for it
    most_texts: ClassVar[int] = 20
    most_characters: ClassVar[int] = 5_000

    def __init__(self, address: str, *, key: str) -> None:
        """Raises ImproperlyConfigured for an address that makes no sense."""
        self._url = f"{checked_base(address, encrypted=False)}/translate"
        self._key = key
        self.name = f"LibreTranslate ({urlsplit(address).hostname})"[:LONGEST_NAME]

    @override
    def translate(self, texts: Sequence[str], *, source: str, target: str, html: bool) -> list[str]:
        content: dict[str, Any] = {
            "q": list(texts),
            "source": source,
            "target": target,
            "format": "html" if html else "text",
        }
        if self._key:
            content["api_key"] = self._key
        answer = post(self._url, content=content, headers={})
        value = answer.value if isinstance(answer.value, dict) else {}
        if answer.status == 200:
            return one_each(value.get("translatedText"), texts)
        raise TranslationError(
            _problem(answer, str(value.get("error", ""))), f"HTTP {answer.status}"
        )


def _problem(answer: ServiceAnswer, said: str) -> EngineProblem:
    """Which problem a refusal means; its words tell what the status 400 doesn't."""
    words = said.lower()
    if answer.status in STATUS:
        return STATUS[answer.status]
    if answer.status == 400 and "supported" in words:
        return EngineProblem.LANGUAGE
    if answer.status == 400 and "limit" in words:
        return EngineProblem.TOO_LONG
    if answer.status == 400 and "key" in words:
        return EngineProblem.KEY
    return EngineProblem.UNAVAILABLE if answer.status >= 500 else EngineProblem.ANSWER

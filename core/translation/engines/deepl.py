"""DeepL: `POST /v2/translate` (developers.deepl.com/docs/api-reference/translate)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.core.exceptions import ImproperlyConfigured
from typing_extensions import override

from core.translation.engines.base import (
    EngineProblem,
    TranslationEngine,
    TranslationError,
    one_each,
)
from core.translation.engines.http import checked_base, post

#: our code → DeepL's, where it isn't just the code in capitals; as a target it wants the country
TARGETS: dict[str, str] = {"en": "EN-GB", "pt": "PT-PT"}
STATUS: dict[int, EngineProblem] = {
    401: EngineProblem.KEY,
    403: EngineProblem.KEY,
    413: EngineProblem.TOO_LONG,
    414: EngineProblem.TOO_LONG,
    429: EngineProblem.BUSY,
    456: EngineProblem.QUOTA,
    503: EngineProblem.BUSY,
    529: EngineProblem.BUSY,
}


class DeepLEngine(TranslationEngine):
    """DeepL's service."""

    most_texts: ClassVar[int] = 50  # DeepL takes no more in one request
    # a request may have 128 KiB; a letter that JSON escapes takes six bytes
    most_characters: ClassVar[int] = 20_000

    def __init__(self, address: str, *, key: str) -> None:
        """Raises ImproperlyConfigured for an address that makes no sense or without a key."""
        if not key:
            raise ImproperlyConfigured("TRANSLATION_API_KEY is empty: DeepL needs a key")
        if not (key.isascii() and key.isprintable()):
            raise ImproperlyConfigured("TRANSLATION_API_KEY holds what no key holds")
        self._url = f"{checked_base(address, encrypted=True)}/v2/translate"
        self._headers = {"Authorization": f"DeepL-Auth-Key {key}"}
        self.name = "DeepL"

    @override
    def translate(self, texts: Sequence[str], *, source: str, target: str, html: bool) -> list[str]:
        content: dict[str, Any] = {
            "text": list(texts),
            "source_lang": source.upper(),
            "target_lang": TARGETS.get(target, target.upper()),
        }
        if html:
            content["tag_handling"] = "html"
        answer = post(self._url, content=content, headers=self._headers)
        value = answer.value if isinstance(answer.value, dict) else {}
        if answer.status == 200:
            rows = value.get("translations")
            found = (
                [row.get("text") if isinstance(row, dict) else None for row in rows]
                if isinstance(rows, list)
                else None
            )
            return one_each(found, texts)
        raise TranslationError(
            _problem(answer.status, str(value.get("message", ""))), f"HTTP {answer.status}"
        )


def _problem(status: int, said: str) -> EngineProblem:
    """Which problem a refusal means; its words tell what the status 400 doesn't."""
    if status == 400 and "lang" in said.lower():  # “Value for 'target_lang' not supported.”
        return EngineProblem.LANGUAGE
    if status in STATUS:
        return STATUS[status]
    return EngineProblem.UNAVAILABLE if status >= 500 else EngineProblem.ANSWER

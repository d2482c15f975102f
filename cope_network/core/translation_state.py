"""Which languages a record has, which are missing or out of date: computed, never stored."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.conf import settings

from cope_network.core.i18n import LANGS, has_content, loc, translated_fields
from cope_network.core.translations import Translation, TranslationStatus, original_texts


@dataclass(frozen=True)
class LanguageState:
    """How a record stands in one language."""

    code: str
    name: str
    is_original: bool
    #: translated fields that the original has and this language has not
    missing: tuple[str, ...]
    #: {field: share of the original's text that changed since the translation, 0 to 1}
    outdated: dict[str, float]
    #: proposals that wait for someone to check them
    proposals: tuple[Translation, ...]

    @property
    def is_missing(self) -> bool:
        """Whether nothing is written in this language though the original says something."""
        return "heading" in self.missing

    @property
    def changed_percent(self) -> int:
        """The most that one field's original changed since, in per cent."""
        return round(100 * max(self.outdated.values(), default=0))


def changed_share(before: str, now: str) -> float:
    """How much of a text changed: 0 the same, 1 nothing left (difflib's ratio over words)."""
    return 1 - SequenceMatcher(None, before.split(), now.split(), autojunk=False).ratio()


def language_states(record: Any) -> list[LanguageState]:
    """The state of each working language of a record, original first; one query."""
    originals = original_texts(record)
    translations = (
        list(Translation.objects.filter(key=record.key)) if hasattr(record, "key") else []
    )
    working = getattr(record, "working_languages", lambda: LANGS)()
    has = tuple(code for code in LANGS if _written(record, code))
    codes = dict.fromkeys((record.original_language, *working, *has))
    return [_state(record, code, originals, translations) for code in codes]


def _written(record: Any, code: str) -> bool:
    return any(
        has_content(getattr(record, loc(name, code), ""))
        for name in translated_fields(type(record))
    )


def _state(
    record: Any, code: str, originals: dict[str, str], translations: list[Translation]
) -> LanguageState:
    mine = [t for t in translations if t.language == code]
    accepted = next((t for t in mine if t.status == TranslationStatus.ACCEPTED), None)
    outdated = {}
    if accepted:
        for name, before in accepted.snapshot.items():
            share = changed_share(before, originals.get(name, ""))
            if share:
                outdated[name] = share
    return LanguageState(
        code=code,
        name=dict(settings.LANGUAGES)[code],
        is_original=code == record.original_language,
        missing=tuple(
            name
            for name, text in originals.items()
            if has_content(text) and not has_content(getattr(record, loc(name, code), ""))
        ),
        outdated=outdated,
        proposals=tuple(t for t in mine if t.status == TranslationStatus.OPEN),
    )

"""Content in twelve languages: the only module that knows about `<field>_<language>` names."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any, ClassVar, NamedTuple, Protocol

from babel import Locale
from django.conf import settings
from django.db import models
from django.db.models.options import Options
from django.utils.html import format_html_join
from django.utils.translation import get_language as active_language
from modeltranslation.utils import build_localized_fieldname
from wagtail.blocks import StreamValue

LANGS: tuple[str, ...] = tuple(code for code, _ in settings.LANGUAGES)


def language_choices() -> list[tuple[str, str]]:
    """Choices of a language field (a callable, so that they stay out of migrations)."""
    return list(settings.LANGUAGES)


def default_language() -> str:
    """The language of last resort, English unless settings say otherwise."""
    return str(settings.LANGUAGE_CODE)


def current_language() -> str:
    """The language of this request: one of LANGS, the default where Django's is none of them."""
    code = active_language() or ""
    return code if code in LANGS else default_language()


_TAG = re.compile(r"<[^<>]*>")

#: White space, and what takes a place in a text without being seen (ends of ranges included).
_UNSEEN_RANGES = (
    *((0x00, 0x20), (0x7F, 0xA0), (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160)),
    *((0x1680, 0x1680), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x2000, 0x200F), (0x2028, 0x202F)),
    *((0x205F, 0x206F), (0x2800, 0x2800), (0x3000, 0x3000), (0x3164, 0x3164), (0xFE00, 0xFE0F)),
    *((0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFFB), (0xE0000, 0xE0FFF)),
)
_UNSEEN = "".join(chr(code) for first, last in _UNSEEN_RANGES for code in range(first, last + 1))

#: CLDR says which written form of Norwegian; readers just call it Norwegian.
_CLDR_CODES = {"nb": "no"}


def language_in_words(code: str, language: str | None = None) -> str:
    """A language's name in `language`, the reader's by default (CLDR); the code if unknown."""
    names = Locale.parse(language or current_language()).languages
    return str(names.get(_CLDR_CODES.get(code, code), code))


@cache
def loc(field: str, language: str) -> str:
    """Return the column that holds `field` in `language`, e.g. `heading_ro`."""
    return str(build_localized_fieldname(field, language))


def translated_fields(model: type[models.Model]) -> tuple[str, ...]:
    """Names of a model's translated fields without a language; empty for a model that has none."""
    return getattr(model, "translated", ())


def runs_from_the_right(text: str) -> bool:
    """Tell whether the first letter of a text, tags left out, is Hebrew, Arabic and so on."""
    if text.isascii():
        return False
    kinds = map(unicodedata.bidirectional, _TAG.sub("", text))
    return next((kind for kind in kinds if kind in ("L", "R", "AL")), "L") != "L"


def is_blank(text: str) -> bool:
    """Tell whether nothing of a text can be seen: white space, or characters without width."""
    return not text.strip(_UNSEEN)


def has_content(value: Any) -> bool:
    """Tell whether a stored value says something: an emptied rich text (`<p></p>`) does not."""
    if value is None:
        return False
    if isinstance(value, StreamValue):
        return len(value) > 0
    if isinstance(value, str):
        if "<" not in value:
            return not is_blank(value)
        return not is_blank(_TAG.sub("", value)) or any(
            tag in value for tag in ("<embed", "<hr", "<img")
        )
    return True


class Localised(NamedTuple):
    """A text with the language it is really in. `language` is None where there is no text."""

    value: Any
    language: str | None
    requested: str

    @property
    def is_fallback(self) -> bool:
        """Whether the text is in another language than the one asked for."""
        return self.language is not None and self.language != self.requested

    @property
    def attrs(self) -> str:
        """` lang="en"` where the text differs from the page's language, for `<h1{{ h.attrs }}>`.

        And ` dir="rtl"` where its letters run from right to left, as a name may in any language.
        """
        found = {"lang": self.language} if self.is_fallback else {}
        if runs_from_the_right(str(self)):
            found["dir"] = "rtl"
        return format_html_join("", ' {}="{}"', found.items())

    def __str__(self) -> str:
        return str(self.value or "")

    def __bool__(self) -> bool:
        return self.language is not None


class Translated(Protocol):
    """What has fields with a column per language: a record, a row inside one (core.base)."""

    _meta: ClassVar[Options[Any]]

    @property
    def translated(self) -> tuple[str, ...]:
        """The fields' names without a language."""


def localised(record: Translated, field: str, language: str | None = None) -> Localised:
    """Read a translated field: asked language → record's original language → English → any."""
    asked = language or current_language()
    original = getattr(record, "original_language", "") or default_language()
    for code in dict.fromkeys((asked, original, default_language(), *LANGS)):
        value = getattr(record, loc(field, code), None)
        if has_content(value):
            return Localised(value, code, asked)
    return Localised(None, None, asked)


def languages_of(record: Translated, field: str) -> tuple[str, ...]:
    """The languages in which a record's field says something, in the order of LANGS."""
    return tuple(code for code in LANGS if has_content(getattr(record, loc(field, code), None)))


def texts_of(record: Translated, field: str) -> dict[str, str]:
    """All the texts of a field by language, empty ones left out."""
    return {code: getattr(record, loc(field, code)) for code in languages_of(record, field)}

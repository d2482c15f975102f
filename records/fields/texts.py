"""Texts by language: `{"en": "…", "nb": "…"}`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.bounds import MOST_LINES
from core.i18n import LANGS, is_blank, loc
from core.meant import meant_language
from records.fields.base import Field, refuse_repeated
from records.fields.scalars import text_problem
from records.problems import printable, type_name

if TYPE_CHECKING:
    from django.db import models

    from records.place import RecordPlace

_KNOWN = f"expected one of {' '.join(LANGS)}"


def _unknown(language: str) -> str:
    meant = meant_language(language)
    hint = f"; the code is {meant}" if meant else ""
    return f'language "{printable(language)}" not known, {_KNOWN}{hint}'


class Text(Field):
    """A text by language (`T`), one column per language; the original language is required."""

    expected = "text by language"

    def __init__(
        self,
        name: str,
        *,
        required: bool = False,
        attribute: str = "",
        longest: int | None = None,
    ) -> None:
        super().__init__(name, required=required, attribute=attribute)
        self.longest = longest

    def check(self, value: object, path: str, at: RecordPlace) -> None:
        """Refuse unknown languages, empty texts, and a missing original."""
        if not isinstance(value, dict) or not value:
            what = "an empty object" if value == {} else type_name(value)
            at.refuse(path, f"expected {self.expected}, got {what}")
            return
        refuse_repeated(value, path, at)
        for language, text in value.items():
            if language not in LANGS:
                at.refuse(path, _unknown(language))
            else:
                self._check_text(text, f"{path}.{language}", at)
        if at.original and at.original not in value:
            at.refuse(path, f'text in the original language "{at.original}" is missing')

    def _check_text(self, text: object, path: str, at: RecordPlace) -> None:
        if not isinstance(text, str) or is_blank(text):
            at.refuse(path, f"expected non-empty text, got {type_name(text)}")
        elif message := text_problem(text, longest=self.longest) or self.limit(text):
            at.refuse(path, message)

    def bind(self, model: type[models.Model]) -> None:
        """Take the length of the columns (all languages have the same)."""
        self.column = model._meta.get_field(loc(self.attribute, LANGS[0]))  # type: ignore[assignment]  # a column
        self.longest = getattr(self.column, "max_length", None)

    def read(self, instance: Any, keys: Any) -> Any:
        """The texts in the order of LANGS."""
        texts = {code: getattr(instance, loc(self.attribute, code)) for code in LANGS}
        return {code: text for code, text in texts.items() if text and not is_blank(text)} or None

    def write(self, instance: Any, value: Any, *, keys: Any, rows: Any) -> None:
        """Fill every language's column; a language that isn't named becomes empty."""
        for code in LANGS:
            setattr(instance, loc(self.attribute, code), (value or {}).get(code))


class Alternatives(Field):
    """Other words for a concept: `{"en": ["…", "…"]}`, one JSON column."""

    expected = "lists of words by language"

    def check(self, value: object, path: str, at: RecordPlace) -> None:
        """Refuse unknown languages, anything but lists, and words that can't be stored."""
        if not isinstance(value, dict):
            at.refuse(path, f"expected {self.expected}, got {type_name(value)}")
            return
        refuse_repeated(value, path, at)
        for language, words in value.items():
            if language not in LANGS:
                at.refuse(path, _unknown(language))
            elif not isinstance(words, list):
                at.refuse(f"{path}.{language}", f"expected a list of words, got {type_name(words)}")
            else:
                self._check_words(words, f"{path}.{language}", at)

    def _check_words(self, words: list[object], path: str, at: RecordPlace) -> None:
        if len(words) > MOST_LINES:
            at.refuse(path, f"{len(words)} words, expected at most {MOST_LINES}")
        for number, word in enumerate(words):
            if not isinstance(word, str) or is_blank(word):
                message = f"expected a non-empty string, got {type_name(word)}"
            else:
                message = text_problem(word, longest=255)
            if message:
                at.refuse(f"{path}[{number}]", message)

    def normal(self, value: Any) -> Any:
        """Languages without words left out, the others in the order of LANGS."""
        return {code: value[code] for code in LANGS if value.get(code)} or None

    def read(self, instance: Any, keys: Any) -> Any:
        """The stored words by language."""
        return self.normal(getattr(instance, self.attribute) or {})

"""A day as people write it: 2026-11-30, 30.11.2026, 30/11/26, 30 November 2026, in any language."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from typing import Any

from babel import Locale
from django import forms
from django.utils.translation import gettext as _

from core.folding import fold
from core.i18n import LANGS

_ISO = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})\s*[-./]\s*(\d{1,2})\s*[-./]\s*(\d{4}|\d{2})", re.ASCII)
_IN_WORDS = re.compile(r"(\d{1,2})\.?\s*(?:\w{1,2}\s+)?([^\W\d]+)\.?,?\s*(?:\w{1,2}\s+)?(\d{4})")
_MONTH_FIRST = re.compile(r"([^\W\d]+)\.?\s+(\d{1,2})(?:\w{2})?,?\s+(\d{4})")


def read_day(text: str) -> dt.date:
    """Return the day that a text means; day before month. Raises ValueError."""
    written = " ".join(text.split()).strip(" .,")
    if found := _ISO.fullmatch(written):
        return dt.date(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY_FIRST.fullmatch(written):
        year = int(found[3])
        return dt.date(year + 2000 if year < 100 else year, int(found[2]), int(found[1]))
    if found := _IN_WORDS.fullmatch(written):
        return dt.date(int(found[3]), _month(found[2]), int(found[1]))
    if found := _MONTH_FIRST.fullmatch(written):
        return dt.date(int(found[3]), _month(found[1]), int(found[2]))
    raise ValueError(text)


def _month(word: str) -> int:
    try:
        return _months()[fold(word)]
    except KeyError as unknown:
        raise ValueError(word) from unknown


@cache
def _months() -> dict[str, int]:
    """Names of months in all languages, long and short, in every form that CLDR knows.

    A short name that means two months in two languages is left out.
    """
    found: dict[str, set[int]] = {}
    for code in LANGS:
        months: Any = Locale.parse(code).months
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[form][width].items():
                    found.setdefault(fold(name.strip(".")), set()).add(number)
    return {name: next(iter(numbers)) for name, numbers in found.items() if len(numbers) == 1}


class DayField(forms.CharField):
    """A day, written in any way; what was understood is shown as 2026-11-30."""

    widget = forms.TextInput(attrs={"placeholder": "2026-11-30", "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        """Return the day, None where nothing is written. Raises ValidationError in words."""
        text = super().to_python(value)
        if not text:
            return None
        try:
            return read_day(text)
        except ValueError as error:
            raise forms.ValidationError(
                _("“%(text)s” is not a day. Write 2026-11-30, 30.11.2026 or 30 November 2026.")
                % {"text": text[:50]},
                code="invalid",
            ) from error

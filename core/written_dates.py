"""Dates as people write them: `12.3.2026`, `12 de marzo de 2026`, `März 2026`, `2026`.

What is understood is a `PartialDate`, or a whole day where only one will do. Where two readings are
possible the day stands first, as it does in all our languages. A year of two digits lies at most
`YEARS_AHEAD` years after today's: in 2026, 46 is 2046 and 47 is 1947.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from functools import cache
from typing import Any

from babel import Locale
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.dates import PartialDate
from core.folding import fold
from core.i18n import LANGS

UNREADABLE = _(
    "We can’t read “%(value)s” as a date. Please write a day (12.3.2026), a month (3.2026) or a "
    "year (2026)."
)
NO_SUCH_DAY = _("“%(value)s” is no day in the calendar.")
NO_WHOLE_DAY = _("“%(text)s” is not a day. Write 2026-11-30, 30.11.2026 or 30 November 2026.")
#: how far ahead a year of two digits may lie: projects and terms of office end, births are past
YEARS_AHEAD = 20
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d+")
#: the first letters by which a month is known; no two months of one language share them
_PREFIX = 3
#: what may stand between numbers
_LITTLE = re.compile(r"\b(de|del|of|den|d|the|le|el|il|am|vom)\b")


def read_date(text: str) -> PartialDate:
    """Return the date that somebody wrote, in any of our languages.

    Raises ValidationError with words for the reader.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    try:
        year, *rest = _with_month(plain) or _ordered(plain)
    except ValueError:
        raise ValidationError(UNREADABLE, params={"value": text.strip()[:60]}) from None
    try:
        return PartialDate("-".join([f"{_whole_year(year):04}", *(f"{each:02}" for each in rest)]))
    except ValueError:
        raise ValidationError(NO_SUCH_DAY, params={"value": text.strip()[:60]}) from None


def read_day(text: str) -> dt.date:
    """Return the whole day that somebody wrote. Raises ValueError."""
    try:
        found = read_date(text)
    except ValidationError as error:
        raise ValueError(text) from error
    if found.first != found.last:
        raise ValueError(f"{text} is no whole day")
    return found.first


def _whole_year(year: int) -> int:
    """Two digits are the last such year that is no more than `YEARS_AHEAD` years ahead."""
    if year >= 100:
        return year
    latest = timezone.localdate().year + YEARS_AHEAD
    return latest - (latest - year) % 100


def _with_month(text: str) -> list[int] | None:
    """Year, month and perhaps day of a date whose month is a word. Raises ValueError."""
    months = {found for word in _WORD.findall(fold(text)) if (found := _month(word))}
    if not months:
        return None
    (month,) = months
    numbers = [int(each) for each in _NUMBER.findall(text)]
    if len(numbers) == 1 and numbers[0] > 31:  # “12 March” says no year
        return [numbers[0], month]
    first, second = numbers
    return [first, month, second] if first > 31 else [second, month, first]


def _ordered(text: str) -> list[int]:
    """Year, month and day of a date in numbers. Raises ValueError."""
    numbers = [int(each) for each in _NUMBER.findall(text)]
    if _WORD.search(_LITTLE.sub("", text.casefold())):
        raise ValueError(text)
    if len(numbers) == 1:
        return _compact(numbers[0])
    if len(numbers) == 2:
        low, high = numbers
        return [low, high] if low > 31 else [high, low]
    first, second, third = numbers
    if first > 31:
        return [first, second, third]
    return [third, first, second] if second > 12 >= first else [third, second, first]


def _compact(number: int) -> list[int]:
    """20260312 is a day; anything else with up to four digits a year."""
    if number > 9999:
        day = dt.datetime.strptime(str(number), "%Y%m%d").date()  # noqa: DTZ007 # a day has no zone
        return [day.year, day.month, day.day]
    if number < 1000:
        raise ValueError(number)
    return [number]


def _month(word: str) -> int | None:
    return _months().get(word) or (_months().get(word[:_PREFIX]) if len(word) > _PREFIX else None)


@cache
def _months() -> dict[str, int]:
    """Names of months in all our languages (CLDR), whole, short, and by their first letters."""
    names: dict[str, int] = {}
    clashing: set[str] = set()
    for language in LANGS:
        months = Locale.parse(language).months
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[form][width].items():
                    whole = fold(str(name)).strip(".")
                    for key in {whole, whole[:_PREFIX]}:
                        if names.setdefault(key, number) != number:
                            clashing.add(key)
    return {key: number for key, number in names.items() if key not in clashing}


class WrittenDateField(forms.CharField):
    """A date as people write it; cleans to the text of a `PartialDate`, empty for none."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 60)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        """Return `2026-03-12`, `2026-03` or `2026`. Raises ValidationError."""
        text = super().clean(value)
        return read_date(text).text if text else ""


class DayField(forms.CharField):
    """A whole day as people write it; what was understood is shown as 2026-11-30."""

    widget = forms.TextInput(attrs={"placeholder": "2026-11-30", "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        """Return the day, None where nothing is written. Raises ValidationError."""
        text = super().to_python(value)
        if not text:
            return None
        try:
            return read_day(text)
        except ValueError as error:
            shown = {"text": text[:50]}
            raise ValidationError(NO_WHOLE_DAY, code="invalid", params=shown) from error

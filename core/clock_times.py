"""Times of a clock, `14:30`, as they are stored and as people write them: `14.30`, `2 pm`, `14 h`.

Nothing here knows of a day or a time zone; `core.moments` tells which moments such a time means.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from babel.dates import format_time
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.folding import fold

UNREADABLE = _("We can’t read “%(value)s” as a time. Please write hours and minutes: 14:30.")
_STORED = re.compile(r"([01]\d|2[0-3]):([0-5]\d)", re.ASCII)
_AFTERNOON = re.compile(r"\b(?:p\.? ?m\b\.?|[μ]\.? ?μ\b\.?)")
_FORENOON = re.compile(r"\b(?:a\.? ?m\b\.?|[π]\.? ?μ\b\.?)")
#: what people put beside a time, in any of our languages
_LITTLE = re.compile(
    r"\b(?:h|hs|hrs?|uhr|um|uur|u|om|klokken|klockan|kl|ora|ore|orele|la|las|as|a|at|alle|le|de|"
    r"heures?|horas?|hours?|godz|godzina|o|clock|min|στις|ωρα|η)\b"
)
#: where a number and a word touch
_BETWEEN = re.compile(r"(?<=\d)(?=[^\W\d])|(?<=[^\W\d])(?=\d)")


def read_time(text: str) -> str:
    """Return the time that somebody wrote as `HH:MM`.

    Raises ValidationError with words for the reader.
    """
    plain = _BETWEEN.sub(" ", fold(text))
    afternoon, forenoon = bool(_AFTERNOON.search(plain)), bool(_FORENOON.search(plain))
    plain = _FORENOON.sub(" ", _AFTERNOON.sub(" ", plain))
    plain = _LITTLE.sub(" ", plain)
    try:
        hour, minute = _numbers(plain)
        if afternoon or forenoon:
            hour = _of_twelve(hour) + (12 if afternoon else 0)
        return f"{dt.time(hour, minute):%H:%M}"
    except ValueError:
        raise ValidationError(UNREADABLE, params={"value": text.strip()[:40]}) from None


def _of_twelve(hour: int) -> int:
    """An hour of a clock with twelve of them, counted from 0. Raises ValueError."""
    if not 1 <= hour <= 12:
        raise ValueError(hour)
    return hour % 12


def _numbers(text: str) -> tuple[int, int]:
    """Hour and minute of what is left without words. Raises ValueError."""
    if re.search(r"[^\d\s.:,'’]", text):
        raise ValueError(text)
    numbers = re.findall(r"\d+", text, re.ASCII)
    if len(numbers) == 1 and len(numbers[0]) in (3, 4):  # 930, 1430
        return int(numbers[0][:-2]), int(numbers[0][-2:])
    hour, minute, second = [*numbers, "00", "00"][:3]
    if len(numbers) not in (1, 2, 3) or len(minute) != 2 or len(hour) > 2 or int(second):
        raise ValueError(text)
    return int(hour), int(minute)


def parse_time(text: str) -> dt.time:
    """Return a stored time. Raises ValueError unless it is `HH:MM`."""
    match = _STORED.fullmatch(text)
    if not match:
        raise ValueError(f"{text} is not a time HH:MM")
    return dt.time(int(match[1]), int(match[2]))


def is_clock_time(text: str) -> bool:
    """Tell whether a text is a stored time."""
    return bool(_STORED.fullmatch(text))


def time_in_words(text: str, language: str) -> str:
    """Return a stored time as a reader of `language` writes it (CLDR)."""
    locale = "en_GB" if language == "en" else language
    return str(format_time(parse_time(text), format="short", locale=locale))


def validate_clock_time(value: str) -> None:
    """Raise ValidationError, worded for the editor, unless `value` is a stored time."""
    if not is_clock_time(value):
        raise ValidationError(UNREADABLE, params={"value": value})


class WrittenTimeField(forms.CharField):
    """A time as people write it; cleans to `HH:MM`, empty for none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "max_length": 40})

    def clean(self, value: Any) -> str:
        """Return `14:30`. Raises ValidationError."""
        text = super().clean(value)
        return read_time(text) if text else ""


class ClockTimeField(models.CharField[Any, str]):
    """Text `HH:MM` of 24 hours; forms take a time as people write it."""

    default_validators = [validate_clock_time]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 5
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> Any:
        """Ask for a time as people write it."""
        return super().formfield(**{"form_class": WrittenTimeField, **kwargs})

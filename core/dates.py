"""Dates of which only the year or the month is known: `2016`, `2016-04`, `2016-04-12`."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from babel.dates import format_date, format_skeleton
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

_PATTERN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


@dataclass(frozen=True, order=True)
class PartialDate:
    """A day, a month or a year (ISO 8601 reduced precision); ordered by its text.

    *Since* counts from `first`, *until* to `last`, "within" from `first`.
    """

    text: str

    def __post_init__(self) -> None:
        """Raise ValueError unless the text is a date YYYY, YYYY-MM or YYYY-MM-DD."""
        match = _PATTERN.fullmatch(self.text)
        if not match:
            raise ValueError(f"{self.text} is not a date YYYY, YYYY-MM or YYYY-MM-DD")
        year, month, day = (int(part) if part else None for part in match.groups())
        if not year:
            raise ValueError(f"{self.text} is not a date YYYY, YYYY-MM or YYYY-MM-DD (no year 0)")
        if month is not None and not 1 <= month <= 12:
            raise ValueError(
                f"{self.text} is not a date YYYY, YYYY-MM or YYYY-MM-DD (no month {month:02})"
            )
        if day is not None and not 1 <= day <= calendar.monthrange(year, month or 1)[1]:
            raise ValueError(
                f"{self.text} is not a date YYYY, YYYY-MM or YYYY-MM-DD (no day {day:02})"
            )

    @property
    def year(self) -> int:
        """The year, four digits."""
        return int(self.text[:4])

    @property
    def first(self) -> dt.date:
        """The first day it can mean."""
        parts = [int(part) for part in self.text.split("-")] + [1, 1]
        return dt.date(parts[0], parts[1], parts[2])

    @property
    def last(self) -> dt.date:
        """The last day it can mean."""
        parts = [int(part) for part in self.text.split("-")]
        month = parts[1] if len(parts) > 1 else 12
        day = parts[2] if len(parts) > 2 else calendar.monthrange(parts[0], month)[1]
        return dt.date(parts[0], month, day)

    def in_words(self, language: str) -> str:
        """Return it as a reader of `language` writes it, e.g. `avril 2016` (CLDR)."""
        if len(self.text) == 4:
            return self.text
        language = "en_GB" if language == "en" else language
        if len(self.text) == 7:
            return format_skeleton("yMMMM", self.first, locale=language)
        return format_date(self.first, format="long", locale=language)

    def __str__(self) -> str:
        return self.text


def validate_partial_date(value: str) -> None:
    """Raise ValidationError, worded for the editor, unless `value` is a partial date."""
    try:
        PartialDate(value)
    except ValueError as error:
        raise ValidationError(
            _(
                "“%(value)s” is not a date. "
                "Write a year (2016), a month (2016-04) or a day (2016-04-12)."
            ),
            params={"value": value},
        ) from error


class PartialDateField(models.CharField[Any, str]):
    """Text `YYYY[-MM[-DD]]`, with two indexed companions `<name>_first` and `<name>_last`.

    The companions (DateField, null where the text is empty) are set at every save; filter and
    sort by them.
    """

    default_validators = [validate_partial_date]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 10
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def contribute_to_class(
        self,
        cls: type[models.Model],
        name: str,
        private_only: bool = False,  # noqa: FBT001, FBT002 - Django's signature
    ) -> None:
        """Add the field and its companions (migrations' models list theirs themselves)."""
        super().contribute_to_class(cls, name, private_only)
        if cls._meta.abstract or cls.__module__ == "__fake__":
            return
        for end in ("first", "last"):
            day = models.DateField(null=True, blank=True, editable=False, db_index=True)
            day.contribute_to_class(cls, f"{name}_{end}")

    def pre_save(self, instance: models.Model, add: bool) -> str:  # noqa: FBT001 - Django's signature
        """Keep the companions in step with the text."""
        value = getattr(instance, self.attname) or ""
        date = PartialDate(value) if value else None
        setattr(instance, f"{self.name}_first", date and date.first)
        setattr(instance, f"{self.name}_last", date and date.last)
        return value

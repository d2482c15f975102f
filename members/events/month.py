"""A month as a calendar shows it: weeks of seven days from Monday on."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from babel import Locale

from core.dates import PartialDate
from members.event_time import FIRST_YEAR, LAST_YEAR

_WRITTEN = re.compile(r"(\d{4})-(\d{2})", re.ASCII)


@dataclass(frozen=True, order=True)
class Month:
    """A month of a year."""

    year: int
    number: int

    @classmethod
    def of(cls, day: dt.date) -> Month:
        """The month that a day lies in."""
        return cls(day.year, day.month)

    @classmethod
    def read(cls, text: str) -> Month | None:
        """The month that an address names (`2027-06`); None for anything else."""
        match = _WRITTEN.fullmatch(text)
        if not match:
            return None
        year, number = int(match[1]), int(match[2])
        known = FIRST_YEAR <= year <= LAST_YEAR and 1 <= number <= 12
        return cls(year, number) if known else None

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"

    @property
    def first(self) -> dt.date:
        """Its first day."""
        return dt.date(self.year, self.number, 1)

    @property
    def last(self) -> dt.date:
        """Its last day."""
        return self.first.replace(day=calendar.monthrange(self.year, self.number)[1])

    def shifted(self, months: int) -> Month:
        """The month so many months later."""
        year, number = divmod(self.year * 12 + self.number - 1 + months, 12)
        return Month(year, number + 1)

    def in_words(self, language: str) -> str:
        """`June 2027`, as a reader of a language writes it."""
        return PartialDate(str(self)).in_words(language)

    def weeks(self) -> list[list[dt.date | None]]:
        """Its weeks from Monday on; None for days of other months."""
        days = calendar.Calendar().monthdatescalendar(self.year, self.number)
        return [[day if day.month == self.number else None for day in week] for week in days]


def weekdays(language: str) -> list[tuple[str, str]]:
    """Names of the days of a week from Monday on, in a language: (short, whole)."""
    names = Locale.parse(language).days["stand-alone"]
    short, whole = names["abbreviated"], names["wide"]
    return [(str(short[day]), str(whole[day])) for day in range(7)]

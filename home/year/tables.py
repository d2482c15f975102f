"""What a report of a year consists of: tables, each with where its numbers come from. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from core.folding import order_of

#: a number below might point to a person: it is left out, in words
SHOWN_FROM = 5

Number = int | str


@dataclass(frozen=True, kw_only=True)
class Table:
    """One table: its rows begin with a name; `source` says what was counted, and when."""

    name: str
    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str | int, ...], ...]
    source: str


@dataclass(frozen=True, kw_only=True)
class Year:
    """A calendar year in the site's time zone; `until` is its last day, today in a running one."""

    year: int
    today: dt.date

    @property
    def first(self) -> dt.date:
        """The 1st of January."""
        return dt.date(self.year, 1, 1)

    @property
    def last(self) -> dt.date:
        """The 31st of December."""
        return dt.date(self.year, 12, 31)

    @property
    def until(self) -> dt.date:
        """The day on which what holds at the end of the year is counted."""
        return min(self.last, self.today)

    @property
    def is_running(self) -> bool:
        """Whether it isn't over."""
        return self.today <= self.last

    @property
    def begins(self) -> dt.datetime:
        """Its first moment."""
        return timezone.make_aware(dt.datetime.combine(self.first, dt.time.min))

    @property
    def ends(self) -> dt.datetime:
        """The first moment after it."""
        after = dt.date(self.year + 1, 1, 1) if self.year < dt.MAXYEAR else dt.date.max
        return timezone.make_aware(dt.datetime.combine(after, dt.time.min))


def fewer() -> str:
    """What stands in the place of a number that might point to a person."""
    return _("fewer than %(number)s") % {"number": SHOWN_FROM}


def shown(number: int) -> Number:
    """A number about persons, unless it is too small to be told."""
    return fewer() if 0 < number < SHOWN_FROM else number


def rounded(number: int) -> Number:
    """The same to the next five, of what is told each year: no difference is a small number."""
    told = shown(number)
    return told if isinstance(told, str) else SHOWN_FROM * round(told / SHOWN_FROM)


def folded(counts: Mapping[str, int], *, others: str) -> list[tuple[str, Number]]:
    """Counts of persons, largest first; small ones together, so that no sum betrays one of them.

    What is too small goes into one line, `others`; if that is too small too, the next one joins it.
    """
    rows = sorted(
        ((n, name) for name, n in counts.items() if n), key=lambda r: (-r[0], order_of(r[1]))
    )
    kept = [(n, name) for n, name in rows if n >= SHOWN_FROM]
    small = sum(n for n, _name in rows if n < SHOWN_FROM)
    while 0 < small < SHOWN_FROM and kept:
        small += kept.pop()[0]
    lines: list[tuple[str, Number]] = [(name, n) for n, name in kept]
    return [*lines, (others, shown(small))] if small else lines

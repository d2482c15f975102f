"""When something takes place: days and times as they were written, and the moments they mean.

An event without times takes whole days of its time zone. Knows no model.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from zoneinfo import ZoneInfo

from core.clock_times import parse_time
from core.dates import PartialDate
from core.moments import around

DAY = dt.timedelta(days=1)
#: what calendars show
FIRST_YEAR, LAST_YEAR = 1900, 2199


@dataclass(frozen=True, kw_only=True)
class EventTime:
    """Partial dates (`2027-04-12`), times (`14:30`), each "" where it isn't stated, and the zone.

    `zone` is the name of a time zone that exists. Days and times that can't be read count as not
    stated.
    """

    starts: str = ""
    start_time: str = ""
    ends: str = ""
    end_time: str = ""
    zone: str = "UTC"

    @cached_property
    def clock(self) -> ZoneInfo:
        """The time zone."""
        return ZoneInfo(self.zone)

    @property
    def first_day(self) -> dt.date | None:
        """The first day it can mean, by the clock of its zone; None without any date."""
        start = _date(self.starts) or _date(self.ends)
        return start.first if start else None

    @property
    def last_day(self) -> dt.date | None:
        """The last day it can mean; None without any date."""
        end = _date(self.ends) or _date(self.starts)
        return end.last if end else None

    @property
    def is_timed(self) -> bool:
        """Whether it begins at a time of a certain day."""
        return self.start is not None

    @property
    def start(self) -> dt.datetime | None:
        """When it begins, in its zone; None for whole days."""
        return self._moment(self.starts, self.start_time)

    @property
    def end(self) -> dt.datetime | None:
        """When it ends, in its zone; None where no time is stated. Of two such times the later."""
        return self._moment(self.ends or self.starts, self.end_time, fold=1)

    @property
    def begins_at(self) -> dt.datetime | None:
        """When it begins (UTC), whole days at midnight; None without a date."""
        return _utc(self.start or self._midnight(self.first_day))

    @property
    def over_at(self) -> dt.datetime | None:
        """When it is over (UTC): at its end, else when its last day is; None without a date."""
        last = self.last_day
        return _utc(self.end or self._midnight(last and _next(last)))

    def is_over(self, now: dt.datetime) -> bool:
        """Whether it lies in the past at a moment."""
        return self.over_at is not None and self.over_at <= now

    @property
    def span(self) -> tuple[dt.date, dt.date] | None:
        """Its first and last day, by the clock of its zone; None where no first day is stated.

        An end of which no day is known ("in June") doesn't count, nor do days of years that no
        calendar shows.
        """
        start, end = _date(self.starts or self.ends), _date(self.ends)
        if start is None or start.first != start.last:
            return None
        last = end.last if end and end.first == end.last else start.last
        known = all(FIRST_YEAR <= day.year <= LAST_YEAR for day in (start.first, last))
        return (start.first, last) if known and start.first <= last else None

    def _midnight(self, day: dt.date | None) -> dt.datetime | None:
        return self._at(day, dt.time()) if day else None

    def _moment(self, day: str, time: str, *, fold: int = 0) -> dt.datetime | None:
        date, clock = _date(day), _time(time)
        if date is None or clock is None or date.first != date.last:
            return None
        return self._at(date.first, clock.replace(fold=fold))

    def _at(self, day: dt.date, time: dt.time) -> dt.datetime | None:
        try:
            return around(dt.datetime.combine(day, time, tzinfo=self.clock), self.clock)
        except OverflowError:  # a day at the end of all calendars
            return None


def _utc(moment: dt.datetime | None) -> dt.datetime | None:
    return moment and moment.astimezone(dt.UTC)


def _next(day: dt.date) -> dt.date | None:
    return day + DAY if day < dt.date.max else None


def _date(text: object) -> PartialDate | None:
    try:
        return PartialDate(text) if isinstance(text, str) and text else None
    except ValueError:
        return None


def _time(text: object) -> dt.time | None:
    try:
        return parse_time(text) if isinstance(text, str) and text else None
    except ValueError:
        return None

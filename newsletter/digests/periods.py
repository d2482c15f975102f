"""When digests are due and what time each covers: every moment once, whatever the clocks do.

A weekly digest is due on Monday morning, a monthly one on the month's first day from Monday to
Friday, both by the clock of the network's time zone. Public holidays don't count as free days: they
differ from country to country.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo

from newsletter.models import Frequency

HOUR = time(8)
SATURDAY = 5


def last_due(frequency: str, *, now: datetime, zone: tzinfo) -> datetime:
    """Return the latest moment at or before `now` at which a digest was due.

    `frequency` is Frequency.WEEKLY or MONTHLY; `now` is aware, and so is what comes back, in
    `zone`. Raises ValueError for another frequency.
    """
    today = now.astimezone(zone).date()
    due = _at(_due_day(frequency, today), zone)
    return due if due <= now else due_before(frequency, due, zone=zone)


def due_before(frequency: str, due: datetime, *, zone: tzinfo) -> datetime:
    """Return when the digest before the one of `due` was due."""
    day = due.astimezone(zone).date()
    return _at(_due_day(frequency, day - timedelta(days=1)), zone)


def _due_day(frequency: str, day: date) -> date:
    """The latest day, `day` or before it, on which a digest is due."""
    if frequency == Frequency.WEEKLY:
        return day - timedelta(days=day.weekday())
    if frequency != Frequency.MONTHLY:
        raise ValueError(f"{frequency!r} is not how often a digest comes")
    first = _first_working_day(day)
    if first > day:
        first = _first_working_day(day.replace(day=1) - timedelta(days=1))
    return first


def _first_working_day(day: date) -> date:
    """The first day from Monday to Friday of a day's month."""
    first = day.replace(day=1)
    if first.weekday() < SATURDAY:
        return first
    return first + timedelta(days=7 - first.weekday())


def _at(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, HOUR, tzinfo=zone)

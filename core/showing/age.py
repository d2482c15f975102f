"""How old a page's facts are, and whether the reader must be warned."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from core.dates import PartialDate

#: Facts that nobody confirmed for this many years are marked as old.
OLD_AFTER_YEARS = 5


@dataclass(frozen=True, kw_only=True)
class Age:
    """When the facts held (`as_of`) and were last confirmed (partial dates, may be empty)."""

    as_of: str
    confirmed_on: str
    is_old: bool


def age_of(*, as_of: str, confirmed_on: str, today: dt.date) -> Age:
    """Compare the last day on which the facts are known to have held with today.

    Without any date nothing is known, so nothing is called old.
    """
    last_days = [PartialDate(text).last for text in (as_of, confirmed_on) if text]
    newest = max(last_days, default=None)
    limit = dt.date(today.year - OLD_AFTER_YEARS, today.month, min(today.day, 28))
    return Age(as_of=as_of, confirmed_on=confirmed_on, is_old=newest is not None and newest < limit)

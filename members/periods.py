"""Whether two memberships of one organisation are at the same time. Pure.

The database draws the same two days (`Membership.begun`, `Membership.lasted`) and holds the rule.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from core.dates import PartialDate

#: What goes on lasts until here, and what began nobody knows when is certain from the day before.
END_OF_TIME = dt.date.max
DAY_BEFORE = END_OF_TIME - dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """A membership's time as far as it is certain: it began by `begun`, and lasted to `lasted`."""

    begun: dt.date
    lasted: dt.date

    @classmethod
    def of(cls, *, since: str, until: str, ended: bool) -> Period:
        """Make a period from partial dates, either may be empty. Raises ValueError for others."""
        end = PartialDate(until).first if until else None
        begun = PartialDate(since).last if since else (end or DAY_BEFORE)
        return cls(begun, max(begun, end or (begun if ended else END_OF_TIME)))

    def overlaps(self, other: Period) -> bool:
        """Whether both held on some day for certain; one may begin on the day another ends."""
        last_begun, first_lasted = max(self.begun, other.begun), min(self.lasted, other.lasted)
        return self.begun < self.lasted and other.begun < other.lasted and last_begun < first_lasted

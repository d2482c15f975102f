"""Whether two memberships of one organisation are at the same time. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from core.dates import PartialDate


@dataclass(frozen=True, slots=True)
class Period:
    """A membership's time as far as it is certain: it began by `begun`, and lasted to `lasted`."""

    begun: dt.date
    lasted: dt.date

    @classmethod
    def of(cls, *, since: str, until: str, ended: bool, today: dt.date) -> Period:
        """Make a period from partial dates, either may be empty. Raises ValueError for others."""
        end = PartialDate(until).first if until else None
        begun = PartialDate(since).last if since else (end or today)
        return cls(begun, end or (begun if ended else dt.date.max))

    def overlaps(self, other: Period) -> bool:
        """Whether both held on some day for certain; one may begin on the day another ends."""
        return self.begun < other.lasted and other.begun < self.lasted

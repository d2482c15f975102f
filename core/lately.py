"""What was a short while ago, told by a clock that may have been wrong.

What lies ahead was written while the clock ran ahead: it counts as long ago, or whoever may do
something once a day might wait for years.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

#: by which the clocks of two machines differ, or one before and after it is put right
SLACK = timedelta(minutes=2)


def was_lately(moment: datetime | None, *, within: timedelta) -> bool:
    """Whether it was less than `within` ago; None was never."""
    return moment is not None and -SLACK < timezone.now() - moment < within


def lately(column: str, *, within: timedelta) -> Q:
    """The rows of which a column with a moment says so."""
    now = timezone.now()
    return Q(**{f"{column}__gt": now - within, f"{column}__lt": now + SLACK})

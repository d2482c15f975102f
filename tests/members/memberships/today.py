"""The day on which these tests take place, also where the run goes on into the next one."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.utils import timezone

_now = timezone.now
_BEGAN: Final = _now()
TODAY: Final = timezone.localdate(_BEGAN)


def now() -> datetime:
    """What the clock says; after midnight, when it was imported."""
    said = _now()
    return said if timezone.localdate(said) == TODAY else _BEGAN

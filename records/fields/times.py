"""Days and moments: of what happened on one day, at one time."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.utils import timezone

from records.fields.base import Field

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)


class Day(Field):
    """One day, never a month or a year."""

    expected = "a day YYYY-MM-DD"

    def accepts(self, value: object) -> bool:
        """A day of the calendar."""
        return isinstance(value, str) and bool(_DAY.fullmatch(value)) and _exists(value)

    def read(self, instance: Any, keys: Any) -> Any:
        """The column's day."""
        value = getattr(instance, self.attribute)
        return None if value is None else value.isoformat()

    def write(self, instance: Any, value: Any, *, keys: Any, rows: Any) -> None:
        """Fill or empty the column."""
        setattr(instance, self.attribute, None if value is None else dt.date.fromisoformat(value))


class Moment(Field):
    """A moment in UTC, to the second."""

    expected = "a moment YYYY-MM-DDTHH:MM:SSZ"

    def accepts(self, value: object) -> bool:
        """A time of a day of the calendar."""
        return isinstance(value, str) and bool(_MOMENT.fullmatch(value)) and _exists(value)

    def read(self, instance: Any, keys: Any) -> Any:
        """The column's moment."""
        value = getattr(instance, self.attribute)
        return None if value is None else f"{value.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%S}Z"

    def write(self, instance: Any, value: Any, *, keys: Any, rows: Any) -> None:
        """Fill the column; now, where there is none."""
        moment = timezone.now() if value is None else dt.datetime.fromisoformat(value)
        setattr(instance, self.attribute, moment)


def _exists(value: str) -> bool:
    try:
        dt.datetime.fromisoformat(value)
    except ValueError:
        return False
    return True

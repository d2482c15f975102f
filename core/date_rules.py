"""What dates and numbers of one thing say about each other; a model's form and import ask the same.

A partial date is taken at its word only where it is certain: 2016 doesn't end before 2016-04, and
it lies in the future only once its first day does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from core.dates import PartialDate

Values = Callable[[str], Any]


@dataclass(frozen=True)
class DateRules:
    """Rules of one model, by the names of its columns.

    `past` are dates and years that can't lie ahead; where `past_if` names a column and values, only
    with these, where `past_unless` does, not with these. `order` are pairs of a start and an end.
    """

    past: tuple[str, ...] = ()
    order: tuple[tuple[str, str], ...] = ()
    past_if: Mapping[str, frozenset[str]] = field(default_factory=dict)
    past_unless: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def problems(self, values: Values, *, today: dt.date) -> dict[str, str]:
        """Return what is wrong, in the reader's language, by column. Odd values are left alone."""
        found = {}
        for name in self.past if self._past_holds(values) else ():
            first = _first(values(name))
            if first and first > today:
                found[name] = _("%(date)s lies in the future.") % {"date": values(name)}
        for start, end in self.order:
            low, high = values(start), values(end)
            if _is_after(low, high):
                found[end] = _("%(end)s comes before %(start)s.") % {"end": high, "start": low}
        return found

    def _past_holds(self, values: Values) -> bool:
        return all(values(name) in given for name, given in self.past_if.items()) and not any(
            values(name) in given for name, given in self.past_unless.items()
        )


class DatedModel(models.Model):
    """Abstract: a model whose dates and numbers agree with each other."""

    date_rules: ClassVar[DateRules] = DateRules()

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuse dates that can't be, each beside its field."""
        super().clean()
        wrong = self.date_rules.problems(self._value_of, today=self._day_of_reading())
        if wrong:
            raise ValidationError({name: [text] for name, text in wrong.items()})

    def _value_of(self, name: str) -> Any:
        return getattr(self, name, None)

    def _day_of_reading(self) -> dt.date:
        """Today, or the day on which a page goes online by itself."""
        today, online = timezone.localdate(), getattr(self, "go_live_at", None)
        return max(today, timezone.localdate(online)) if online else today


def _first(value: object) -> dt.date | None:
    date = _partial(value)
    return date.first if date else None


def _partial(value: object) -> PartialDate | None:
    """A partial date from its text or from a year; None for anything else."""
    year = isinstance(value, int) and not isinstance(value, bool)
    text = f"{value:04}" if year else value
    try:
        return PartialDate(text) if isinstance(text, str) else None
    except ValueError:
        return None


def _is_after(start: object, end: object) -> bool:
    """Whether the end certainly comes before the start."""
    if isinstance(start, int | float) and isinstance(end, int | float):
        return start > end
    first, last = _partial(start), _partial(end)
    return bool(first and last and last.last < first.first)

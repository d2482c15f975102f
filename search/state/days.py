"""Entries follow the day: they say what was so on the day on which they were read.

Nothing is saved on the day on which a membership ends, so no signal comes. Each application says
what such days have changed:

    register_turns(ended_memberships)
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from django.db.models import Model, Q
from django.utils import timezone

from search.models import IndexState
from search.state.index_state import touch
from search.state.signals import dependents_of

#: From a day (today) to the rows that became something else by a day up to it, each with that day.
Turns = Callable[[dt.date], Iterable[tuple[Model, dt.date]]]

_turns: list[Turns] = []


def register_turns(turns: Turns) -> None:
    """Have whatever depends on these rows (`SearchSource.dependents`) read anew on their day."""
    _turns.append(turns)


def touch_turned() -> bool:
    """Touch what was read on the other side of such a day; return whether there was anything.

    Each entry is asked when it was read. So a worker that stood still for weeks leaves nothing
    behind, and what was read while the clock ran ahead is read anew, whatever it may say. What
    waits is left alone. Safe to repeat.
    """
    today, settled = timezone.localdate(), IndexState.objects.settled()
    stale = set(settled.filter(read_on__gt=today).values_list("key", flat=True))
    for turns in _turns:
        for row, day in turns(today):
            before = settled.filter(Q(read_on=None) | Q(read_on__lt=day))
            named = before.filter(key__in=dependents_of(row))
            stale.update(named.values_list("key", flat=True))
    touch(stale)
    return bool(stale)

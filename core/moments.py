"""Which moments a time of a clock means: in the nights when clocks are changed two, or none."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo


def moments_of(wall: datetime, zone: ZoneInfo) -> list[datetime]:
    """Return the moments at which the clock of a zone shows a time, the earlier one first.

    One as a rule; two when it is put back over this time, none when it is put forward over it.
    """
    both = [wall.replace(tzinfo=zone, fold=fold) for fold in (0, 1)]
    shown = [moment for moment in both if around(moment, zone).replace(tzinfo=None) == wall]
    return shown if both[0].utcoffset() != both[1].utcoffset() else shown[:1]


def instead_of(wall: datetime, zone: ZoneInfo) -> list[datetime]:
    """Return what a time that doesn't exist could mean: as a rule an hour earlier, or later."""
    return sorted(around(wall.replace(tzinfo=zone, fold=fold), zone) for fold in (0, 1))


def around(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return a moment as the clock really shows it."""
    return moment.astimezone(UTC).astimezone(zone)


def offset_of(moment: datetime) -> str:
    """Return how far a moment's clock is ahead: `+02:00`."""
    return moment.isoformat()[-6:]

"""Bringing the former map's points to the things of those names. Applications register theirs."""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ImproperlyConfigured

from cope_network.core import gazetteer
from cope_network.core.gazetteer import distance_km
from cope_network.core.placenames import fold
from maps.old_markers import OldMarker
from maps.places import Located, PointSource, Precision
from maps.towns import TOWN_WITHIN_KM, town_point

#: Nearer than this a stored point is taken to be the same place.
SAME_PLACE_KM = 5.0


class PointHolders(ABC):
    """Things that may get a point of the former map, found by name."""

    @abstractmethod
    def by_name(self) -> Iterable[tuple[str, Located]]:
        """Every name (any language, acronym, former name) with the thing that bears it."""

    @abstractmethod
    def save(self, instance: Located, *, on: dt.date) -> None:
        """Store an instance whose place was set, as a new version where it has versions."""


_holders: list[PointHolders] = []


def register_holders(holders: PointHolders) -> None:
    """Add things that can get points. Raises ImproperlyConfigured for a second time."""
    if any(type(known) is type(holders) for known in _holders):
        raise ImproperlyConfigured(f"{type(holders).__name__} is registered already")
    _holders.append(holders)


@dataclass
class Report:
    """What became of each marker."""

    placed: list[tuple[OldMarker, str]] = field(default_factory=list)
    already: list[tuple[OldMarker, str]] = field(default_factory=list)
    differs: list[tuple[OldMarker, str, float]] = field(default_factory=list)
    unknown: list[OldMarker] = field(default_factory=list)
    several: list[OldMarker] = field(default_factory=list)
    pointless: list[OldMarker] = field(default_factory=list)


def _index() -> dict[str, list[tuple[PointHolders, Located]]]:
    found: dict[str, list[tuple[PointHolders, Located]]] = {}
    for holders in _holders:
        for name, instance in holders.by_name():
            here = found.setdefault(fold(name), [])
            if all(instance.pk != other.pk for _holders_, other in here):
                here.append((holders, instance))
    found.pop("", None)
    return found


def bring(markers: Sequence[OldMarker], *, on: dt.date, dry_run: bool = False) -> Report:
    """Give each named thing without a point its marker's town; change no point that is there.

    A marker's point may be a house. What is stored is the town next to it, as town precision: the
    old map never asked whether an address may be shown.
    """
    index, report = _index(), Report()
    for marker in markers:
        matches = index.get(fold(marker.title), [])
        if marker.point is None:
            report.pointless.append(marker)
        elif not matches:
            report.unknown.append(marker)
        elif len(matches) > 1:
            report.several.append(marker)
        else:
            _bring_one(marker, *matches[0], on=on, dry_run=dry_run, report=report)
    return report


def _bring_one(
    marker: OldMarker,
    holders: PointHolders,
    instance: Located,
    *,
    on: dt.date,
    dry_run: bool,
    report: Report,
) -> None:
    point, name = marker.point or (0.0, 0.0), str(instance)
    if instance.point is not None:
        away = distance_km(instance.point, point)
        if away <= SAME_PLACE_KM:
            report.already.append((marker, name))
        else:
            report.differs.append((marker, name, away))
        return
    _set_town(instance, point, on=on)
    if not dry_run:
        holders.save(instance, on=on)
    report.placed.append((marker, name))


def _set_town(instance: Located, point: tuple[float, float], *, on: dt.date) -> None:
    town = gazetteer.nearest(*point, within_km=TOWN_WITHIN_KM)
    instance.latitude, instance.longitude = town_point(point)
    instance.precision = Precision.TOWN
    instance.point_source, instance.point_checked_on = PointSource.OLD_MAP, on
    if town and not instance.place:
        instance.place = town.name

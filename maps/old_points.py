"""Bringing the former map's points to the things of those names. Applications register theirs."""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ImproperlyConfigured, ValidationError

from core.countries import country_name
from core.places import gazetteer
from core.places.gazetteer import distance_km
from core.places.names import town_key
from maps.belonging import Misplaced, misplaced
from maps.old_markers import OldMarker
from maps.old_markers.titles import readings
from maps.places import Located, PointSource, Precision
from maps.towns import NO_TOWN_DECIMALS, TOWN_WITHIN_KM

#: Nearer than this a stored point is taken to be the same place.
SAME_PLACE_KM = 5.0


class PointHolders(ABC):
    """Things that may get a point of the former map, found by name."""

    @abstractmethod
    def by_name(self) -> Iterable[tuple[str, Located]]:
        """Every name (any language, acronym, former name) with the thing that bears it."""

    @abstractmethod
    def by_address(self) -> Iterable[tuple[str, Located]]:
        """Every address, as people write it, with the thing that is there."""

    @abstractmethod
    def save(self, instance: Located, *, on: dt.date) -> None:
        """Store an instance whose place was set, as a new version where it has versions."""


_holders: list[PointHolders] = []


def register_holders(holders: PointHolders) -> None:
    """Add things that can get points. Raises ImproperlyConfigured for a second time."""
    if any(type(known) is type(holders) for known in _holders):
        raise ImproperlyConfigured(f"{type(holders).__name__} is registered already")
    _holders.append(holders)


@dataclass(frozen=True, slots=True)
class Placed:
    """A marker whose town something gets, or has: how many km the marker is from that point."""

    marker: OldMarker
    name: str
    where: str
    km: float


@dataclass
class MarkerReport:
    """What became of each marker."""

    placed: list[Placed] = field(default_factory=list)
    already: list[Placed] = field(default_factory=list)
    differs: list[Placed] = field(default_factory=list)
    elsewhere: list[tuple[OldMarker, str, Misplaced]] = field(default_factory=list)
    refused: list[tuple[OldMarker, str, str]] = field(default_factory=list)
    unknown: list[OldMarker] = field(default_factory=list)
    several: list[OldMarker] = field(default_factory=list)
    pointless: list[OldMarker] = field(default_factory=list)


Index = dict[str, list[tuple[PointHolders, Located]]]


def _index(pairs: Iterable[tuple[PointHolders, str, Located]]) -> Index:
    found: Index = {}
    for holders, name, instance in pairs:
        for reading in readings(name)[:2]:  # a bracket at its end may be left out
            here = found.setdefault(town_key(reading), [])
            if all(instance.pk != other.pk for _holders_, other in here):
                here.append((holders, instance))
    found.pop("", None)
    return found


class _Finder:
    """Finds what a marker stands for: by its title, by its address where it has none."""

    def __init__(self) -> None:
        self.names = _index((h, name, one) for h in _holders for name, one in h.by_name())
        self.addresses = _index((h, text, one) for h in _holders for text, one in h.by_address())

    def find(self, marker: OldMarker) -> list[tuple[PointHolders, Located]]:
        if marker.title:
            return self._first(readings(marker.title), self.names)
        parts = [marker.address, *(part.strip() for part in marker.address.split(","))]
        texts = [text for part in parts for text in readings(part)]
        return self._first([marker.address], self.addresses) or self._first(texts, self.names)

    @staticmethod
    def _first(texts: Iterable[str], index: Index) -> list[tuple[PointHolders, Located]]:
        return next((index[town_key(text)] for text in texts if town_key(text) in index), [])


def bring(markers: Sequence[OldMarker], *, on: dt.date, dry_run: bool = False) -> MarkerReport:
    """Give each named thing without a point its marker's town; change no point that is there.

    A marker's point may be a house. What is stored is the town next to it, as town precision: the
    old map never asked whether an address may be shown. Nothing gets a point outside its country.
    """
    finder, report = _Finder(), MarkerReport()
    for marker in markers:
        matches = finder.find(marker)
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
    report: MarkerReport,
) -> None:
    point, name = marker.point or (0.0, 0.0), str(instance)
    country = getattr(instance, "country", "")
    if wrong := misplaced(point, countries=[country]):
        report.elsewhere.append((marker, name, wrong))
        return
    if instance.point is not None:
        away = distance_km(instance.point, point)
        found = Placed(marker, name, _where(instance.place, country), away)
        (report.already if away <= SAME_PLACE_KM else report.differs).append(found)
        return
    town, stored = _town_near(point, country=country)
    if wrong := misplaced(stored, countries=[country]):  # rounded into the neighbouring country
        report.elsewhere.append((marker, name, wrong))
        return
    instance.latitude, instance.longitude = stored
    if not any(getattr(instance, name, "") for name in instance.exact_fields):
        instance.precision = Precision.TOWN  # it would forget an address that is shown
    instance.point_source, instance.point_checked_on = PointSource.OLD_MAP, on
    instance.place = instance.place or town
    try:
        instance.full_clean()
        if not dry_run:
            holders.save(instance, on=on)
    except ValidationError as error:
        report.refused.append((marker, name, " ".join(error.messages)))
        return
    report.placed.append(Placed(marker, name, _where(town, country), distance_km(stored, point)))


def _where(town: str, country: str) -> str:
    return ", ".join(filter(None, [town, country_name(country) if country else ""]))


def _town_near(point: tuple[float, float], *, country: str) -> tuple[str, tuple[float, float]]:
    """The nearest town of the country and its point; the rounded point where none is near."""
    codes = [country] if country else []
    town = gazetteer.nearest(*point, within_km=TOWN_WITHIN_KM, countries=codes)
    if town is None:
        return "", (round(point[0], NO_TOWN_DECIMALS), round(point[1], NO_TOWN_DECIMALS))
    return town.name, town.point

"""Putting a chosen point on a thing, under the rule of town precision."""

from __future__ import annotations

import datetime as dt

from core.places import gazetteer
from maps.geocoding import Candidate
from maps.places import Located, PointSource, Precision
from maps.towns import TOWN_WITHIN_KM, town_point


def place_at(instance: Located, candidate: Candidate, *, on: dt.date) -> None:
    """Give an instance a candidate's point; the caller saves it.

    Something that shows its town only keeps that precision and gets the town's point, however
    exact the candidate is. Raises ValidationError as `Located.clean` does.
    """
    if instance.precision == Precision.TOWN and candidate.precision == Precision.ADDRESS:
        candidate = town_of(candidate)
    instance.latitude, instance.longitude = candidate.latitude, candidate.longitude
    if instance.precision != Precision.TOWN:
        instance.precision = candidate.precision
    instance.point_source, instance.point_checked_on = candidate.source, on
    Located.clean(instance)


def town_of(candidate: Candidate) -> Candidate:
    """Return the town next to an exact point; to a tenth of a degree where no town is known."""
    here = (candidate.latitude, candidate.longitude)
    town = gazetteer.nearest(*here, within_km=TOWN_WITHIN_KM)
    point = town_point(here)
    return Candidate(
        name=town.name if town else candidate.name,
        country=town.country if town else candidate.country,
        latitude=point[0],
        longitude=point[1],
        precision=Precision.TOWN,
        source=PointSource.GAZETTEER if town else candidate.source,
    )

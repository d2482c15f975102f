"""From a place in words to candidate points. Only here is geopy imported.

The list of towns answers at once and without a network. Where the operator names a Nominatim
server, a background task asks it first; it sees the address, so it is never asked for anything that
shall show its town only. Whoever edits chooses among the candidates; nothing is accepted unseen.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

from django.conf import settings
from geopy.exc import GeopyError
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders import Nominatim
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location

from core.countries import country_name
from core.network.now import network_now
from core.places import gazetteer
from maps.places import PointSource, Precision

logger = logging.getLogger(__name__)

TIMEOUT_SECONDS = 2
SECONDS_BETWEEN = 1.0
MOST_CANDIDATES = 5
#: Kinds of result (Nominatim's `addresstype`) that are no more exact than a town.
_TOWNS = frozenset(("city", "town", "village", "hamlet", "municipality", "suburb", "postcode"))
_TOWN_DECIMALS = 2  # of a town that the service found
_REGIONS = frozenset(("country", "state", "region", "county", "province"))


@dataclass(frozen=True, slots=True)
class PlaceCandidate:
    """A point somebody may choose. Degrees; `name` in words; `close` if spelt otherwise."""

    name: str
    country: str
    latitude: float
    longitude: float
    precision: Precision
    source: PointSource
    close: bool = False


class AddressService(Protocol):
    """Something that finds addresses, as geopy's rate limiter wraps it."""

    def __call__(self, query: str, **options: Any) -> list[Location] | None:
        """Return locations, or None when it can't be asked."""
        ...


class GazetteerGeocoder(Geocoder):
    """The offline list of towns behind geopy's interface."""

    def geocode(
        self,
        query: str,
        *,
        exactly_one: bool = True,
        timeout: Any = DEFAULT_SENTINEL,
        country_codes: str | list[str] | None = None,
    ) -> Any:
        """Return the likeliest town, or the candidates with `exactly_one=False` (may be empty)."""
        towns = gazetteer.find(query, country=country_codes, limit=MOST_CANDIDATES)
        locations = [self._location(town) for town in towns]
        if exactly_one:
            return locations[0] if locations else None
        return locations

    def reverse(
        self, query: Any, *, exactly_one: bool = True, timeout: Any = DEFAULT_SENTINEL
    ) -> Any:
        """Return the town next to a point, "latitude, longitude" or a pair."""
        latitude, longitude = self._coerce_point_to_string(query).split(",")
        town = gazetteer.nearest(float(latitude), float(longitude))
        location = self._location(town) if town else None
        return location if exactly_one else [location] if location else []

    @staticmethod
    def _location(town: gazetteer.Town) -> Location:
        name = f"{town.name}, {country_name(town.country)}"
        raw = {"name": town.name, "country": town.country, "match": town.match, "id": town.id}
        return Location(name, town.point, raw)


@cache
def _nominatim(domain: str, scheme: str, agent: str) -> AddressService:
    """Return the configured service: one request a second (per process), no second try."""
    service = Nominatim(domain=domain, scheme=scheme, user_agent=agent, timeout=TIMEOUT_SECONDS)
    limited: AddressService = RateLimiter(
        service.geocode,
        min_delay_seconds=SECONDS_BETWEEN,
        max_retries=0,
        swallow_exceptions=False,
    )
    return limited


def address_service() -> AddressService | None:
    """Return the operator's Nominatim service, None where none is named."""
    if not settings.NOMINATIM_DOMAIN:
        return None
    agent = f"{network_now().name} ({settings.SITE_URL})"
    return _nominatim(settings.NOMINATIM_DOMAIN, settings.NOMINATIM_SCHEME, agent)


def town_candidates(query: str, *, country: str = "") -> list[PlaceCandidate]:
    """Return towns from the offline list, the likeliest first. Fast; takes any string."""
    geocoder = GazetteerGeocoder()
    found = geocoder.geocode(query, exactly_one=False, country_codes=country or None)
    return [_from_gazetteer(location) for location in found]


def candidates(query: str, *, country: str = "", precision: Precision) -> list[PlaceCandidate]:
    """Return candidates for a place: the address service's, else the offline list's.

    Only for a background task: the service may take its two seconds. It isn't asked for anything
    that shows its town only, and its silence or failure is never an error.
    """
    service = address_service() if precision == Precision.ADDRESS else None
    answers = _ask(service, query, country) if service else []
    return answers or town_candidates(query, country=country)


def _ask(service: AddressService, query: str, country: str) -> list[PlaceCandidate]:
    options: dict[str, Any] = {"country_codes": country.lower()} if country else {}
    try:
        found = service(
            query, exactly_one=False, limit=MOST_CANDIDATES, addressdetails=True, **options
        )
    except GeopyError as error:
        logger.warning("The address service did not answer: %s", error)
        return []
    return [_from_service(location) for location in found or []]


def _from_gazetteer(location: Location) -> PlaceCandidate:
    return PlaceCandidate(
        name=location.address,
        country=location.raw["country"],
        latitude=location.latitude,
        longitude=location.longitude,
        precision=Precision.TOWN,
        source=PointSource.GAZETTEER,
        close=location.raw["match"] == "close",
    )


def _from_service(location: Location) -> PlaceCandidate:
    kind = location.raw.get("addresstype", "")
    precision = (
        Precision.COUNTRY
        if kind in _REGIONS
        else Precision.TOWN
        if kind in _TOWNS
        else Precision.ADDRESS
    )
    rounded: Callable[[float], float] = (
        (lambda value: value)
        if precision == Precision.ADDRESS
        else (lambda value: round(value, _TOWN_DECIMALS))
    )
    return PlaceCandidate(
        name=location.address,
        country=str(location.raw.get("address", {}).get("country_code", "")).upper(),
        latitude=rounded(location.latitude),
        longitude=rounded(location.longitude),
        precision=precision,
        source=PointSource.SERVICE,
    )

"""Whether a point can be where something in these countries is; every way a point comes in asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from django.utils.translation import gettext as _

from core.countries import EUROPE, country_name
from core.places import gazetteer
from maps.outlines import Point, country_at, distance_to

#: Outlines are a little coarse at borders …
BORDER_KM = 3.0
#: … and leave out islands, piers and skerries; at sea nobody else is near.
COAST_KM = 20.0
#: An island that isn't drawn has a town of its country.
ISLAND_TOWN_KM = 15.0
TOWN_WITHIN_KM = 100.0


class Doubt(Enum):
    """What is wrong with a point."""

    NULL = "null"
    EXCHANGED = "exchanged"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A point that lies in none of the countries: where it is, and how many km from the nearest.

    `town` and `country` (a code) are empty where there is none near, or at sea.
    """

    doubt: Doubt
    point: Point
    expected: str
    km: float
    town: str = ""
    country: str = ""

    @property
    def where(self) -> str:
        """Where the point lies, in words: a town and its country, or what is known of it."""
        names = [self.town, country_name(self.country) if self.country else ""]
        return ", ".join(filter(None, names)) or _("no place we know")

    def in_words(self) -> str:
        """Say what is wrong, in the reader's language."""
        latitude, longitude = self.point
        values = {
            "country": country_name(self.expected),
            "where": self.where,
            "km": f"{self.km:.0f}",
            "latitude": f"{latitude:g}",
            "longitude": f"{longitude:g}",
        }
        if self.doubt is Doubt.NULL:
            text = _("0, 0 is a point in the sea off Africa. Leave both empty if it isn't known.")
        elif self.doubt is Doubt.EXCHANGED:
            text = _(
                "Latitude and longitude look exchanged: %(latitude)s, %(longitude)s is %(km)s km "
                "from %(country)s, the other way round it lies there."
            )
        else:
            text = _("This point (%(where)s) is %(km)s km outside %(country)s.")
        return text % values


def misplaced(point: Point, *, countries: Sequence[str]) -> Misplaced | None:
    """Return what is wrong with a point of something in these countries; None if nothing is.

    Without countries only 0, 0 is refused. Latitude and longitude in degrees.
    """
    codes = [code for code in countries if code]
    if _is_null(point):
        nearest = min((distance_to(code, point) or 0.0 for code in codes), default=0.0)
        return Misplaced(Doubt.NULL, point, codes[0] if codes else "", nearest)
    if not codes or any(_belongs(point, code) for code in codes):
        return None
    away = {code: distance_to(code, point) for code in codes}
    expected = min(codes, key=lambda code: away[code] or 0.0)
    latitude, longitude = point
    turned = abs(longitude) <= 90 and any(_belongs((longitude, latitude), code) for code in codes)
    town = gazetteer.nearest(*point, within_km=TOWN_WITHIN_KM)
    return Misplaced(
        Doubt.EXCHANGED if turned else Doubt.ELSEWHERE,
        point,
        expected,
        away[expected] or 0.0,
        town=town.name if town else "",
        country=country_at(point) or (town.country if town else ""),
    )


def _is_null(point: Point) -> bool:
    """Nothing in the world stands within a kilometre of 0, 0."""
    return abs(point[0]) < 0.01 and abs(point[1]) < 0.01


def _belongs(point: Point, code: str) -> bool:
    km = distance_to(code, point)
    if km is None:  # nothing to judge by but the list of towns, which is of Europe
        return code not in EUROPE or _has_town(point, code)
    if km <= BORDER_KM:
        return True
    return not country_at(point) and (km <= COAST_KM or _has_town(point, code))


def _has_town(point: Point, code: str) -> bool:
    return gazetteer.nearest(*point, within_km=ISLAND_TOWN_KM, countries=[code]) is not None

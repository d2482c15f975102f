"""Time zones to choose from: those that people use, by city, the site's own first."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from babel.core import get_global
from babel.dates import get_timezone_location
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import to_locale

from core.folding import order_of
from core.i18n import current_language

#: one city for each country of Europe that has a time of its own kind, and some further away
CITIES = (
    "Atlantic/Reykjavik", "Europe/Lisbon", "Europe/Dublin", "Europe/London", "Europe/Amsterdam",
    "Europe/Belgrade", "Europe/Berlin", "Europe/Bratislava", "Europe/Brussels", "Europe/Budapest",
    "Europe/Copenhagen", "Europe/Ljubljana", "Europe/Luxembourg", "Europe/Madrid", "Europe/Malta",
    "Europe/Oslo", "Europe/Paris", "Europe/Prague", "Europe/Rome", "Europe/Sarajevo",
    "Europe/Skopje", "Europe/Stockholm", "Europe/Tirane", "Europe/Vienna", "Europe/Warsaw",
    "Europe/Zagreb", "Europe/Zurich", "Asia/Nicosia", "Europe/Athens", "Europe/Bucharest",
    "Europe/Chisinau", "Europe/Helsinki", "Europe/Kyiv", "Europe/Riga", "Europe/Sofia",
    "Europe/Tallinn", "Europe/Vilnius", "Europe/Istanbul", "Asia/Tbilisi", "America/New_York",
    "America/Chicago", "America/Los_Angeles", "America/Sao_Paulo", "Africa/Johannesburg",
    "Africa/Nairobi", "Asia/Kolkata", "Australia/Sydney", "Pacific/Auckland",
)  # fmt: skip


@cache
def known_zones() -> frozenset[str]:
    """The names of this machine's time zones; looked up on the disk once a process."""
    return frozenset(available_timezones())


def city_of(zone: str) -> str:
    """The city that stands for a time zone, in the active language: "Athens".

    The zone's own name where nobody knows it: it may come from another machine's list.
    """
    if zone not in known_zones():
        return zone
    locale = to_locale(current_language())
    return str(get_timezone_location(ZoneInfo(zone), locale=locale, return_city=True))


def time_zone_choices(*, stored: str = "") -> list[tuple[str, str]]:
    """Time zones and their cities: the site's own, then the others by name, UTC last.

    A `stored` one that isn't among them is named like them where it has a city.
    """
    more = (stored,) if stored and stored not in (*CITIES, "UTC") else ()
    others = [(zone, city_of(zone)) for zone in (*CITIES, *more) if zone != settings.TIME_ZONE]
    own = (settings.TIME_ZONE, city_of(settings.TIME_ZONE))
    return [own, *sorted(others, key=lambda each: order_of(each[1])), ("UTC", "UTC")]


@cache
def _zones_by_country() -> dict[str, str]:
    """Country → its zone, for countries with one among CITIES (CLDR)."""
    territories = get_global("zone_territories")
    found: dict[str, list[str]] = {}
    for zone in CITIES:
        found.setdefault(str(territories.get(zone, "")), []).append(zone)
    return {country: zones[0] for country, zones in found.items() if len(zones) == 1}


def zone_of_country(country: str) -> str:
    """The time zone in which people of a country (code) meet; the site's own where nobody knows."""
    return _zones_by_country().get(country, settings.TIME_ZONE)


def validate_time_zone(value: str) -> None:
    """Raise ValidationError, worded for the editor, unless `value` is the name of a time zone."""
    if value not in known_zones():
        raise ValidationError(
            _("“%(value)s” is no time zone. A name is written like this: Europe/Paris."),
            params={"value": value},
        )


def moment_in_words(moment: datetime | None) -> str:
    """A moment in the time zone of whoever looks, named: "2 November 2026, 10:00 (Europe/Paris)".

    Nothing for no moment.
    """
    if moment is None:
        return ""
    zone = timezone.get_current_timezone_name()
    return f"{date_format(timezone.localtime(moment), 'DATETIME_FORMAT')} ({zone})"

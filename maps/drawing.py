"""The drawing of Europe that needs no JavaScript: countries, shading, and spots that are links."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.countries import country_name
from maps.layers import Layer, Marker
from maps.projection import HEIGHT, WIDTH, project

PATHS_FILE = Path(__file__).parent / "data" / "europe_paths.json"

#: A country's shade is how many of these numbers its count reaches (0 to 4).
BREAKS = (1, 3, 10, 30)


#: Spots nearer than this, in units of the sheet, are drawn as one.
TOO_NEAR = 22.0

Here = list[tuple[Layer, Marker]]


@dataclass(frozen=True, slots=True)
class Shape:
    """A country of the drawing: SVG path data, its shade from 0 to 4, and words for it."""

    code: str
    path: str
    shade: int
    words: str


@dataclass(frozen=True, slots=True)
class Spot:
    """One circle: what stands in one place; `url` leads there.

    `x`, `y` and `radius` are units of the sheet as text: a template would write a float in the
    reader's language. `tone` is the colour it wears.
    """

    x: str
    y: str
    radius: str
    count: int
    layer: str
    tone: str
    words: str
    url: str


@dataclass(frozen=True, slots=True)
class LegendStep:
    """One step of the legend: the shade and the numbers it stands for, in words."""

    shade: int
    words: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything the SVG template needs."""

    width: int
    height: int
    shapes: tuple[Shape, ...]
    spots: tuple[Spot, ...]


@cache
def country_paths() -> Mapping[str, str]:
    """SVG path data by country code."""
    paths: dict[str, str] = json.loads(PATHS_FILE.read_text(encoding="utf-8"))
    return paths


def shade(count: int) -> int:
    """Return the shade of a country: 0 for none, up to 4."""
    return sum(count >= least for least in BREAKS)


def legend() -> tuple[LegendStep, ...]:
    """The legend's steps, palest first."""
    steps = []
    for number, least in enumerate(BREAKS, start=1):
        after = BREAKS[number] if number < len(BREAKS) else None
        if after is None:
            words = _("%(least)s and more") % {"least": least}
        elif after - least == 1:
            words = str(least)
        else:
            words = _("%(least)s to %(most)s") % {"least": least, "most": after - 1}
        steps.append(LegendStep(number, words))
    return tuple(steps)


def count_in_words(name: str, count: int) -> str:
    """Return "Romania: 4"; what a country's shape is called."""
    return _("%(country)s: %(count)s") % {"country": name, "count": count}


def draw(
    pairs: Iterable[tuple[Layer, Marker]], *, counts: Mapping[str, int], list_url: str = ""
) -> Drawing:
    """Return the drawing of these markers; those beyond the window are left out.

    A spot of several leads to its country in the list, which stands at `list_url` (this page).
    """
    shapes = tuple(
        Shape(
            code,
            path,
            shade(counts.get(code, 0)),
            count_in_words(country_name(code), counts[code]) if counts.get(code) else "",
        )
        for code, path in country_paths().items()
    )
    return Drawing(WIDTH, HEIGHT, shapes, _spots(pairs, list_url))


def _spots(pairs: Iterable[tuple[Layer, Marker]], list_url: str) -> tuple[Spot, ...]:
    """Return spots that don't cover one another: what is too near joins the bigger place."""
    by_point: dict[tuple[float, float], Here] = {}
    for layer, marker in pairs:
        if marker.point is not None and marker.is_drawn:
            by_point.setdefault(project(*marker.point) or (0.0, 0.0), []).append((layer, marker))
    joined: dict[tuple[float, float], Here] = {}
    for point, here in sorted(by_point.items(), key=lambda item: (-len(item[1]), item[0])):
        near = next((other for other in joined if math.dist(point, other) < TOO_NEAR), point)
        joined.setdefault(near, []).extend(here)
    spots = [_spot(point, here, list_url) for point, here in joined.items()]
    return tuple(sorted(spots, key=lambda spot: -spot.count))


def _spot(point: tuple[float, float], here: Here, list_url: str) -> Spot:
    layer, marker = here[0]
    if len(here) == 1:
        words, url = one_in_words(marker), marker.url
    else:
        words = ngettext(
            "%(count)s place in or near %(town)s: %(names)s",
            "%(count)s places in or near %(town)s: %(names)s",
            len(here),
        ) % {
            "count": len(here),
            "town": marker.where,
            "names": names_in_words([m for _layer, m in here]),
        }
        url = f"{list_url}#{list_anchor(marker)}"
    radius = 8 if len(here) == 1 else min(10 + 1.6 * math.sqrt(len(here)), 22)
    return Spot(
        x=f"{point[0]:.1f}",
        y=f"{point[1]:.1f}",
        radius=f"{radius:.1f}",
        count=len(here),
        layer=layer.name,
        tone=layer.tone,
        words=words,
        url=url,
    )


def one_in_words(marker: Marker) -> str:
    """Return a marker's accessible name: its title, town and country."""
    return ", ".join(part for part in (str(marker.title), marker.where) if part)


def names_in_words(markers: list[Marker], *, most: int = 3) -> str:
    """Return the first titles, and how many more there are."""
    names = ", ".join(str(marker.title) for marker in markers[:most])
    more = len(markers) - most
    if more <= 0:
        return names
    return ngettext("%(names)s and %(more)s more", "%(names)s and %(more)s more", more) % {
        "names": names,
        "more": more,
    }


def list_anchor(marker: Marker) -> str:
    """Return the id of the country in the list where a marker stands."""
    return f"country-{next(iter(marker.countries), '') or 'none'}"
